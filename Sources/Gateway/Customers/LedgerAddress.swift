package import Payments

/// An address that Florin issued for a merchant, with what came there.
package struct LedgerAddress: Sendable, Hashable {
    /// What an address was issued for.
    package enum Owner: Sendable, Hashable {
        /// One choice of an invoice.
        case choice(ChoiceID)
        /// A customer.
        case customer(StaticAddressID)
        /// The merchant itself.
        case merchant(StaticAddressID)
    }

    /// What it was issued for.
    package let owner: Owner
    /// The coin it was asked for in.
    package let coin: Coin
    /// As people write it.
    package let address: String
    /// What the shop calls it.
    package let label: String?
    /// What the shop says about it.
    package let details: String?
    /// What the shop wants to remember with it.
    package let note: String?
    /// Whether it is the one to show.
    package let isActive: Bool
    /// What is confirmed there, in its coin.
    package let received: Amount
}

extension LedgerAddress {
    /// What it is found by.
    package var id: String {
        switch owner {
        case .choice(let id): id.text
        case .customer(let id), .merchant(let id): id.text
        }
    }

    /// A static address.
    package init(_ balance: StaticAddressBalance) {
        let address = balance.address
        self.init(
            owner: address.customer == nil ? .merchant(address.id) : .customer(address.id),
            coin: address.coin,
            address: address.address,
            label: address.label,
            details: address.details,
            note: address.note,
            isActive: address.isActive,
            received: balance.received
        )
    }
}
