/// Where an invoice is in its life, in one word: what lists are filtered by.
package enum Phase: String, Sendable, Hashable, CaseIterable {
    /// No coin was chosen and nothing came.
    case open
    /// A coin was chosen and nothing came.
    case chosen
    /// Something came, and time is left or more is on its way.
    case underway
    /// Time ran out with some of the due confirmed.
    case short
    /// The due is confirmed.
    case paid
    /// More than the due is confirmed.
    case overPaid
    /// Time ran out with nothing.
    case expired
    /// The merchant cancelled.
    case cancelled
    /// The merchant removed it.
    case deleted
    /// Florin could not serve it.
    case failed
}

extension Invoice {
    /// The phase that a standing of this invoice puts it in.
    package func phase(at standing: Standing) -> Phase {
        switch standing.decision {
        case .cancelled: return .cancelled
        case .deleted: return .deleted
        case .failed: return .failed
        case .accepted, nil: break
        }
        switch standing.confirmed {
        case .overPaid: return .overPaid
        case .paid: return .paid
        case .partlyPaid where standing.isExpired: return .short
        case .partlyPaid: return .underway
        case .unpaid: break
        }
        if standing.hasPending { return .underway }
        if standing.isExpired { return .expired }
        return standing.isChosen || coins.count == 1 ? .chosen : .open
    }

    /// Whether a move of the price makes a new quote: the invoice allows for it, a coin is chosen,
    /// time is left, and nothing was seen, not even what vanished again or is in another asset.
    package func mayRequote(given facts: Facts, at standing: Standing) -> Bool {
        slippage != nil && !facts.choices.isEmpty && facts.transfers.isEmpty
            && phase(at: standing) == .chosen
    }
}
