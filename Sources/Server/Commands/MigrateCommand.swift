import ArgumentParser
import Gateway
import Storage

/// `florin migrate`: brings the database's schema up to date.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Update the database to this version's schema."
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Output.guarding {
            let workspace = try await Workspace.open(common)
            let version = try workspace.gateway.store.schemaVersion()
            if common.json { return try Output.json(["schema": version]) }
            Output.say("The database has schema \(version), the newest one.")
        }
    }
}
