package import Payments
import Storage

/// What a dialect asks to be written down, after it has checked every field.
package struct NewContact: Sendable, Hashable {
    /// Where it is kept.
    package var list: Contact.List
    /// The shop's own id of the customer who trusts it.
    package var customerReference: String?
    /// The asset it is for.
    package var ticker: String?
    /// The networks it is for.
    package var networks: [NetworkID]
    /// As people write it.
    package var address: String
    /// What some networks want beside it.
    package var tag: String?
    /// What the merchant calls it.
    package var name: String?
    /// What else the merchant wrote down.
    package var comment: String?

    /// Describes a contact to keep, without what is not always there.
    package init(list: Contact.List, networks: [NetworkID], address: String) {
        self.list = list
        self.networks = networks
        self.address = address
    }
}

/// What became of a contact that was to be added.
package enum ContactAddition: Sendable, Hashable {
    /// It is on the list; one that says the same was not added twice.
    case added(Contact)
    /// There is no such customer.
    case customerNotFound
    /// The list is full.
    case listFull
}

/// A contact with the customer who trusts it.
package struct ContactListing: Sendable, Hashable {
    /// The contact.
    package let contact: Contact
    /// The customer, for one that he trusts.
    package let customer: Customer?
}

/// Keeps merchants' address books and what their customers trust.
package struct ContactDesk: Sendable {
    /// How many contacts a list of a merchant holds.
    package static let contactsMax = 5_000
    /// How many contacts may share an address.
    private static let namesakesMax = 1_000
    /// How long the id of a removed contact stays known, in seconds.
    private static let memorySeconds: Int64 = 86_400

    private let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// Puts a contact on a list.
    package func add(_ new: NewContact, by caller: Caller) async throws -> ContactAddition {
        let now = gateway.time.now()
        let merchant = caller.merchant.id
        let id = ContactID(gateway.random.uuid())
        return try await gateway.store.write { transaction in
            var customer: CustomerID?
            if let reference = new.customerReference {
                guard let known = try transaction.customer(reference, of: merchant) else {
                    return .customerNotFound
                }
                customer = known.id
            }
            let contact = Contact(
                id: id,
                merchant: merchant,
                list: new.list,
                customer: customer,
                ticker: new.ticker,
                networks: new.networks,
                address: new.address,
                tag: new.tag,
                name: new.name,
                comment: new.comment,
                createdAt: now
            )
            let namesakes = try transaction.contacts(
                on: new.list,
                of: merchant,
                address: new.address,
                limit: Self.namesakesMax
            )
            if let same = namesakes.first(where: { $0.saysTheSame(as: contact) }) {
                return .added(same)
            }
            let count = try transaction.countContacts(on: new.list, of: merchant)
            if count >= Self.contactsMax || namesakes.count >= Self.namesakesMax {
                return .listFull
            }
            try transaction.add(contact)
            return .added(contact)
        }
    }

    /// Rewrites a contact's name and comment, of which nil stays as it was.
    ///
    /// Answer: Whether the id is known. One that was just removed is, and nothing changes.
    package func update(
        _ id: ContactID,
        on list: Contact.List,
        name: String?,
        comment: String?,
        by caller: Caller
    ) async throws -> Bool {
        let merchant = caller.merchant.id
        return try await gateway.store.write { transaction in
            guard let known = try transaction.contact(id), known.merchant == merchant,
                known.list == list
            else { return false }
            try transaction.update(
                id,
                name: name ?? known.name,
                comment: comment ?? known.comment
            )
            return true
        }
    }

    /// Takes a contact off its list; answers whether the id is known.
    package func remove(
        _ id: ContactID,
        from list: Contact.List,
        by caller: Caller
    ) async throws -> Bool {
        let now = gateway.time.now()
        let merchant = caller.merchant.id
        return try await gateway.store.write { transaction in
            try transaction.forgetContacts(
                of: merchant,
                removedBefore: now.advanced(bySeconds: -Self.memorySeconds)
            )
            guard let known = try transaction.contact(id), known.merchant == merchant,
                known.list == list
            else { return false }
            try transaction.remove(id, at: now)
            return true
        }
    }

    /// Everything on a merchant's list, the oldest first.
    package func contacts(
        on list: Contact.List,
        of merchant: MerchantID
    ) async throws -> [ContactListing] {
        try await gateway.store.read { transaction in
            var customers: [CustomerID: Customer] = [:]
            let found = try transaction.contacts(
                on: list,
                of: merchant,
                limit: Self.contactsMax
            )
            return try found.map { contact in
                guard let id = contact.customer else {
                    return ContactListing(contact: contact, customer: nil)
                }
                if customers[id] == nil { customers[id] = try transaction.customer(id) }
                return ContactListing(contact: contact, customer: customers[id])
            }
        }
    }
}
