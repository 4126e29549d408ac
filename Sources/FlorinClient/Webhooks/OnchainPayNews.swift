/// What a webhook of OnchainPay tells of (API contract A7).
public enum OnchainPayNews: Sendable, Hashable {
    /// An invoice's status or received amount has changed.
    case invoice(InvoiceNews)
    /// An order's has.
    case order(OrderNews)
    /// It is about something that this version does not know; answer 200, and act on nothing.
    case other

    /// The API does not name the kind of a webhook, so the fields that only one kind has tell it.
    init(_ fields: AnswerFields) throws(AnswerFields.Fault) {
        if fields.has("receivedAmountInInvoiceCurrency") || fields.has("invoiceLink") {
            self = .invoice(try InvoiceNews(fields))
        } else if fields.has("received"), fields.has("network"), fields.has("address") {
            self = .order(try OrderNews(fields))
        } else {
            self = .other
        }
    }
}

extension OnchainPayNews {
    /// An invoice as a webhook tells of it; whoever needs more asks for the invoice by its id.
    public struct InvoiceNews: Sendable, Hashable, Identifiable {
        /// The gateway's id of the invoice.
        public let id: String
        /// The gateway's id of this webhook, the same in each repetition.
        public let webhookID: String?
        /// The shop's own id, where the webhook has it.
        public let externalID: String?
        /// How far the payment is.
        public let status: OnchainPayInvoice.Status
        /// The code of the currency of the price.
        public let currency: String
        /// The price in `currency`, a decimal.
        public let amount: String
        /// The coin received.
        public let receivedCurrency: String?
        /// The network it came on.
        public let receivedNetwork: String?
        /// What was received, in the coin, a decimal.
        public let receivedAmount: String
        /// What was received, in `currency`, a decimal.
        public let receivedAmountInInvoiceCurrency: String
        /// The price of one coin in `currency`, a decimal.
        public let rate: String?

        init(_ fields: AnswerFields) throws(AnswerFields.Fault) {
            id = try fields.text("id")
            webhookID = try fields.optionalText("webhookId")
            externalID = try fields.optionalText("externalId")
            status = OnchainPayInvoice.Status(rawValue: try fields.text("status"))
            currency = try fields.text("currency")
            amount = try fields.decimal("amount")
            receivedCurrency = try fields.optionalText("receivedCurrency")
            receivedNetwork = try fields.optionalText("receivedNetwork")
            receivedAmount = try fields.optionalDecimal("receivedAmount") ?? "0"
            receivedAmountInInvoiceCurrency =
                try fields.optionalDecimal("receivedAmountInInvoiceCurrency") ?? "0"
            rate = try fields.optionalDecimal("rate")
        }
    }

    /// An order as a webhook tells of it; whoever needs more asks for the order by its id.
    public struct OrderNews: Sendable, Hashable, Identifiable {
        /// The gateway's id of the order.
        public let id: String
        /// The gateway's id of this webhook, the same in each repetition.
        public let webhookID: String?
        /// The shop's label.
        public let order: String?
        /// How far the payment is.
        public let status: OnchainPayOrder.Status
        /// The coin's ticker.
        public let currency: String
        /// The network's name.
        public let network: String
        /// Where to pay.
        public let address: String
        /// What is due, in the coin, a decimal.
        public let amount: String
        /// What was received, in the coin, a decimal.
        public let received: String
        /// The payments seen so far.
        public let transactions: [OnchainPayOrder.Transaction]

        init(_ fields: AnswerFields) throws(AnswerFields.Fault) {
            id = try fields.text("id")
            webhookID = try fields.optionalText("webhookId")
            order = try fields.optionalText("order")
            status = OnchainPayOrder.Status(rawValue: try fields.text("status"))
            currency = try fields.text("currency")
            network = try fields.text("network")
            address = try fields.text("address")
            amount = try fields.decimal("amount")
            received = try fields.decimal("received")
            transactions = try fields.list(
                "transactions",
                of: OnchainPayOrder.Transaction.init
            )
        }
    }
}
