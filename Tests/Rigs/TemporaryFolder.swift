import Foundation

/// A folder for one test, deleted with the last reference to it.
package final class TemporaryFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes the folder, for its owner only.
    package init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("florin-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and answers its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }

    /// Whether any file inside has these bytes somewhere.
    package func contains(_ text: String) -> Bool {
        let needle = Data(text.utf8)
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.contains { name in
            let data = FileManager.default.contents(atPath: "\(path)/\(name)")
            return data?.firstRange(of: needle) != nil
        }
    }
}
