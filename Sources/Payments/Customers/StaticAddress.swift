/// An address that stays: a customer's in one coin, or the merchant's own.
///
/// Several invoices of the customer share it. A renewed one stays watched.
package struct StaticAddress: Sendable, Hashable {
    /// Which it is.
    package let id: StaticAddressID
    /// Whose money comes there.
    package let merchant: MerchantID
    /// The customer; nil for the merchant's own.
    package let customer: CustomerID?
    /// The key it was asked for with, which signs what is told about it.
    package let key: APIKeyID
    /// The coin it was asked for in.
    package let coin: Coin
    /// As people write it.
    package let address: String
    /// How many blocks must hold a deposit before it counts.
    package let confirmations: Int
    /// How deep a deposit is taken as irreversible.
    package let finality: Int
    /// Whether it is the one to show.
    package let isActive: Bool
    /// What the shop calls it.
    package let label: String?
    /// What the shop says about it.
    package let details: String?
    /// What the shop wants to remember with it.
    package let note: String?
    /// When it was issued.
    package let createdAt: Instant

    /// Describes a static address.
    package init(
        id: StaticAddressID,
        merchant: MerchantID,
        customer: CustomerID?,
        key: APIKeyID,
        coin: Coin,
        address: String,
        confirmations: Int,
        finality: Int,
        isActive: Bool,
        label: String? = nil,
        details: String? = nil,
        note: String?,
        createdAt: Instant
    ) {
        self.id = id
        self.merchant = merchant
        self.customer = customer
        self.key = key
        self.coin = coin
        self.address = address
        self.confirmations = confirmations
        self.finality = finality
        self.isActive = isActive
        self.label = label
        self.details = details
        self.note = note
        self.createdAt = createdAt
    }
}
