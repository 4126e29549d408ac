import Gateway
import HTTPTypes
import Hummingbird
import Payments

/// The log of what is about no one merchant.
struct InstallationContent: Sendable {
    struct Line: Sendable {
        let at: String
        let who: String
        let what: String
        let from: String
        let to: String
    }

    let lines: [Line]
    let hasLines: Bool
    /// The number of the last line, where there are older ones.
    let olderThan: String?

    init(_ changes: [(number: Int64, entry: AuditEntry)], limit: Int) {
        let shown = changes.prefix(limit)
        lines = shown.map { change in
            Line(
                at: UTCText.plain(change.entry.happenedAt),
                who: change.entry.actor,
                what: change.entry.subject,
                from: change.entry.before ?? "",
                to: change.entry.after ?? ""
            )
        }
        hasLines = !changes.isEmpty
        olderThan = changes.count > limit ? shown.last.map { String($0.number) } : nil
    }
}

extension CabinetRoutes {
    private static let logLinesMax = 50

    /// What was done about people and merchants: for owners.
    var installationRoutes: [CabinetRoute] {
        [
            .get("audit", .owner) { request in
                let limit = Self.logLinesMax
                let changes = try await people.changes(
                    before: request.query("before").flatMap(Int64.init),
                    limit: limit + 1
                )
                return pages.page(
                    "installation",
                    title: "Log",
                    section: "audit",
                    content: InstallationContent(changes, limit: limit),
                    for: request
                )
            }
        ]
    }
}
