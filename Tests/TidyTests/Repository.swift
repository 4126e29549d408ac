import Foundation

/// The files a rule may look at: the repository's own, or a few made up for a test of the rule.
struct Repository: Sendable {
    let files: [SourceFile]
    /// Every file and folder, texts or not, by path from the root.
    let paths: Set<String>
    let protocols: Protocols

    init(files: [SourceFile], paths: Set<String> = []) {
        self.files = files
        self.paths = paths.union(files.map(\.path))
        self.protocols = Protocols(in: files)
    }

    /// This repository as it is on disk.
    static let own: Result<Repository, any Error> = Result { try Repository(at: root()) }

    private struct RootNotFound: Error {}

    /// Made or fetched by tools, and not ours to keep tidy.
    private static let foldersIgnored: Set<String> = [".git", "florin-data", "__pycache__"]
    private static let filesIgnored: Set<String> = ["Package.resolved"]
    private static let textBytesMax = 2_000_000

    /// The folder above this file that holds the manifest of the package `florin`.
    private static func root() throws -> URL {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let manifest = folder.appendingPathComponent("Package.swift")
            if let text = try? String(contentsOf: manifest, encoding: .utf8),
                text.contains("name: \"florin\"")
            {
                return folder
            }
        }
        throw RootNotFound()
    }

    private init(at root: URL) throws {
        var files: [SourceFile] = []
        var paths: Set<String> = []
        var folders = [""]
        while let folder = folders.popLast() {
            let place = folder.isEmpty ? root.path : root.path + "/" + folder
            for name in try FileManager.default.contentsOfDirectory(atPath: place).sorted() {
                let path = folder.isEmpty ? name : folder + "/" + name
                let url = root.appendingPathComponent(path)
                let values = try? url.resourceValues(forKeys: [.isDirectoryKey])
                if values?.isDirectory == true {
                    if Self.foldersIgnored.contains(name) || name.hasPrefix(".build") { continue }
                    paths.insert(path)
                    folders.append(path)
                } else if !Self.filesIgnored.contains(name) {
                    paths.insert(path)
                    // A file may vanish between listing and reading; what is not text has no rules.
                    guard let data = try? Data(contentsOf: url), data.count <= Self.textBytesMax,
                        let text = String(data: data, encoding: .utf8), !text.contains("\0")
                    else { continue }
                    let isExecutable = FileManager.default.isExecutableFile(atPath: url.path)
                    files.append(SourceFile(path, text, isExecutable: isExecutable))
                }
            }
        }
        self.init(files: files, paths: paths)
    }
}
