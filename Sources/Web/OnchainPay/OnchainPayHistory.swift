import FoundationEssentials
import Gateway
import Payments
import Wire

/// What came in, by its transaction or by date.
///
/// Nothing ever goes out: Florin holds no key that can spend.
struct OnchainPayHistory {
    private let ledger: LedgerDesk
    private let invoices: OnchainPayInvoice
    private let orders: OnchainPayOrder

    init(_ gateway: Gateway, showcase: Showcase, publicURL: String) {
        let transactions = OnchainPayTransactions(gateway: gateway)
        ledger = LedgerDesk(gateway)
        invoices = OnchainPayInvoice(
            showcase: showcase,
            invoices: InvoiceDesk(gateway),
            transactions: transactions,
            publicURL: publicURL
        )
        orders = OnchainPayOrder(
            showcase: showcase,
            invoices: InvoiceDesk(gateway),
            transactions: transactions,
            publicURL: publicURL
        )
    }

    /// What a transaction brought: one entry for each order, invoice, deposit or orphan.
    func findTransaction(_ request: OnchainPayRequest) async throws -> JSONValue {
        let txid = try request.fields.requiredText("tx").lowercased()
        let entries = try await ledger.entries(txid: txid, of: request.caller)
        var shown: [JSONValue] = []
        for entry in entries {
            guard let result = result(of: entry, for: request.caller) else { continue }
            let found: JSONValue = [
                "type": "IN",
                "source": .string(entry.record.purpose.source),
                "address": Self.address(of: entry.record),
                "result": result,
            ]
            // Two outputs to one order are one order.
            if !shown.contains(found) { shown.append(found) }
        }
        return .array(shown)
    }

    private func result(of entry: LedgerEntry, for caller: Caller) -> JSONValue? {
        let record = entry.record
        switch record.purpose {
        case .invoice: return entry.invoice.map { .object(invoices.object(of: $0)) }
        case .order:
            guard let stored = entry.invoice,
                let choice = stored.facts.choices.first(where: { $0.id == record.choice })
            else { return nil }
            return orders.object(of: stored, choice: choice)
        case .customer, .merchant:
            return entry.deposit.map {
                OnchainPayDeposit.object(of: $0, customer: entry.customer)
            }
        case .foreign, .ended: return OnchainPayOrphans.object(of: record, for: caller)
        }
    }

    private static func address(of record: TransferRecord) -> JSONValue {
        let type =
            switch record.purpose {
            case .customer: "PERSONAL"
            case .merchant: "BUSINESS"
            // An invoice of a customer shows his static address.
            case .invoice, .order, .foreign, .ended:
                record.staticAddress == nil ? "PAY_IN" : "PERSONAL"
            }
        return [
            "id": .optional(record.staticAddress?.text ?? record.choice?.text),
            "type": .string(type),
            "address": .string(record.transfer.address),
        ]
    }

    /// A page of everything that came in, and how much of it fits.
    func list(_ request: OnchainPayRequest) async throws -> JSONValue {
        let fields = request.fields
        let page = try fields.page()
        let dates = try OnchainPayDates(fields["date"])
        let types = try fields.words("type")
        let filter = TransferFilter(
            purposes: types.map { types in
                Set(TransferRecord.Purpose.allCases.filter { !$0.words.isDisjoint(with: types) })
            },
            tickers: try fields.words("currency").map { Set($0.map { $0.uppercased() }) },
            networks: try fields.words("network").map { Set($0.map(NetworkID.init)) },
            first: dates.first,
            last: dates.last,
            isOldestFirst: try fields.text("sortDate")?.uppercased() == "ASC"
        )
        let (found, total) = try await ledger.history(
            of: request.caller,
            fitting: filter,
            limit: page.limit,
            offset: page.offset
        )
        return ["total": .integer(total), "transactions": .array(found.map(Self.row))]
    }

    private static func row(of record: TransferRecord) -> JSONValue {
        let transfer = record.transfer
        return [
            "id": .string(OnchainPayTransactions.id(of: transfer)),
            "type": .string(record.purpose.type),
            "basis": .string(record.purpose.basis),
            "source": .string(record.purpose.source),
            "status": .string(OnchainPayTransactions.word(for: record.state)),
            "currency": .string(transfer.amount.asset.ticker),
            "network": .string(transfer.id.network.name),
            "amount": .string(transfer.amount.decimal),
            "address": .string(transfer.address),
            "addressId": .optional(record.staticAddress?.text ?? record.choice?.text),
            "tx": .string(transfer.id.txid),
            "confirmations": .integer(record.confirmations),
            "invoiceId": .optional(record.purpose == .order ? nil : record.invoice?.text),
            "orderId": .optional(record.choice?.text),
            "createdAt": .moment(record.arrivedAt),
        ]
    }
}

extension TransferRecord.Purpose {
    /// The word of `find-tx` for it.
    var source: String {
        switch self {
        case .invoice: "INVOICE"
        case .order: "ORDER"
        case .customer: "PERSONAL_DEPOSIT"
        case .merchant: "DEPOSIT"
        case .foreign, .ended: "ORPHAN_DEPOSIT"
        }
    }

    /// The word of the history for what happened.
    fileprivate var type: String {
        switch self {
        case .invoice, .order: "order_transaction"
        case .customer: "deposit_personal"
        case .merchant: "deposit_wallet"
        case .foreign, .ended: "deposit"
        }
    }

    /// The word of the history for why it happened.
    fileprivate var basis: String {
        switch self {
        case .invoice, .order, .foreign, .ended: "order"
        case .customer, .merchant: "deposit"
        }
    }

    /// What a filter by `type` may call it: any of its words.
    fileprivate var words: Set<String> { [source.lowercased(), type, basis] }
}
