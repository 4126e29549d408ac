import Gateway
import Payments
import Wire

/// The merchant's addresses, and what came to one of them.
///
/// What Florin cannot have is an empty list: an address to pay out from, or one that is charged
/// again and again, needs a key that can spend.
struct OnchainPayAddresses {
    /// The longest comment.
    private static let commentLengthMax = 1_024
    /// How large what is remembered with an address may be, as JSON.
    private static let metaBytesMax = 4_096

    let ledger: LedgerDesk
    let customers: CustomerDesk
    let invoices: InvoiceDesk

    /// The merchant's own addresses, which are no customer's and no invoice's.
    func listOwn(_ request: OnchainPayRequest) async throws -> JSONValue {
        try OnchainPayAccount.checkBalance(in: request.fields, of: request.caller)
        let own = try await customers.ownAddresses(of: request.caller.merchant.id)
        return .array(own.map { Self.own($0, of: request.caller) })
    }

    /// A list of what Florin cannot have.
    func listNone(_ request: OnchainPayRequest) async throws -> JSONValue {
        try OnchainPayAccount.checkBalance(in: request.fields, of: request.caller)
        return []
    }

    /// The own address of an alias for a coin, issued where there is none yet.
    func makeOwn(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let alias = try fields.text("alias")
        let coin = try coin(request)
        let found = try await customers.ownAddress(
            labelled: alias?.isEmpty == true ? nil : alias,
            details: try fields.text("comment", lengthMax: Self.commentLengthMax),
            in: coin,
            by: request.caller
        )
        guard let found else {
            throw OnchainPayFault.invalid(
                field: "alias",
                "would be that of address \(CustomerDesk.addressesMax + 1), which is too many"
            )
        }
        return Self.own(found, of: request.caller)
    }

    /// The own address to show for a coin; it stays, so `until` is null.
    func depositAddress(_ request: OnchainPayRequest) async throws -> JSONValue {
        try OnchainPayAccount.checkBalance(in: request.fields, of: request.caller)
        let coin = try coin(request)
        let found = try await customers.address(
            for: nil,
            in: coin,
            isRenewed: false,
            by: request.caller
        )
        guard let found else { throw OnchainPayFault.ourFault }
        return [
            "currency": .string(coin.asset.ticker),
            "network": .string(coin.network.name),
            "address": .string(found.address.address),
            "tag": nil,
            "until": nil,
        ]
    }

    private func coin(_ request: OnchainPayRequest) throws(OnchainPayFault) -> Coin {
        try OnchainPayCurrencies.coin(
            in: request.fields,
            among: invoices.available(to: request.caller)
        )
    }

    private static func own(_ entry: StaticAddressBalance, of caller: Caller) -> JSONValue {
        let address = entry.address
        return [
            "id": .string(address.id.text),
            "advancedBalanceId": .string(OnchainPayAccount.balanceID(of: caller.merchant.id)),
            "currency": .string(address.coin.asset.ticker),
            "network": .string(address.coin.network.name),
            "address": .string(address.address),
            "tag": nil,
            "balance": .string(entry.received.decimal),
            "alias": .optional(address.label),
            "comment": .optional(address.details),
        ]
    }

    /// An address by its id; null where there is none.
    func findByID(_ request: OnchainPayRequest) async throws -> JSONValue {
        let id = try request.fields.requiredUUID("id")
        let found = try await ledger.address(id: id, of: request.caller)
        return found.map(Self.object(of:)) ?? nil
    }

    /// The addresses that are written so, one for each network that writes so.
    func findByAddress(_ request: OnchainPayRequest) async throws -> JSONValue {
        let text = try request.fields.requiredText("address")
        let found = try await ledger.addresses(spelled: text, of: request.caller)
        return .array(found.map(Self.object(of:)))
    }

    private static func object(of address: LedgerAddress) -> JSONValue {
        let type =
            switch address.owner {
            case .choice: "PAY_IN"
            case .customer: "PERSONAL"
            case .merchant: "BUSINESS"
            }
        let meta = address.note.flatMap {
            try? JSONValue.parse(Array($0.utf8), limits: .onchainPayRequest)
        }
        return [
            "id": .string(address.id),
            "type": .string(type),
            "alias": .optional(address.label),
            "comment": .optional(address.details),
            "currency": .string(address.coin.asset.ticker),
            "network": .string(address.coin.network.name),
            "balance": .string(address.received.decimal),
            "address": .string(address.address),
            "tag": nil,
            "meta": meta ?? nil,
            // An own address is in use under its alias, whichever is the one to show.
            "isArchived": .bool(!address.isActive && type != "BUSINESS"),
        ]
    }

    /// Remembers any JSON with an address; `null` forgets it.
    func setMeta(_ request: OnchainPayRequest) async throws -> JSONValue {
        let id = try request.fields.requiredUUID("id")
        guard request.fields.has("meta") else {
            throw OnchainPayFault.invalid(field: "meta", "is required")
        }
        let note = request.fields["meta"]?.encoded()
        guard (note?.count ?? 0) <= Self.metaBytesMax else {
            throw OnchainPayFault.invalid(
                field: "meta",
                "must have at most \(Self.metaBytesMax) bytes as JSON"
            )
        }
        let isKnown = try await ledger.annotate(
            id: id,
            of: request.caller,
            with: note.map { String(decoding: $0, as: UTF8.self) }
        )
        guard isKnown else { throw OnchainPayFault.addressNotFound }
        return nil
    }

    /// Foreign addresses are not watched; but the PHP client sends what `set-meta` takes here.
    func track(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        if fields["id"] != nil, fields.has("meta") {
            return try await setMeta(request)
        }
        throw OnchainPayFault.notImplemented(OnchainPaySpending.tracking)
    }
}
