package import Payments
import Storage

/// Reads what was changed by whom.
package struct AuditDesk: Sendable {
    /// How many entries a page of the log has.
    package static let pageMax = 50

    /// A page of the log, the newest entry first.
    package struct Page: Sendable {
        /// The entries.
        package let entries: [AuditEntry]
        /// What the next page is asked for with; nil where there is nothing older.
        package let older: Int64?
    }

    private let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// The newest entries of a merchant, or those of the whole installation for nobody.
    ///
    /// `before`: The `older` of the page before; nil for the newest.
    package func page(
        of merchant: MerchantID?,
        before: Int64?,
        limit: Int = AuditDesk.pageMax
    ) async throws -> Page {
        let found = try await gateway.store.read { transaction in
            try transaction.audit(of: merchant, before: before, limit: limit + 1)
        }
        let shown = found.prefix(limit)
        return Page(
            entries: shown.map(\.entry),
            older: found.count > limit ? shown.last?.number : nil
        )
    }
}
