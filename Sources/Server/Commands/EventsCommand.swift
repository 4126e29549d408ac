import ArgumentParser
import Gateway
import Payments
import Storage

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
        let subject: String
        let invoice: String?
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
                    subject: event.subject,
                    invoice: event.invoice?.text,
                    event: event.word,
                    at: event.happenedAt.seconds,
                    delivery: event.state.rawValue
                )
            }
            if common.json { return try Output.json(["events": printed]) }
            for event in printed {
                Output.say("\(event.number)  \(event.event)  \(event.subject)  \(event.delivery)")
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
