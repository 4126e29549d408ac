package import Payments

/// What an invoice's page looks like by, in short: two that are equal show the same.
///
/// A standing's revision alone is not enough: a block makes a payment one deeper, a new quote
/// changes the amount, and an answer to a payer's question changes neither.
package struct PageState: Sendable, Hashable {
    /// A short text that is another one when the page would look different.
    package let version: String
    /// Whether nothing is going to change any more.
    package let isFinal: Bool
    /// The standing's number.
    let revision: Int
    /// When a question was answered last.
    let answeredAt: Instant?
    /// The networks whose next block changes the page, for a payment is not deep enough there.
    let networks: [NetworkID]

    /// Takes what matters from an invoice as it is stored now.
    ///
    /// `answeredAt`: When a question on its page was answered last.
    package init(of stored: InvoiceRecord, answeredAt: Instant? = nil) {
        var depths: [String] = []
        var networks: Set<NetworkID> = []
        for fact in stored.facts.transfers {
            let choice = stored.facts.choices.first { $0.id == fact.choice }
            let needed = UInt64(clamping: max(fact.needed ?? choice?.confirmations ?? 1, 1))
            let depth = min(stored.facts.confirmations(of: fact), needed)
            depths.append(fact.position == .gone ? "x" : String(depth))
            if fact.position != .gone, depth < needed {
                networks.insert(fact.transfer.id.network)
            }
        }
        let quotes = stored.facts.choices.reduce(0) { $0 + $1.requotes.count }
        let facts = "\(stored.revision)-\(quotes)-\(depths.joined(separator: "."))"
        version = answeredAt.map { "\(facts)-\($0.microseconds)" } ?? facts
        isFinal = stored.standing.decision != nil
        revision = stored.revision
        self.answeredAt = answeredAt
        self.networks = networks.sorted()
    }
}
