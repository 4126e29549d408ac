import Payments

/// The facts behind an invoice's state, in words and as JSON.
struct InvoiceExplanation: Encodable {
    struct PrintedChoice: Encodable {
        let coin: String
        let network: String
        let address: String
        let due: String
        let rate: String
        let rateSource: String
        let confirmations: Int
    }

    struct PrintedTransfer: Encodable {
        let txid: String
        let output: UInt32
        let amount: String
        let coin: String
        let network: String
        let position: String
        let confirmations: UInt64
        let counts: String
    }

    struct PrintedEvent: Encodable {
        let number: Int64
        let event: String
        let at: Int64
        let delivery: String
        let attempts: Int
    }

    let id: String
    let code: String
    let orderId: String?
    let price: String
    let currency: String
    let confirmed: String
    let seen: String
    let expired: Bool
    let decision: String?
    let deadline: Int64
    let revision: Int
    let choices: [PrintedChoice]
    let transfers: [PrintedTransfer]
    let events: [PrintedEvent]

    init(_ stored: InvoiceRecord, events: [EventRecord]) {
        id = stored.invoice.id.text
        code = stored.invoice.code.text
        orderId = stored.invoice.externalID
        price = stored.invoice.price.fullDecimal
        currency = stored.invoice.price.asset.ticker
        confirmed = "\(stored.standing.confirmed)"
        seen = "\(stored.standing.seen)"
        expired = stored.standing.isExpired
        decision = stored.standing.decision?.rawValue
        deadline = stored.invoice.deadline.seconds
        revision = stored.revision
        choices = stored.facts.choices.map { choice in
            PrintedChoice(
                coin: choice.quote.coin.asset.ticker,
                network: choice.quote.coin.network.name,
                address: choice.address,
                due: choice.quote.due.decimal,
                rate: choice.quote.rate.price.decimal(places: 12),
                rateSource: choice.quote.rate.source,
                confirmations: choice.confirmations
            )
        }
        transfers = stored.facts.transfers.map { fact in
            PrintedTransfer(
                txid: fact.transfer.id.txid,
                output: fact.transfer.id.index,
                amount: fact.transfer.amount.decimal,
                coin: fact.transfer.amount.asset.ticker,
                network: fact.transfer.id.network.name,
                position: Self.words(for: fact),
                confirmations: stored.facts.confirmations(of: fact),
                counts: Self.words(for: fact.rating)
            )
        }
        self.events = events.map { event in
            PrintedEvent(
                number: event.number,
                event: event.word,
                at: event.happenedAt.seconds,
                delivery: event.state.rawValue,
                attempts: event.attempts
            )
        }
    }

    private static func words(for fact: TransferFact) -> String {
        switch fact.position {
        case .pending: "waits unconfirmed"
        case .inBlock(let height): "in block \(height)" + (fact.isFinal ? ", irreversible" : "")
        case .gone:
            fact.isFinal ? "lost its block after it was irreversible" : "replaced or dropped"
        }
    }

    private static func words(for rating: TransferFact.Rating) -> String {
        switch rating {
        case .quoted: "at the quoted rate"
        case .atArrival(let price): "at the rate it was taken at, \(price.decimal(places: 12))"
        case .awaited: "once a fresh rate is known"
        case .foreign: "not: another coin than was asked for; florin invoice accept takes it"
        case .ignored: "not: another coin than was asked for, which the merchant ignores"
        }
    }

    /// For a person, from the price down to what was told.
    var lines: [String] {
        var lines = [
            "Invoice \(code) (\(id))\(orderId.map { ", order \($0)" } ?? ""): "
                + "\(price) \(currency)",
            "Confirmed: \(confirmed). Seen: \(seen)."
                + (decision.map { " The merchant's word: \($0)." } ?? "")
                + (expired ? " The deadline passed." : ""),
        ]
        for choice in choices {
            lines.append(
                "Choice: \(choice.due) \(choice.coin) on \(choice.network) to \(choice.address), "
                    + "1 \(choice.coin) = \(choice.rate) \(currency) (\(choice.rateSource)), "
                    + "\(choice.confirmations) confirmations"
            )
        }
        for transfer in transfers {
            lines.append(
                "Payment: \(transfer.amount) \(transfer.coin) on \(transfer.network), "
                    + "\(transfer.txid):\(transfer.output), "
                    + "\(transfer.position), \(transfer.confirmations) confirmations, "
                    + "counts \(transfer.counts)"
            )
        }
        for event in events {
            lines.append(
                "Event \(event.number): \(event.event), told: \(event.delivery), "
                    + "\(event.attempts) attempts"
            )
        }
        if decision == nil, !expired, confirmed == "unpaid" || confirmed == "partlyPaid" {
            lines.append("Next: it expires at Unix time \(deadline) unless it is paid.")
        }
        return lines
    }
}
