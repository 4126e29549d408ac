package import Gateway
package import Payments
import Wire

/// Tells OkiPays shops about their invoices at the Result URL (API contract B8).
package struct OkiPaysCallback: NotificationDialect {
    package let dialect = Dialect.okipays
    private let showcase: Showcase

    /// Tells in the words of a showcase.
    package init(showcase: Showcase) { self.showcase = showcase }

    package func url(for notice: Notice) -> String? { notice.merchant.resultURL }

    package func body(telling notice: Notice, at now: Instant) -> [UInt8]? {
        guard case .invoice(let change, let stored) = notice.subject else { return nil }
        let status = OkiPaysStatus(change.standing)
        let total = stored.worth(at: change.standing)
        if let before = change.before, OkiPaysStatus(before) == status,
            stored.worth(at: before) == total
        {
            return nil
        }
        return fields(
            of: stored,
            at: change.standing,
            since: notice.happenedAt,
            status: status,
            total: total,
            now: now
        ).encoded()
    }

    /// Only strings, integers and null, so that every language signs the same text.
    private func fields(
        of stored: InvoiceRecord,
        at standing: Standing,
        since happenedAt: Instant,
        status: OkiPaysStatus,
        total: Amount,
        now: Instant
    ) -> JSONValue {
        let invoice = stored.invoice
        let choice = stored.facts.activeChoice(at: standing)
        let quote = choice?.quote
        let isInside: JSONValue = invoice.terms.feeTerms == .inside ? 1 : 0
        let listing = quote.flatMap { showcase.listing(of: $0.coin) }
        let network = listing?.okipaysName ?? quote?.coin.network.name
        let isDone = standing.confirmed >= .paid || standing.decision != nil
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
            "rate": .optional(quote.map(\.rate.text)),
            "total_sum_price": .string(total.fullDecimal),
            "commission": .string(commission(of: quote)),
            "address": .optional(choice?.address),
            "network_type": .optional(network),
            "time_create": .integer(invoice.openedAt.seconds),
            "time_update": .integer(happenedAt.seconds),
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
        guard invoice.terms.feeTerms == .inside, let quote,
            let fee = try? quote.worth(of: quote.networkFee, in: invoice.price.asset)
        else { return invoice.price }
        return invoice.price.subtractingOrZero(fee)
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

    package func reading(
        status: Int,
        body: [UInt8],
        to change: EventRecord.Change
    ) -> ShopAnswer {
        guard case .invoice(let change) = change, status == 200,
            let answer = try? JSONValue.parse(body)["status"]?.string
        else { return .other }
        let told = OkiPaysStatus(change.standing)
        switch answer {
        case "done": return .acknowledged(told.acceptsDone ? .accepted : nil)
        case "cancel": return .acknowledged(told.acceptsCancel ? .cancelled : nil)
        default: return .other
        }
    }
}
