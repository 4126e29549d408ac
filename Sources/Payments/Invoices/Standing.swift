/// What an invoice's facts add up to at a moment.
///
/// A standing is derived, never edited. Each dialect translates it into its own status words.
package struct Standing: Sendable, Hashable {
    /// How much of the due is there.
    package enum Level: Int, Sendable, Hashable, Comparable {
        /// Nothing.
        case unpaid
        /// Something, less than the due less the tolerance.
        case partlyPaid
        /// The due, or as little less as is tolerated.
        case paid
        /// More than the due.
        case overPaid

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// What came to one choice's address.
    package struct Receipt: Sendable, Hashable {
        /// The choice.
        package let choice: ChoiceID
        /// Deep enough to count.
        package let confirmed: Amount
        /// Seen, not yet deep enough.
        package let pending: Amount

        /// Describes what came to an address.
        package init(choice: ChoiceID, confirmed: Amount, pending: Amount) {
            self.choice = choice
            self.confirmed = confirmed
            self.pending = pending
        }
    }

    /// A decision that ended the invoice.
    package enum Decision: String, Sendable, Hashable, CaseIterable {
        /// The merchant accepted the payment.
        case accepted
        /// The merchant cancelled.
        case cancelled
        /// The merchant removed the invoice.
        case deleted
        /// Florin could not serve it.
        case failed
    }

    /// The level counting only what is deep enough.
    package let confirmed: Level
    /// The level counting everything seen.
    package let seen: Level
    /// What came to each choice's address, in the order of the choices; empty ones left out.
    package let receipts: [Receipt]
    /// Whether the payer picked a coin.
    package let isChosen: Bool
    /// Whether the deadline passed, as far as the networks were read.
    package let isExpired: Bool
    /// Whether some of the money came after the deadline.
    package let hasLateMoney: Bool
    /// Whether a payment was seen and vanished again.
    package let hasLostMoney: Bool
    /// What ended it, if anything did.
    package let decision: Decision?

    /// Restores a standing that was stored.
    package init(
        confirmed: Level,
        seen: Level,
        receipts: [Receipt],
        isChosen: Bool,
        isExpired: Bool,
        hasLateMoney: Bool,
        hasLostMoney: Bool,
        decision: Decision?
    ) {
        self.confirmed = confirmed
        self.seen = seen
        self.receipts = receipts
        self.isChosen = isChosen
        self.isExpired = isExpired
        self.hasLateMoney = hasLateMoney
        self.hasLostMoney = hasLostMoney
        self.decision = decision
    }

    /// Whether something was seen that is not deep enough yet.
    package var hasPending: Bool { receipts.contains { !$0.pending.isZero } }

    /// What came to a choice's address, confirmed or not.
    package func seen(by choice: Choice) -> Amount {
        let receipt = receipts.first { $0.choice == choice.id }
        guard let receipt else { return .zero(choice.quote.coin.asset) }
        return (try? receipt.confirmed.adding(receipt.pending)) ?? receipt.confirmed
    }
}

extension Standing {
    /// Whether a merchant's decision may still be taken.
    ///
    /// A payment is accepted only when it is confirmed; an invoice is cancelled only while it is
    /// open or paid (API contract B8). Too little is accepted once some of it is confirmed, also
    /// when time is over. What was decided once stays.
    package func allows(_ mark: Mark) -> Bool {
        switch mark {
        case .accepted: decision == nil && confirmed >= .paid
        case .acceptedShort: decision == nil && confirmed == .partlyPaid
        case .cancelled: decision == nil && !hasRunOut
        case .paid: confirmed >= .paid
        case .deleted, .failed: decision == nil
        }
    }

    /// Whether time ran out before enough money came, and nothing is on its way.
    package var hasRunOut: Bool {
        isExpired && confirmed < .paid && !hasPending && !hasLateMoney
    }
}
