package import Payments
package import Storage

/// Whoever holds an API key: the merchant, the key's secret, the wallets, as of one moment.
package struct Caller: Sendable {
    /// The key that was named.
    package let key: APIKeyID
    /// The API it is for.
    package let dialect: Dialect
    /// Its secret, for checking the signature.
    package let secret: SecretText
    /// Where and for what the key is accepted.
    package let terms: KeyTerms
    /// Whose it is.
    package let merchant: Merchant
    /// The wallets that give addresses now.
    package let wallets: [NetworkID: WalletRecord]
}

extension Caller {
    /// Why a call is not for this key, or nil where it may be made.
    ///
    /// To be asked only of whoever has proved that the key is his.
    package func refusal(of use: KeyUse, from address: String) -> KeyRefusal? {
        if !terms.allows(address: address) { return .wrongAddress }
        return terms.permission.allows(use) ? nil : .notPermitted
    }
}

/// Why a key is not accepted for a call that it signed.
package enum KeyRefusal: Error, Sendable, Hashable {
    /// The call comes from an address that the key is not accepted from.
    case wrongAddress
    /// The key is not for what the call does.
    case notPermitted
}
