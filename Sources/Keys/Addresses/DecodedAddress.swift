/// An address whose spelling, checksum and network have been checked.
package struct DecodedAddress: Sendable, Hashable {
    /// What the address pays to.
    package enum Form: Sendable, Hashable {
        /// The hash of a public key.
        case publicKeyHash
        /// The hash of a script, or of a witness program wrapped in one.
        case scriptHash
        /// A witness program of this version: 0 is segwit, 1 is taproot.
        case witness(version: UInt8)
        /// A 20-byte account of an EVM chain or Tron.
        case account
    }

    /// What the address pays to.
    package let form: Form
    /// What chain sources compare: an output script, or on EVM and Tron the 20-byte account.
    package let matchBytes: [UInt8]
    /// The one spelling that encoding gives: EIP-55, lower-case Bech32, CashAddr with its
    /// prefix, today's version byte.
    package let canonicalText: String
}
