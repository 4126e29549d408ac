/// An address of a merchant's account, derived from its public key alone.
package struct DerivedAddress: Sendable, Hashable {
    /// The address as a payer copies it.
    package let text: String
    /// What chain sources compare: an output script, or on EVM and Tron the 20-byte account.
    package let matchBytes: [UInt8]
    /// Its place on the branch it was derived from.
    package let index: UInt32
}
