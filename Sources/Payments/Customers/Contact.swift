/// The identity of a contact: a UUID in lower case.
package struct ContactID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// A foreign address that a merchant keeps with a name.
///
/// It is written down and nothing more: Florin pays nobody.
package struct Contact: Sendable, Hashable {
    /// Where a contact is kept.
    package enum List: String, Sendable, Hashable, CaseIterable {
        /// The merchant's address book.
        case book
        /// The addresses that a customer trusts.
        case trusted
    }

    /// Which it is.
    package let id: ContactID
    /// Whose it is.
    package let merchant: MerchantID
    /// Where it is kept.
    package let list: List
    /// The customer who trusts it; nil in the address book.
    package let customer: CustomerID?
    /// The asset it is for, by its ticker, where it is for one.
    package let ticker: String?
    /// The networks it is for.
    package let networks: [NetworkID]
    /// As people write it; the address book does not check it.
    package let address: String
    /// What some networks want beside the address.
    package let tag: String?
    /// What the merchant calls it.
    package let name: String?
    /// What else the merchant wrote down.
    package let comment: String?
    /// When it was added.
    package let createdAt: Instant

    /// Describes a contact.
    package init(
        id: ContactID,
        merchant: MerchantID,
        list: List,
        customer: CustomerID?,
        ticker: String?,
        networks: [NetworkID],
        address: String,
        tag: String?,
        name: String?,
        comment: String?,
        createdAt: Instant
    ) {
        self.id = id
        self.merchant = merchant
        self.list = list
        self.customer = customer
        self.ticker = ticker
        self.networks = networks
        self.address = address
        self.tag = tag
        self.name = name
        self.comment = comment
        self.createdAt = createdAt
    }

    /// Whether another contact says the same, whichever it is and since when.
    package func saysTheSame(as other: Contact) -> Bool {
        merchant == other.merchant && list == other.list && customer == other.customer
            && ticker == other.ticker && Set(networks) == Set(other.networks)
            && address == other.address && tag == other.tag && name == other.name
            && comment == other.comment
    }
}
