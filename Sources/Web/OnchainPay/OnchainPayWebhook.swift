package import Gateway
package import Payments
import Wire

/// Tells OnchainPay shops about invoices, orders and deposits (API contract A7).
package struct OnchainPayWebhook: NotificationDialect {
    package let dialect = Dialect.onchainpay
    private let invoices: OnchainPayInvoice
    private let orders: OnchainPayOrder

    /// Tells in the words of a gateway.
    ///
    /// `publicURL`: What links begin with, without a slash at the end.
    package init(_ gateway: Gateway, showcase: Showcase, publicURL: String) {
        let transactions = OnchainPayTransactions(gateway: gateway)
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

    package func url(for notice: Notice) -> String? {
        switch notice.subject {
        case .invoice(let change, let stored):
            let invoice = stored.invoice
            switch invoice.kind {
            case .invoice: return invoice.webhooks.all
            case .order:
                // A payment goes to one URL, an error or the end of time to the other (API
                // contract D, OnchainPay 17).
                switch OnchainPayOrderStatus(invoice.phase(at: change.standing)) {
                case .initial, .pending, .processed, .overpaid: return invoice.webhooks.success
                case .expired, .partial, .rejected, .error: return invoice.webhooks.failure
                }
            }
        case .deposit(_, _, let customer): return customer?.depositURL
        }
    }

    package func body(telling notice: Notice, at now: Instant) -> [UInt8]? {
        switch notice.subject {
        case .invoice(let change, let stored):
            guard Self.isNews(change, about: stored) else { return nil }
            let told = stored.standing(at: change)
            switch stored.invoice.kind {
            case .invoice: return invoices.webhook(of: told, named: notice.webhook).encoded()
            case .order:
                guard let choice = stored.facts.choices.last else { return nil }
                return orders.webhook(of: told, choice: choice, named: notice.webhook).encoded()
            }
        case .deposit(let change, let deposit, let customer):
            return OnchainPayDeposit.webhook(
                of: deposit,
                state: change.state,
                customer: customer,
                named: notice.webhook
            ).encoded()
        }
    }

    /// Told when the status or what was received changes, and not for what is neither.
    private static func isNews(_ change: InvoiceChange, about stored: InvoiceRecord) -> Bool {
        guard let before = change.before else { return true }
        let phases = (
            stored.invoice.phase(at: before), stored.invoice.phase(at: change.standing)
        )
        return OnchainPayInvoiceStatus(phases.0) != OnchainPayInvoiceStatus(phases.1)
            || stored.worth(at: before) != stored.worth(at: change.standing)
            || Self.received(at: before) != Self.received(at: change.standing)
    }

    private static func received(at standing: Standing) -> [String] {
        standing.receipts.map { receipt in
            let sum = try? receipt.confirmed.adding(receipt.pending)
            return "\(receipt.choice.text) \((sum ?? receipt.confirmed).units)"
        }
    }

    package func headers(
        for body: [UInt8],
        key: APIKeyID,
        secret: SecretText
    ) -> [NotificationHeader] {
        [
            NotificationHeader("x-api-public-key", key.text),
            NotificationHeader(
                "x-api-signature",
                OnchainPaySignature.sign(body, secret: secret.revealed())
            ),
        ]
    }

    /// HTTP 200, literally, whatever the body says (API contract A7).
    package func reading(
        status: Int,
        body: [UInt8],
        to change: EventRecord.Change
    ) -> ShopAnswer {
        status == 200 ? .acknowledged(nil) : .other
    }
}
