import Gateway
import Payments
import Wire

/// The address book and what customers trust: foreign addresses, written down and never paid to.
struct OnchainPayContacts {
    /// The longest address, in characters.
    private static let addressLengthMax = 128
    /// The longest comment.
    private static let commentLengthMax = 1_024
    /// The most networks of one entry.
    private static let networksMax = 50
    /// The largest page number.
    private static let pageMax: Int64 = 1_000_000

    let contacts: ContactDesk
    let showcase: Showcase

    /// Writes an address down; which network would take it is not checked, as documented.
    func addToBook(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let names = try fields.words("networks") ?? []
        guard !names.isEmpty else {
            throw OnchainPayFault.invalid(field: "networks", "is required")
        }
        guard names.count <= Self.networksMax else {
            throw OnchainPayFault.invalid(
                field: "networks",
                "must have at most \(Self.networksMax) items"
            )
        }
        guard names.allSatisfy({ $0.wholeMatch(of: /[a-z0-9_.\-]{1,40}/) != nil }) else {
            throw OnchainPayFault.invalid(field: "networks", "must be names of networks")
        }
        var new = NewContact(
            list: .book,
            networks: names.sorted().map(NetworkID.init),
            address: try fields.requiredText("address", lengthMax: Self.addressLengthMax)
        )
        new.name = try fields.text("alias")
        new.comment = try fields.text("comment", lengthMax: Self.commentLengthMax)
        return Self.entry(try await add(new, request))
    }

    private func add(
        _ new: NewContact,
        _ request: OnchainPayRequest
    ) async throws -> Contact {
        switch try await contacts.add(new, by: request.caller) {
        case .added(let contact): return contact
        case .customerNotFound: throw OnchainPayFault.userNotFound
        case .listFull:
            throw OnchainPayFault.invalid(
                field: "address",
                "is one too many: \(ContactDesk.contactsMax) are kept"
            )
        }
    }

    /// Rewrites the alias and the comment of an entry, of which null stays as it was.
    func updateInBook(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let isKnown = try await contacts.update(
            ContactID(try fields.requiredText("addressId").lowercased()),
            on: .book,
            name: try fields.text("alias"),
            comment: try fields.text("comment", lengthMax: Self.commentLengthMax),
            by: request.caller
        )
        guard isKnown else { throw OnchainPayFault.addressNotFound }
        return nil
    }

    func removeFromBook(_ request: OnchainPayRequest) async throws -> JSONValue {
        try await remove(from: .book, request)
    }

    func removeTrusted(_ request: OnchainPayRequest) async throws -> JSONValue {
        try await remove(from: .trusted, request)
    }

    private func remove(
        from list: Contact.List,
        _ request: OnchainPayRequest
    ) async throws -> JSONValue {
        let isKnown = try await contacts.remove(
            ContactID(try request.fields.requiredText("addressId").lowercased()),
            from: list,
            by: request.caller
        )
        guard isKnown else { throw OnchainPayFault.addressNotFound }
        return nil
    }

    /// A page of the book; 0 and 1 both are the first one, because clients send both.
    ///
    /// The PHP client sends `offset` instead of `page`.
    func listBook(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let wanted = try fields.words("networks").map { Set($0.map(NetworkID.init)) }
        let (limit, offset) = try fields.page()
        let asked = try fields.integer("page", within: 0...Self.pageMax)
        let page = asked.map { max(Int($0), 1) } ?? offset / limit + 1
        let first = asked == nil ? offset : (page - 1) * limit
        let all = try await contacts.contacts(on: .book, of: request.caller.merchant.id)
            .map(\.contact)
        let fitting = all.filter { !(wanted?.isDisjoint(with: $0.networks) ?? false) }
        return [
            "addresses": .array(fitting.part((limit, first)).map(Self.entry)),
            "count": .integer(fitting.count),
            "countPages": .integer((fitting.count + limit - 1) / limit),
            "limit": .integer(limit),
            "page": .integer(page),
        ]
    }

    private static func entry(_ contact: Contact) -> JSONValue {
        [
            "id": .string(contact.id.text),
            "networks": .texts(contact.networks.map(\.name)),
            "address": .string(contact.address),
            "alias": .optional(contact.name),
            "comment": .optional(contact.comment),
        ]
    }
}

extension OnchainPayContacts {
    /// Writes down that a customer trusts an address, which has to be one of its network.
    func addTrusted(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let reference = try fields.requiredText("clientId")
        let coin = try OnchainPayCurrencies.coin(in: fields, among: showcase.coins.map(\.coin))
        let address = try fields.requiredText("address", lengthMax: Self.addressLengthMax)
        guard showcase.check(address: address, on: coin.network)?.isValid == true else {
            throw OnchainPayFault.invalid(
                field: "address",
                "is no address of \(coin.network.name)"
            )
        }
        var new = NewContact(list: .trusted, networks: [coin.network], address: address)
        new.customerReference = reference
        new.ticker = coin.asset.ticker
        new.tag = try fields.text("tag")
        new.name = try fields.text("alias")
        return Self.trusted(try await add(new, request), reference: reference)
    }

    /// What a customer trusts, or all customers where none is named.
    func listTrusted(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let reference = try fields.text("clientId", mayBeEmpty: false)
        let tickers = try fields.words("currency").map { Set($0.map { $0.uppercased() }) }
        let networks = try fields.words("network").map { Set($0.map(NetworkID.init)) }
        let all = try await contacts.contacts(on: .trusted, of: request.caller.merchant.id)
        let fitting = all.filter { listing in
            let contact = listing.contact
            return (reference == nil || listing.customer?.reference == reference)
                && (tickers?.contains(contact.ticker ?? "") ?? true)
                && !(networks?.isDisjoint(with: contact.networks) ?? false)
        }
        return .array(
            fitting.map { Self.trusted($0.contact, reference: $0.customer?.reference) }
        )
    }

    private static func trusted(_ contact: Contact, reference: String?) -> JSONValue {
        [
            "id": .string(contact.id.text),
            "clientId": .optional(reference),
            "currency": .optional(contact.ticker),
            "network": .optional(contact.networks.first?.name),
            "address": .string(contact.address),
            "tag": .optional(contact.tag),
            "alias": .optional(contact.name),
            "createdAt": .moment(contact.createdAt),
        ]
    }
}
