/// The difference between two standings of one invoice.
package enum InvoiceEvent: String, Sendable, Hashable, CaseIterable {
    /// The invoice exists.
    case opened
    /// The payer picked a coin.
    case chosen
    /// Money was seen, or the money seen changed.
    case received
    /// Some of the due is confirmed.
    case partlyPaid
    /// The due is confirmed, for the first time.
    case paid
    /// More than the due is confirmed.
    case overPaid
    /// A payment that counted lost its block.
    case reorganised
    /// The due is confirmed again after it had lost its block.
    case restored
    /// A payment that was seen vanished.
    case lost
    /// The deadline passed.
    case expired
    /// The merchant accepted.
    case accepted
    /// The merchant cancelled.
    case cancelled
    /// The merchant removed it.
    case deleted
    /// Florin could not serve it.
    case failed

    /// What happened between two standings, or nil where nothing did.
    ///
    /// One change is one event, named for its weightiest part. `paid` comes once in an invoice's
    /// life: the same money confirmed again after a reorganisation is `restored`.
    package init?(from before: Standing?, to after: Standing, wasPaidBefore: Bool) {
        guard let before else {
            self = .opened
            return
        }
        if before == after { return nil }
        if let decision = after.decision, decision != before.decision {
            self = Self(decision)
        } else if after.confirmed != before.confirmed {
            self = Self.confirmedChange(from: before, to: after, wasPaidBefore: wasPaidBefore)
        } else if after.isExpired, !before.isExpired {
            self = .expired
        } else if after.hasLostMoney, !before.hasLostMoney || after.receipts != before.receipts,
            after.seen < before.seen
        {
            self = .lost
        } else if after.receipts != before.receipts || after.seen != before.seen {
            self = .received
        } else if after.isChosen != before.isChosen {
            self = .chosen
        } else {
            self = .received
        }
    }

    private init(_ decision: Standing.Decision) {
        switch decision {
        case .accepted: self = .accepted
        case .cancelled: self = .cancelled
        case .deleted: self = .deleted
        case .failed: self = .failed
        }
    }

    private static func confirmedChange(
        from before: Standing,
        to after: Standing,
        wasPaidBefore: Bool
    ) -> InvoiceEvent {
        if after.confirmed < before.confirmed { return .reorganised }
        switch after.confirmed {
        case .unpaid: return .reorganised
        case .partlyPaid: return .partlyPaid
        case .paid: return wasPaidBefore ? .restored : .paid
        // Paid in full before and reorganised since: the same money is not told as new.
        case .overPaid: return wasPaidBefore && before.confirmed < .paid ? .restored : .overPaid
        }
    }
}
