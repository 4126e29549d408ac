import ArgumentParser
import FoundationEssentials
import Gateway
import Payments

/// `florin audit`: who changed what.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "List who changed what, the newest first."
    )

    private static let entriesMax = 1_000

    @Option(help: "The merchant's id, or its name; left out for the whole installation's own.")
    var merchant: String?

    @OptionGroup var common: CommonOptions

    private struct Printed: Encodable {
        let at: Int64
        let who: String
        let what: String
        let from: String?
        let to: String?

        init(_ entry: AuditEntry) {
            at = entry.happenedAt.seconds
            who = entry.actor
            what = entry.subject
            from = entry.before
            to = entry.after
        }

        var line: String {
            let moment = Date(timeIntervalSince1970: TimeInterval(at)).formatted(.iso8601)
            return "\(moment)  \(who)  \(what): \(from ?? "–") → \(to ?? "–")"
        }
    }

    func run() async throws {
        try await Output.guarding {
            let workspace = try await Workspace.open(common)
            var id: MerchantID?
            if let merchant { id = try await workspace.merchant(merchant).id }
            let entries = try await AuditDesk(workspace.gateway)
                .page(of: id, before: nil, limit: Self.entriesMax).entries.map(Printed.init)
            if common.json { return try Output.json(["entries": entries]) }
            for entry in entries { Output.say(entry.line) }
        }
    }
}
