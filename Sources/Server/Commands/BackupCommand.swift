import ArgumentParser
import Foundation
import Gateway
import Storage

/// `florin backup`: a consistent copy of the database beside a running server.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database to a file, also while the server runs.",
        discussion: "Keep the master key as well: without it the API secrets in the copy are lost."
    )

    @Argument(help: "The file to write; it must not exist.")
    var file: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Output.guarding {
            let workspace = try await Workspace.open(common)
            guard !FileManager.default.fileExists(atPath: file) else {
                throw Failure(.badInput, "\(file) exists; a backup overwrites nothing")
            }
            try workspace.gateway.store.backup(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            if common.json { return try Output.json(["file": file]) }
            Output.say("Written to \(file). Keep \(workspace.directory.masterKeyPath) with it.")
        }
    }
}
