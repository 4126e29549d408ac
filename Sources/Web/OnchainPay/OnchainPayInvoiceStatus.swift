import Payments

/// The status words of an invoice (API contract A6).
enum OnchainPayInvoiceStatus: String, CaseIterable {
    case created = "CREATED"
    case initial = "INIT"
    case pending = "PENDING"
    case processed = "PROCESSED"
    case partial = "PARTIAL"
    case rejected = "REJECTED"
    case error = "ERROR"
    case expired = "EXPIRED"
    case overpaid = "OVERPAID"

    init(_ phase: Phase) {
        switch phase {
        case .open: self = .created
        case .chosen: self = .initial
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
