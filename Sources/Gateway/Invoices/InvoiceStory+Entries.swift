import Payments
import Storage

extension InvoiceStory.Telling {
    /// How much of a shop's answer is shown.
    private static let answerCharactersMax = 300

    /// What happened, the oldest first.
    var entries: [InvoiceStory.Entry] {
        var entries = [opened]
        for choice in facts.choices { entries += self.entries(of: choice) }
        entries += facts.transfers.map(entry)
        if let moment = trail.marks[.acceptedShort] {
            entries.append(
                InvoiceStory.Entry(
                    .decision,
                    at: moment,
                    "The merchant accepted less than was asked for"
                )
            )
        }
        for event in trail.events { entries += self.entries(of: event) }
        // The sort is stable, so what happened at one moment stays in the order it was written.
        return entries.enumerated().sorted { left, right in
            (left.element.at, left.element.kind, left.offset)
                < (right.element.at, right.element.kind, right.offset)
        }.map(\.element)
    }

    private var opened: InvoiceStory.Entry {
        let price = "\(invoice.price.fullDecimal) \(invoice.price.asset.ticker)"
        let coins = invoice.coins.map { "\($0.asset.ticker) on \(title(of: $0.network))" }
        let key = "key \(invoice.key.text.prefix(8))…" + (trail.isKeyRevoked ? ", revoked" : "")
        let how =
            invoice.openedBy.map { "by hand by \($0), \(key)" }
            ?? "through \(invoice.dialect == .okipays ? "OkiPays" : "OnchainPay"), \(key)"
        return InvoiceStory.Entry(
            .opened,
            at: invoice.openedAt,
            "Opened for \(price) \(how)",
            ["May be paid in \(coins.joined(separator: ", "))"]
        )
    }

    private func entries(of choice: Choice) -> [InvoiceStory.Entry] {
        let quote = choice.firstQuote
        let coin = "\(quote.coin.asset.ticker) on \(title(of: quote.coin.network))"
        let who = choice.chooser == .payer ? "The payer chose \(coin)" : "\(coin) was set"
        var details = terms(of: quote) + ["Address \(choice.address)"]
        if let origin = trail.origins[choice.id] {
            details.append(
                "Address no. \(origin.index) of wallet \(origin.wallet) (path …/0/\(origin.index))"
                    + (origin.isStatic ? ", the customer's own for good" : "")
            )
        }
        details.append(
            "Counts with \(choice.confirmations) confirmations, or once its network calls the "
                + "block final"
        )
        var entries = [InvoiceStory.Entry(.choice, at: choice.chosenAt, who, details)]
        let times = trail.requotes[choice.id] ?? []
        for (time, quote) in zip(times, choice.requotes) {
            entries.append(
                InvoiceStory.Entry(
                    .choice,
                    at: time,
                    "The price moved and the amount was calculated anew",
                    terms(of: quote)
                )
            )
        }
        return entries
    }

    private func terms(of quote: Quote) -> [String] {
        [
            "To pay \(Self.text(quote.due))",
            "1 \(quote.coin.asset.ticker) = \(quote.rate.price.decimal(places: 12)) "
                + "\(invoice.price.asset.ticker), \(quote.rate.source)",
        ]
    }

    private func entry(of fact: TransferFact) -> InvoiceStory.Entry {
        let id = fact.transfer.id
        let count = facts.confirmations(of: fact)
        let block = trail.blocks[id].map { " (\($0))" } ?? ""
        var details = [
            "Transaction \(id.txid), output \(id.index)",
            "Now \(InvoiceStory.position(of: fact))\(block), \(count) of \(needed(by: fact)) "
                + "confirmations",
        ]
        if fact.position != .gone || fact.isFinal {
            details.append("Counts \(InvoiceStory.counting(of: fact.rating))")
        }
        if fact.arrivedAt > invoice.deadline { details.append("After the deadline") }
        return InvoiceStory.Entry(
            .payment,
            at: fact.arrivedAt,
            "\(Self.text(fact.transfer.amount)) was seen on \(title(of: id.network))",
            details
        )
    }

    /// Whether there is something to send again, and somebody to send it to.
    private static func isResendable(_ event: EventRecord) -> Bool {
        switch event.state {
        case .quiet: false
        case .waiting: event.body != nil
        case .delivered, .abandoned: event.url != nil
        }
    }

    private func entries(of event: EventRecord) -> [InvoiceStory.Entry] {
        var entries = [
            InvoiceStory.Entry(
                .event,
                at: event.happenedAt,
                Self.title(of: event),
                ["Event \(event.number), \(Self.delivery(of: event))"],
                resendable: Self.isResendable(event) ? event.number : nil
            )
        ]
        for attempt in trail.attempts[event.number] ?? [] {
            let answer = attempt.httpStatus.map { "HTTP \($0), \(attempt.answer)" }
            var details = event.url.map { ["To \($0)"] } ?? []
            if let body = attempt.answerBody, !body.isEmpty {
                let shown = String(body.prefix(Self.answerCharactersMax))
                details.append("The answer: \(shown)" + (shown.count < body.count ? " …" : ""))
            }
            entries.append(
                InvoiceStory.Entry(
                    .delivery,
                    at: attempt.happenedAt,
                    "Attempt \(attempt.number) to tell event \(event.number): "
                        + (answer ?? attempt.answer),
                    details
                )
            )
        }
        return entries
    }

    private static func delivery(of event: EventRecord) -> String {
        switch event.state {
        case .quiet: "which the shop is not told"
        case .waiting: event.attempts == 0 ? "to be told" : "not acknowledged yet"
        case .delivered: "acknowledged by the shop"
        case .abandoned: "given up after \(event.attempts) attempts"
        }
    }

    static func title(of event: EventRecord) -> String {
        guard case .invoice(let change) = event.change else { return event.word }
        return switch change.event {
        case .opened: "The invoice is open"
        case .chosen: "A coin is chosen"
        case .received: "What was seen changed"
        case .partlyPaid: "A part is confirmed"
        case .paid: "Paid"
        case .overPaid: "Overpaid"
        case .reorganised: "A payment that counted lost its block"
        case .restored: "What had lost its block is confirmed again"
        case .lost: "A payment that was seen vanished"
        case .expired: "The deadline passed"
        case .accepted: "The shop accepted the payment"
        case .cancelled: "Cancelled"
        case .deleted: "Deleted"
        case .failed: "Florin could not serve it"
        }
    }
}
