import Gateway
import Payments
import Wire

/// Customers and their static addresses: the "personal addresses" of API contract A5.12.
struct OnchainPayCustomers {
    let customers: CustomerDesk
    let invoices: InvoiceDesk

    /// Makes a user, or rewrites what is sent of him.
    func createUser(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        var update = CustomerUpdate(reference: try fields.requiredText("clientId"))
        update.email = try fields.text("clientEmail")
        update.name = try fields.text("clientName")
        update.depositURL = try fields.url("depositWebhookUrl")
        update.issuesAddresses = try fields.flag("createAddresses") ?? false
        _ = try fields.flag("groupByBlockchain")
        _ = try fields.flag("checkRisks")
        try await checkMayChange(update, by: request.caller)
        let (customer, _) = try await customers.save(update, by: request.caller)
        return try await user(.id(customer.id), of: request.caller)
    }

    /// A key that may only create does not change a user who is there: above all not where his
    /// deposits are told.
    private func checkMayChange(_ update: CustomerUpdate, by caller: Caller) async throws {
        if caller.terms.permission.allows(.changing) { return }
        let found = try await customers.customer(
            .reference(update.reference),
            of: caller.merchant.id
        )
        guard let (customer, _) = found else { return }
        let isChange =
            update.email.map { $0 != customer.email } ?? false
            || update.name.map { $0 != customer.name } ?? false
            || update.depositURL.map { $0 != customer.depositURL } ?? false
        if isChange { throw OnchainPayFault.forbidden(.notPermitted) }
    }

    /// A user by Florin's id or by the shop's.
    func getUser(_ request: OnchainPayRequest) async throws -> JSONValue {
        try await user(try Self.reference(in: request.fields), of: request.caller)
    }

    private func user(
        _ reference: CustomerReference,
        of caller: Caller
    ) async throws -> JSONValue {
        let found = try await customers.customer(reference, of: caller.merchant.id)
        guard let (customer, addresses) = found else { throw OnchainPayFault.userNotFound }
        return [
            "id": .string(customer.id.text),
            "clientId": .string(customer.reference),
            "clientEmail": .optional(customer.email),
            "clientName": .optional(customer.name),
            "depositWebhookUrl": .optional(customer.depositURL),
            "createdAt": .moment(customer.createdAt),
            "updatedAt": .moment(customer.updatedAt),
            "addresses": .array(addresses.map(Self.object(of:))),
        ]
    }

    /// A user is named by `id`, or by `clientId` where that is not given.
    private static func reference(
        in fields: OnchainPayFields
    ) throws(OnchainPayFault) -> CustomerReference {
        if let id = try fields.text("id"), !id.isEmpty { return .id(CustomerID(id.lowercased())) }
        if let reference = try fields.text("clientId"), !reference.isEmpty {
            return .reference(reference)
        }
        throw .invalid(field: "id", "is required, or clientId instead")
    }

    /// The address to show to a user for a coin; the same every time, unless it is renewed.
    func getUserAddress(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let reference = try Self.reference(in: fields)
        let coin = try OnchainPayCurrencies.coin(
            in: fields,
            among: invoices.available(to: request.caller)
        )
        let isRenewed = try fields.flag("renewAddress") ?? false
        if isRenewed, !request.caller.terms.permission.allows(.changing) {
            throw OnchainPayFault.forbidden(.notPermitted)
        }
        let found = try await customers.address(
            for: reference,
            in: coin,
            isRenewed: isRenewed,
            by: request.caller
        )
        guard let found else { throw OnchainPayFault.userNotFound }
        return Self.object(of: found)
    }

    /// A user's addresses that fit the filters, and how many those are.
    func getUserAddresses(_ request: OnchainPayRequest) async throws -> JSONValue {
        let (shown, total) = try await addresses(request, ignoringInactive: false)
        return ["total": .integer(total), "addresses": .array(shown)]
    }

    /// The same as a bare list, for the Go client, which is known by the path it writes.
    ///
    /// It always sends `isActive:false` where its caller says nothing, so that is no filter here.
    func getUserAddressList(_ request: OnchainPayRequest) async throws -> JSONValue {
        .array(try await addresses(request, ignoringInactive: true).shown)
    }

    private func addresses(
        _ request: OnchainPayRequest,
        ignoringInactive: Bool
    ) async throws -> (shown: [JSONValue], total: Int) {
        let fields = request.fields
        // Here `id` is a filter among others: without it, every user's addresses are meant.
        let isOne = fields["id"] != nil || fields["clientId"] != nil
        let reference = isOne ? try Self.reference(in: fields) : nil
        var filter = try Filter(fields)
        if ignoringInactive, filter.isActive == false { filter.isActive = nil }
        let page = try fields.page()
        let found = try await customers.addresses(
            of: reference,
            at: request.caller.merchant.id
        )
        guard let found else { throw OnchainPayFault.userNotFound }
        let fitting = found.filter(filter.fits)
        if filter.hasBalance {
            let rich = try await customers.balances(of: fitting).filter(filter.holds)
            let shown = rich.dropFirst(page.offset).prefix(page.limit)
            return (shown.map(Self.object(of:)), rich.count)
        }
        let shown = Array(fitting.dropFirst(page.offset).prefix(page.limit))
        return (try await customers.balances(of: shown).map(Self.object(of:)), fitting.count)
    }

    private struct Filter {
        var isActive: Bool?
        let tickers: Set<String>
        let networks: Set<String>
        let from: Ratio?
        let to: Ratio?

        init(_ fields: OnchainPayFields) throws(OnchainPayFault) {
            isActive = try fields.flag("isActive")
            tickers = try Self.list("currency", in: fields) { $0.uppercased() }
            networks = try Self.list("network", in: fields) { $0.lowercased() }
            guard let balance = fields["balance"] else {
                (from, to) = (nil, nil)
                return
            }
            guard let object = balance.object else {
                throw .invalid(field: "balance", "must be an object with from and to")
            }
            let bounds = OnchainPayFields(object)
            from = try bounds.decimal("from").flatMap { try? Ratio(decimal: $0) }
            to = try bounds.decimal("to").flatMap { try? Ratio(decimal: $0) }
        }

        /// A list; a bare string is what the PHP client leaks from an earlier call, and no filter.
        private static func list(
            _ name: String,
            in fields: OnchainPayFields,
            _ spell: (String) -> String
        ) throws(OnchainPayFault) -> Set<String> {
            if fields[name]?.string != nil { return [] }
            return Set(try fields.texts(name)?.map(spell) ?? [])
        }

        var hasBalance: Bool { from != nil || to != nil }

        func fits(_ address: StaticAddress) -> Bool {
            let coin = address.coin
            if let isActive, isActive != address.isActive { return false }
            if !tickers.isEmpty, !tickers.contains(coin.asset.ticker) { return false }
            return networks.isEmpty || networks.contains(coin.network.name)
        }

        func holds(_ entry: StaticAddressBalance) -> Bool {
            let received = entry.received
            guard let whole = try? Ratio(received.units, over: received.asset.unitsPerWhole)
            else { return false }
            if let from, whole < from { return false }
            if let to, to < whole { return false }
            return true
        }
    }

    /// An address object.
    static func object(of entry: StaticAddressBalance) -> JSONValue {
        let address = entry.address
        return [
            "id": .string(address.id.text),
            "userId": .optional(address.customer?.text),
            "currency": .string(address.coin.asset.ticker),
            "network": .string(address.coin.network.name),
            "address": .string(address.address),
            "tag": nil,
            "balance": .string(entry.received.decimal),
            "isActive": .bool(address.isActive),
        ]
    }
}
