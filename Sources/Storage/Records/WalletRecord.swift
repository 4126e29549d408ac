package import Payments

/// A merchant's account key for one network and how many addresses it gave.
package struct WalletRecord: Sendable, Hashable {
    /// The row.
    package let id: Int64
    /// Whose it is.
    package let merchant: MerchantID
    /// The network its addresses are for.
    package let network: NetworkID
    /// The extended public key or descriptor.
    package let accountKey: String
    /// The kind of address, as text.
    package let scriptKind: String
    /// The index the next address gets.
    package let nextIndex: UInt32
    /// Whether new addresses come from it.
    package let isInUse: Bool
}

/// The address of a wallet at an index.
package struct IssuedAddress: Sendable, Hashable {
    /// As people write it.
    package let text: String
    /// As a chain source recognises it.
    package let matchBytes: [UInt8]

    /// Describes an address.
    package init(text: String, matchBytes: [UInt8]) {
        self.text = text
        self.matchBytes = matchBytes
    }
}
