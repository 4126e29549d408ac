import Payments
import Wire

/// A method of OnchainPay: what it does to what is there, and how it is carried out.
struct OnchainPayMethod: Sendable {
    /// Carries out a proved call.
    typealias Call = @Sendable (OnchainPayRequest) async throws -> JSONValue

    /// What it does, which a key may be restricted to.
    let use: KeyUse
    let call: Call

    static func reads(_ call: @escaping Call) -> OnchainPayMethod {
        OnchainPayMethod(use: .reading, call: call)
    }

    static func creates(_ call: @escaping Call) -> OnchainPayMethod {
        OnchainPayMethod(use: .creating, call: call)
    }

    static func changes(_ call: @escaping Call) -> OnchainPayMethod {
        OnchainPayMethod(use: .changing, call: call)
    }
}
