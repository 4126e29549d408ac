import Wire

extension OnchainPayOrder {
    /// An order to be made (API contract A5.9).
    public struct Draft: Sendable, Hashable {
        /// The shop's label, at most 255 characters; the API does not hold it to be unique.
        public var order: String
        /// The coin's ticker, such as `USDT`.
        public var currency: String
        /// The network's name, such as `tron`.
        public var network: String
        /// What is due in the coin itself, a decimal such as `"20.5"`.
        public var amount: String
        /// How long it can be paid, in seconds from 1,800 to 43,200; nil for the network's default.
        public var lifetimeSeconds: Int?
        /// How many percent of underpayment are accepted, a decimal from 0 to below 100.
        public var paymentTolerancePercent: String?
        /// Where the gateway tells of a payment.
        public var successWebhook: String?
        /// Where the gateway tells of an error or of expiry.
        public var errorWebhook: String?
        /// Where the payer comes back to.
        public var returnURL: String?
        /// What the payer reads, at most 1,024 characters.
        public var description: String?
        /// The shop's id of the payer, for that payer's static address.
        public var externalUserID: String?
        /// The payer's mail address, together with `externalUserID`.
        public var payerEmail: String?

        /// An order of that amount, with everything else as the gateway does it by itself.
        ///
        /// - Parameters:
        ///   - order: The shop's label; take a new one each time, to find the order by.
        ///   - currency: The coin's ticker.
        ///   - network: The network's name.
        ///   - amount: A decimal as text, in the coin; the gateway judges it.
        public init(order: String, currency: String, network: String, amount: String) {
            self.order = order
            self.currency = currency
            self.network = network
            self.amount = amount
        }

        var fields: JSONObject {
            var object = JSONObject()
            object["currency"] = .string(currency)
            object["network"] = .string(network)
            object["amount"] = .string(amount)
            object["order"] = .string(order)
            object["lifetime"] = lifetimeSeconds.map { .integer($0) }
            object["paymentTolerancePercent"] = paymentTolerancePercent.map(JSONValue.string)
            object["successWebhook"] = successWebhook.map(JSONValue.string)
            object["errorWebhook"] = errorWebhook.map(JSONValue.string)
            object["returnUrl"] = returnURL.map(JSONValue.string)
            object["description"] = description.map(JSONValue.string)
            object["externalUserId"] = externalUserID.map(JSONValue.string)
            object["payerEmail"] = payerEmail.map(JSONValue.string)
            return object
        }
    }
}
