/// The phases of invoices in a merchant's words: what a list of invoices is filtered by.
package enum PhaseGroup: String, Sendable, Hashable, CaseIterable {
    /// Nothing came yet.
    case waiting
    /// Something came, and it is not over.
    case underway
    /// Time is over and some of the due is there.
    case short
    /// The due is there.
    case paid
    /// More than the due is there.
    case overpaid
    /// Time is over and nothing is there.
    case expired
    /// Called off by the merchant.
    case cancelled
    /// Removed by the merchant.
    case deleted
    /// Florin could not serve it.
    case failed

    /// The group of a phase.
    package init(_ phase: Phase) {
        switch phase {
        case .open, .chosen: self = .waiting
        case .underway: self = .underway
        case .short: self = .short
        case .paid: self = .paid
        case .overPaid: self = .overpaid
        case .expired: self = .expired
        case .cancelled: self = .cancelled
        case .deleted: self = .deleted
        case .failed: self = .failed
        }
    }

    /// The phases in it.
    package var phases: Set<Phase> { Set(Phase.allCases.filter { PhaseGroup($0) == self }) }

    /// The word for people.
    package var title: String {
        switch self {
        case .waiting: "Waiting"
        case .underway: "Under way"
        case .short: "Partly paid"
        case .paid: "Paid"
        case .overpaid: "Overpaid"
        case .expired: "Expired"
        case .cancelled: "Cancelled"
        case .deleted: "Deleted"
        case .failed: "Failed"
        }
    }
}
