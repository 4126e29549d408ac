import Payments

/// The status words of an order (API contract A6).
enum OnchainPayOrderStatus: String, CaseIterable {
    case initial = "init"
    case pending
    case processed
    case expired
    case partial
    case overpaid
    case rejected
    case error

    init(_ phase: Phase) {
        switch phase {
        case .open, .chosen: self = .initial
        case .underway: self = .pending
        case .short: self = .partial
        case .paid: self = .processed
        case .overPaid: self = .overpaid
        case .expired: self = .expired
        case .cancelled, .deleted: self = .rejected
        case .failed: self = .error
        }
    }
}
