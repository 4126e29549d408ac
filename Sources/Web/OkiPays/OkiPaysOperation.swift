import Payments

/// The signed calls of OkiPays, each with what it does (API contract B5 and B6).
enum OkiPaysOperation: String, CaseIterable, Sendable {
    case create = "order/create"
    case get = "order/get"

    /// What the call does, which a key may be restricted to.
    var use: KeyUse {
        switch self {
        case .create: .creating
        case .get: .reading
        }
    }
}
