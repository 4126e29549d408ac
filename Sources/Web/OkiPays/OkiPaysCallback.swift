package import Gateway
package import Payments

/// Tells OkiPays shops about their invoices at the Result URL (API contract B8).
package struct OkiPaysCallback: NotificationDialect {
    package let dialect = Dialect.okipays
    private let showcase: Showcase

    /// Tells in the words of a showcase.
    package init(showcase: Showcase) { self.showcase = showcase }

    package func body(
        about event: EventRecord,
        of stored: InvoiceRecord,
        at now: Instant
    ) -> [UInt8]? {
        let status = OkiPaysStatus(event.standing)
        let total = received(at: event.standing, by: stored)
        if let before = event.before, OkiPaysStatus(before) == status,
            received(at: before, by: stored) == total
        {
            return nil
        }
        return fields(of: stored, at: event, status: status, total: total, now: now).encoded()
    }

    /// Only strings, integers and null, so that every language signs the same text.
    private func fields(
        of stored: InvoiceRecord,
        at event: EventRecord,
        status: OkiPaysStatus,
        total: Amount,
        now: Instant
    ) -> JSONValue {
        let invoice = stored.invoice
        let choice = stored.facts.activeChoice(at: event.standing)
        let quote = choice?.quote
        let isInside: JSONValue = invoice.feeTerms == .inside ? 1 : 0
        let listing = quote.flatMap { showcase.listing(of: $0.coin) }
        let network = listing?.okipaysName ?? quote?.coin.network.name
        let isDone = event.standing.confirmed >= .paid || event.standing.decision != nil
        let doneAt = isDone ? stored.doneAt?.seconds : nil
        return [
            "id": .string(invoice.code.text),
            "order_id": OkiPaysOrder.orderID(of: invoice),
            "currency": .optional(quote?.coin.asset.ticker),
            "payment_currency": .string(invoice.price.asset.ticker),
            "status": .string(status.text),
            "status_id": .integer(status.rawValue),
            "include_commission": isInside,
            "include_commissin": isInside,
            "amount": .optional(quote?.due.decimal),
            "amount_send": .optional(quote?.dueWithoutFee.decimal),
            "price": .string(invoice.price.fullDecimal),
            "price_send": .string(priceWithoutFee(of: invoice, by: quote).fullDecimal),
            "rate": .optional(quote.map { Self.text(of: $0.rate) }),
            "total_sum_price": .string(total.fullDecimal),
            "commission": .string(commission(of: quote)),
            "address": .optional(choice?.address),
            "network_type": .optional(network),
            "time_create": .integer(invoice.openedAt.seconds),
            "time_update": .integer(event.happenedAt.seconds),
            "time_done": .optional(doneAt),
            "time_expired": .integer(invoice.deadline.seconds),
            "time_send": .integer(now.seconds),
            "time_receive": .optional(stored.answeredAt?.seconds),
        ]
    }

    private func commission(of quote: Quote?) -> String {
        guard let quote, quote.feeTerms != .ignored else { return "0" }
        return quote.networkFee.decimal
    }

    /// `price − commission × rate` when the commission is inside, else the price (B8).
    private func priceWithoutFee(of invoice: Invoice, by quote: Quote?) -> Amount {
        guard invoice.feeTerms == .inside, let quote,
            let fee = try? quote.worth(of: quote.networkFee, in: invoice.price.asset)
        else { return invoice.price }
        return invoice.price.subtractingOrZero(fee)
    }

    /// Everything received by a standing, confirmed or not, in the price currency, rounded down.
    private func received(at standing: Standing, by stored: InvoiceRecord) -> Amount {
        var total = Amount.zero(stored.invoice.price.asset)
        for receipt in standing.receipts {
            guard
                let quote = stored.facts.choices.first(where: { $0.id == receipt.choice })?.quote,
                let seen = try? receipt.confirmed.adding(receipt.pending),
                let worth = try? quote.worth(of: seen, in: stored.invoice.price.asset),
                let sum = try? total.adding(worth)
            else { continue }
            total = sum
        }
        return total
    }

    /// Eight decimals; eighteen for rates so small that eight would lose them.
    private static func text(of rate: Rate) -> String {
        let isTiny = rate.price.numerator < rate.price.denominator / 10_000
        return rate.price.decimal(places: isTiny ? 18 : 8)
    }

    package func headers(
        for body: [UInt8],
        key: APIKeyID,
        secret: SecretText
    ) -> [NotificationHeader] {
        guard let value = try? JSONValue.parse(body) else {
            preconditionFailure("a notification of ours is not JSON")
        }
        let sign = OkiPaysSignature.sign(value, secret: secret.revealed())
        return [
            NotificationHeader("token", key.text),
            NotificationHeader("sign", sign),
            NotificationHeader("X-Auth-Token", key.text),
            NotificationHeader("X-Auth-Sign", sign),
        ]
    }

    package func reading(status: Int, body: [UInt8], about event: EventRecord) -> ShopAnswer {
        guard status == 200, let answer = try? JSONValue.parse(body)["status"]?.string else {
            return .other
        }
        let told = OkiPaysStatus(event.standing)
        switch answer {
        case "done": return .acknowledged(told.acceptsDone ? .accepted : nil)
        case "cancel": return .acknowledged(told.acceptsCancel ? .cancelled : nil)
        default: return .other
        }
    }
}
