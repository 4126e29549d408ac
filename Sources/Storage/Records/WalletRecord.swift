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

/// An account key that is to give a merchant's addresses on a network.
package struct NewWallet: Sendable, Hashable {
    /// The network.
    package let network: NetworkID
    /// The extended public key or descriptor.
    package let accountKey: String
    /// The kind of address, as text.
    package let scriptKind: String
    /// The address at index 0: what tells keys apart, however they are written.
    package let firstAddress: String

    /// Describes a wallet to use.
    package init(
        network: NetworkID,
        accountKey: String,
        scriptKind: String,
        firstAddress: String
    ) {
        self.network = network
        self.accountKey = accountKey
        self.scriptKind = scriptKind
        self.firstAddress = firstAddress
    }
}

/// What an address is issued for.
package enum AddressOwner: Sendable, Hashable {
    /// One choice of an invoice alone.
    case choice(ChoiceID, of: InvoiceID)
    /// A customer, or the merchant itself, for good.
    case staticAddress(StaticAddressID)

    var invoice: InvoiceID? {
        guard case .choice(_, let invoice) = self else { return nil }
        return invoice
    }

    var choice: ChoiceID? {
        guard case .choice(let choice, _) = self else { return nil }
        return choice
    }

    var staticAddress: StaticAddressID? {
        guard case .staticAddress(let id) = self else { return nil }
        return id
    }
}
