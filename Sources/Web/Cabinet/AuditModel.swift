import Gateway
import Payments

/// What the page of the audit log shows.
struct AuditModel: Sendable {
    struct Entry: Sendable {
        let time: String
        let isoTime: String
        let who: String
        let what: String
        let from: Value
        let to: Value

        init(_ entry: AuditEntry) {
            time = UTCText.plain(entry.happenedAt)
            isoTime = UTCText.iso(entry.happenedAt)
            who = entry.actor
            what = entry.subject
            from = Value(entry.before)
            to = Value(entry.after)
        }
    }

    /// A value, and its beginning where it is long.
    struct Value: Sendable {
        /// More than that is folded.
        static let lengthMax = 60

        let full: String
        let beginning: String?

        init(_ text: String?) {
            full = text ?? "–"
            beginning = full.count > Self.lengthMax ? "\(full.prefix(Self.lengthMax))…" : nil
        }
    }

    let entries: [Entry]
    let hasEntries: Bool
    let olderURL: String?
    let newestURL: String?

    init(_ page: AuditDesk.Page, isNewest: Bool, _ request: CabinetRequest) {
        entries = page.entries.map(Entry.init)
        hasEntries = !entries.isEmpty
        olderURL = page.older.map { request.path("audit?before=\($0)") }
        newestURL = isNewest ? nil : request.path("audit")
    }
}
