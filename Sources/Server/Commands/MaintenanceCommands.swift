import ArgumentParser
import Chains
import Foundation
import Gateway
import Payments
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

/// `florin rescan`: has a network read again from a height.
struct RescanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescan",
        abstract: "Read a network again from a height; a running server does it at once.",
        discussion: "What was found before is not counted twice."
    )

    @Option(help: "The network.")
    var network: String

    @Option(help: "The first height to read again.")
    var from: UInt64

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Output.guarding {
            let workspace = try await Workspace.open(common)
            let id = try workspace.network(named: network).description.id
            let height = from
            let isKnown = try await workspace.gateway.store.write { transaction in
                try transaction.requestRescan(of: id, from: height)
            }
            guard isKnown else {
                throw Failure(
                    .badInput,
                    "\(network) was never read here, so there is nothing to read again"
                )
            }
            if common.json { return try Output.json(Requested(network: network, from: height)) }
            Output.say("\(network) will be read again from block \(height).")
        }
    }

    private struct Requested: Encodable {
        let network: String
        let from: UInt64
    }
}

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

/// `florin events`: a merchant's events in order, to fetch what a shop missed.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List a merchant's events after a number."
    )

    private static let eventsMax = 1_000

    @Option(help: "The merchant's id, or its name; may be left out where there is only one.")
    var merchant: String?

    @Option(help: "The last number already known (default 0).")
    var after: Int64 = 0

    @OptionGroup var common: CommonOptions

    private struct Printed: Encodable {
        let number: Int64
        let invoice: String
        let event: String
        let at: Int64
        let delivery: String
    }

    func run() async throws {
        try await Output.guarding {
            let workspace = try await Workspace.open(common)
            let id = try await merchantID(in: workspace)
            let after = after
            let events = try await workspace.gateway.store.read { transaction in
                try transaction.events(of: id, after: after, limit: Self.eventsMax)
            }
            let printed = events.map { event in
                Printed(
                    number: event.number,
                    invoice: event.invoice.text,
                    event: event.event.rawValue,
                    at: event.happenedAt.seconds,
                    delivery: event.state.rawValue
                )
            }
            if common.json { return try Output.json(["events": printed]) }
            for event in printed {
                Output.say("\(event.number)  \(event.event)  \(event.invoice)  \(event.delivery)")
            }
        }
    }

    private func merchantID(in workspace: Workspace) async throws -> MerchantID {
        if let merchant { return try await workspace.merchant(merchant).id }
        let all = try await workspace.gateway.store.read { try $0.merchants() }
        guard all.count == 1 else {
            throw Failure(.badInput, "there are \(all.count) merchants; name one with --merchant")
        }
        return all[0].id
    }
}
