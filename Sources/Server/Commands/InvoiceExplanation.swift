import Gateway
import Payments
import Storage

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

    struct PrintedStep: Encodable {
        let text: String
        let at: Int64?
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
    let state: String
    let reason: String
    let next: [PrintedStep]
    let choices: [PrintedChoice]
    let transfers: [PrintedTransfer]
    let events: [PrintedEvent]

    init(_ story: InvoiceStory) {
        let stored = story.stored
        state = story.group.rawValue
        reason = story.reason
        next = story.steps.map { PrintedStep(text: $0.text, at: $0.at?.seconds) }
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
                position: InvoiceStory.position(of: fact),
                confirmations: stored.facts.confirmations(of: fact),
                counts: InvoiceStory.counting(of: fact.rating)
            )
        }
        events = story.trail.events.map { event in
            PrintedEvent(
                number: event.number,
                event: event.word,
                at: event.happenedAt.seconds,
                delivery: event.state.rawValue,
                attempts: event.attempts
            )
        }
    }

    /// For a person, from the price down to what was told.
    var lines: [String] {
        var lines = [
            "Invoice \(code) (\(id))\(orderId.map { ", order \($0)" } ?? ""): "
                + "\(price) \(currency)",
            reason,
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
        for step in next {
            lines.append("Next: \(step.text)" + (step.at.map { " At Unix time \($0)." } ?? ""))
        }
        return lines
    }
}
