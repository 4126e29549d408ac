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
    /// Whose it is.
    package let merchant: Merchant
    /// The wallets that give addresses now.
    package let wallets: [NetworkID: WalletRecord]
}
