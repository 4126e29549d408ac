import Payments

/// Invoices as a table for bookkeeping.
enum InvoiceTable {
    /// The first line.
    static let header = CSVText.line(columns.map { .own($0.name) })

    /// The line of an invoice.
    static func line(of stored: InvoiceRecord) -> String {
        let choice = stored.facts.activeChoice(at: stored.standing)
        return CSVText.line(columns.map { $0.cell(stored, choice) })
    }

    private struct Column: Sendable {
        let name: String
        let cell: @Sendable (InvoiceRecord, Choice?) -> CSVText.Cell

        init(
            _ name: String,
            _ cell: @escaping @Sendable (InvoiceRecord, Choice?) -> CSVText.Cell
        ) {
            self.name = name
            self.cell = cell
        }
    }

    private static let columns = invoiceColumns + moneyColumns + peopleColumns

    private static let invoiceColumns = [
        Column("invoice") { stored, _ in .own(stored.invoice.code.text) },
        Column("invoice_id") { stored, _ in .own(stored.invoice.id.text) },
        Column("own_id") { stored, _ in .foreign(stored.invoice.externalID) },
        Column("status") { stored, _ in
            .own(PhaseGroup(stored.invoice.phase(at: stored.standing)).title)
        },
        Column("opened") { stored, _ in .own(UTCText.iso(stored.invoice.openedAt)) },
        Column("deadline") { stored, _ in .own(UTCText.iso(stored.invoice.deadline)) },
        Column("paid_at") { stored, _ in
            let isPaid = stored.standing.confirmed >= .paid
            return .own(isPaid ? stored.doneAt.map(UTCText.iso) ?? "" : "")
        },
        Column("price") { stored, _ in .own(stored.invoice.price.fullDecimal) },
        Column("currency") { stored, _ in .own(stored.invoice.price.asset.ticker) },
        Column("received_worth") { stored, _ in
            .own(stored.worth(at: stored.standing).fullDecimal)
        },
    ]

    private static let moneyColumns = [
        Column("coin") { _, choice in .own(choice?.quote.coin.asset.ticker ?? "") },
        Column("network") { _, choice in .own(choice?.quote.coin.network.name ?? "") },
        Column("due") { _, choice in .own(choice?.quote.due.decimal ?? "") },
        Column("received") { stored, choice in
            let receipt = stored.standing.receipts.first { $0.choice == choice?.id }
            return .own(receipt?.confirmed.decimal ?? (choice == nil ? "" : "0"))
        },
        Column("pending") { stored, choice in
            let receipt = stored.standing.receipts.first { $0.choice == choice?.id }
            return .own(receipt?.pending.decimal ?? (choice == nil ? "" : "0"))
        },
        Column("excess") { stored, choice in
            .own(choice.map { stored.excess(by: $0).decimal } ?? "")
        },
        Column("rate") { _, choice in
            .own(choice?.quote.rate.price.decimal(places: 12) ?? "")
        },
        Column("rate_source") { _, choice in .foreign(choice?.quote.rate.source) },
        Column("rate_time") { _, choice in .own((choice?.quote.rate.time).map(UTCText.iso) ?? "") },
        Column("network_fee") { _, choice in .own(choice?.quote.networkFee.decimal ?? "") },
        Column("addresses") { stored, _ in
            .own(unique(stored.facts.choices.map(\.address)).joined(separator: " "))
        },
        Column("transactions") { stored, _ in
            let counted = stored.facts.transfers.filter { $0.position != .gone || $0.isFinal }
            return .own(unique(counted.map(\.transfer.id.txid)).joined(separator: " "))
        },
    ]

    private static let peopleColumns = [
        Column("label") { stored, _ in .foreign(stored.invoice.label) },
        Column("description") { stored, _ in .foreign(stored.invoice.details) },
        Column("payer_reference") { stored, _ in .foreign(stored.invoice.payer.reference) },
        Column("payer_email") { stored, _ in .foreign(stored.invoice.payer.email) },
    ]

    private static func unique(_ texts: [String]) -> [String] {
        texts.reduce(into: []) { found, text in if !found.contains(text) { found.append(text) } }
    }
}
