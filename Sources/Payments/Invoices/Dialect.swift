/// One of the two APIs a shop can speak.
package enum Dialect: String, Sendable, Hashable, CaseIterable {
    /// Token, sorted-values signature, Result URL.
    case okipays
    /// HMAC of the body, webhook URL of each invoice.
    case onchainpay
}
