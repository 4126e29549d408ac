import Foundation

/// How `florin sandbox` reaches the running server: kept in the data directory, for its owner.
struct SandboxLine: Codable, Sendable {
    let url: String
    let token: String

    func write(to directory: DataDirectory) throws {
        let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        try directory.writePrivately(text, to: directory.sandboxControlPath)
    }

    /// The line of the server that runs on a data directory.
    static func read(from directory: DataDirectory) throws -> SandboxLine {
        guard let data = FileManager.default.contents(atPath: directory.sandboxControlPath),
            let line = try? JSONDecoder().decode(SandboxLine.self, from: data)
        else {
            throw Failure(
                .unavailable,
                "no sandbox runs on \(directory.path); start florin serve --sandbox"
            )
        }
        return line
    }
}
