import Payments

/// An issued address that waits for money, as its balance is compared with what is known.
package struct AccountRecord: Sendable, Hashable {
    /// Its place in the order of issue.
    package let row: Int64
    /// The address as issued.
    package let address: String
    /// What it is recognised by.
    package let matchBytes: [UInt8]
    /// How far its network was read when it was issued; nil when never.
    package let issuedHeight: UInt64?
    /// What it held then, in smallest units of the network's own coin; nil while that is unknown.
    package let balanceBefore: UInt128?
    /// What known transfers of that coin in blocks add up to.
    package let received: UInt128
}
