import Keys
package import Payments
import Storage

/// A transfer with the object that it is for.
package struct LedgerEntry: Sendable, Hashable {
    /// The transfer.
    package let record: TransferRecord
    /// The invoice it came to.
    package let invoice: InvoiceRecord?
    /// The deposit that it is, where it came to no invoice.
    package let deposit: Deposit?
    /// The customer whose deposit it is.
    package let customer: Customer?
}

/// Looks up what came in: by transaction, by address, by date, and what belongs to nobody.
///
/// A caller sees the invoices of its own dialect, as everywhere, and every static address.
package struct LedgerDesk: Sendable {
    /// How many transfers of one transaction are shown.
    package static let outputsMax = 100
    /// How many transfers to one address are looked through and added up.
    package static let transfersMax = 10_000
    /// How many orphans are looked through.
    package static let orphansMax = 10_000

    private let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// What came with a transaction.
    package func entries(txid: String, of caller: Caller) async throws -> [LedgerEntry] {
        let (merchant, dialect) = (caller.merchant.id, caller.dialect)
        return try await gateway.store.read { transaction in
            let found = try transaction.transfers(
                txid: txid,
                of: merchant,
                in: dialect,
                limit: Self.outputsMax
            )
            return try found.map { record in
                let invoice = try record.invoice.flatMap { try transaction.invoice($0) }
                let deposit =
                    try record.invoice == nil ? transaction.deposit(of: record.transfer.id) : nil
                let customer = try deposit?.address.customer
                    .flatMap { try transaction.customer($0) }
                return LedgerEntry(
                    record: record,
                    invoice: invoice,
                    deposit: deposit,
                    customer: customer
                )
            }
        }
    }

    /// A page of everything that came in, and how much of it fits.
    package func history(
        of caller: Caller,
        fitting filter: TransferFilter,
        limit: Int,
        offset: Int
    ) async throws -> (transfers: [TransferRecord], total: Int) {
        let (merchant, dialect) = (caller.merchant.id, caller.dialect)
        return try await gateway.store.read { transaction in
            let page = try transaction.transfers(
                of: merchant,
                in: dialect,
                fitting: filter,
                limit: limit,
                offset: offset
            )
            let total = try transaction.countTransfers(
                of: merchant,
                in: dialect,
                fitting: filter
            )
            return (page, total)
        }
    }

    /// What came to an address, the newest first.
    package func transfers(to address: LedgerAddress) async throws -> [TransferRecord] {
        try await gateway.store.read { transaction in
            try transaction.transfers(
                to: address.address,
                on: address.coin.network,
                limit: Self.transfersMax
            )
        }
    }

    /// What belongs to no open invoice and to no static address, the newest first.
    package func orphans(of caller: Caller) async throws -> [TransferRecord] {
        let (merchant, dialect) = (caller.merchant.id, caller.dialect)
        return try await gateway.store.read { transaction in
            try transaction.orphans(of: merchant, in: dialect, limit: Self.orphansMax)
        }
    }

    /// The orphan of an identity, or nil where there is no such transfer or it is none.
    package func orphan(
        _ id: Transfer.ID,
        of caller: Caller
    ) async throws -> TransferRecord? {
        let (merchant, dialect) = (caller.merchant.id, caller.dialect)
        let found = try await gateway.store.read { transaction in
            try transaction.transfer(id, of: merchant, in: dialect)
        }
        return found?.purpose.isOrphan == true ? found : nil
    }

    /// Adds up what is confirmed at an address, whoever it was for.
    static func received(
        at address: String,
        in coin: Coin,
        by transaction: Transaction
    ) throws -> Amount {
        let transfers = try transaction.transfers(
            to: address,
            on: coin.network,
            limit: transfersMax
        )
        return transfers.reduce(Amount.zero(coin.asset)) { total, next in
            guard next.transfer.amount.asset == coin.asset, next.state == .processed else {
                return total
            }
            return (try? total.adding(next.transfer.amount)) ?? total
        }
    }
}

extension LedgerDesk {
    /// A merchant's address by the id of its static address or of its choice, or nil.
    package func address(id: String, of caller: Caller) async throws -> LedgerAddress? {
        try await gateway.store.read { try Self.find(id, of: caller, in: $0) }
    }

    /// A merchant's addresses that are spelled so, one for each network that spells so.
    package func addresses(
        spelled text: String,
        of caller: Caller
    ) async throws -> [LedgerAddress] {
        let merchant = caller.merchant.id
        // An EVM account may be written in small letters, and is stored with its EIP-55 capitals.
        let spellings = Set(
            gateway.networks.values.compactMap { $0.addressFormat.decode(text)?.canonicalText }
        ).union([text])
        return try await gateway.store.read { transaction in
            try spellings.sorted().flatMap { spelling in
                try transaction.owners(of: spelling, issuedTo: merchant)
            }.compactMap { owner in
                switch owner {
                case .choice(let id, _): try Self.find(id.text, of: caller, in: transaction)
                case .staticAddress(let id): try Self.find(id.text, of: caller, in: transaction)
                }
            }
        }
    }

    /// Rewrites what a shop wants to remember with an address; answers whether there is one.
    package func annotate(
        id: String,
        of caller: Caller,
        with note: String?
    ) async throws -> Bool {
        try await gateway.store.write { transaction in
            switch try Self.find(id, of: caller, in: transaction)?.owner {
            case nil: return false
            case .choice(let id): try transaction.annotate(id, with: note)
            case .customer(let id), .merchant(let id): try transaction.annotate(id, with: note)
            }
            return true
        }
    }

    private static func find(
        _ id: String,
        of caller: Caller,
        in transaction: Transaction
    ) throws -> LedgerAddress? {
        if let address = try transaction.staticAddress(StaticAddressID(id)) {
            guard address.merchant == caller.merchant.id else { return nil }
            return LedgerAddress(try CustomerDesk.balance(of: address, in: transaction))
        }
        let choiceID = ChoiceID(id)
        guard let invoiceID = try transaction.invoiceID(of: .choice(choiceID)),
            let stored = try transaction.invoice(invoiceID),
            stored.invoice.merchant == caller.merchant.id,
            stored.invoice.dialect == caller.dialect,
            let choice = stored.facts.choices.first(where: { $0.id == choiceID })
        else { return nil }
        let remark = try transaction.remark(on: choiceID)
        if let shared = try remark.staticAddress.flatMap({ try transaction.staticAddress($0) }) {
            return LedgerAddress(try CustomerDesk.balance(of: shared, in: transaction))
        }
        let coin = choice.quote.coin
        return LedgerAddress(
            owner: .choice(choiceID),
            coin: coin,
            address: choice.address,
            label: nil,
            details: nil,
            note: remark.note,
            isActive: true,
            received: try received(at: choice.address, in: coin, by: transaction)
        )
    }
}
