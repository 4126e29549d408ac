import Payments

/// The eleven statuses of OkiPays (API contract B7).
enum OkiPaysStatus: Int, Sendable, CaseIterable {
    case created = 0
    case partially = 1
    case completed = 2
    case cancelled = 3
    case payFailed = 4
    case error = 5
    case inProcess = 6
    case expired = 7
    case paid = 8
    case deleted = 9
    case overpayment = 10

    /// The word that goes with the number, spelt as documented.
    var text: String {
        switch self {
        case .created: "Created"
        case .partially: "Partially"
        case .completed: "Completed"
        case .cancelled: "Cancelled"
        case .payFailed: "Pay Failed"
        case .error: "Error"
        case .inProcess: "In Process"
        case .expired: "Expired"
        case .paid: "Paid"
        case .deleted: "Deleted"
        case .overpayment: "Overpayment"
        }
    }

    /// Translates what an invoice's facts add up to.
    init(_ standing: Standing) {
        switch standing.decision {
        case .accepted: self = .completed
        case .cancelled: self = .cancelled
        case .deleted: self = .deleted
        case .failed: self = .error
        case nil: self = Self.undecided(standing)
        }
    }

    private static func undecided(_ standing: Standing) -> OkiPaysStatus {
        switch standing.confirmed {
        case .overPaid: return .overpayment
        case .paid: return .paid
        case .unpaid, .partlyPaid: break
        }
        if standing.hasPending { return .inProcess }
        if standing.confirmed == .partlyPaid {
            return standing.isExpired && !standing.hasLateMoney ? .expired : .partially
        }
        if standing.isExpired { return standing.hasLostMoney ? .payFailed : .expired }
        return standing.isChosen ? .inProcess : .created
    }

    /// Whether a shop's `done` closes an invoice that was told with this status (B8).
    var acceptsDone: Bool { self == .paid || self == .overpayment }

    /// Whether a shop's `cancel` cancels an invoice that was told with this status (B8).
    var acceptsCancel: Bool {
        switch self {
        case .created, .partially, .inProcess, .paid, .overpayment: true
        case .completed, .cancelled, .payFailed, .error, .expired, .deleted: false
        }
    }
}
