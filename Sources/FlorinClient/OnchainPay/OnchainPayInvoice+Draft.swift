import Wire

extension OnchainPayInvoice {
    /// An invoice to be made (API contract A5.6).
    public struct Draft: Sendable, Hashable {
        /// The shop's own id, at most 255 characters; one invoice has it, however often it is made.
        public var externalID: String
        /// The code of the currency of the price: `EUR`, or a coin.
        public var currency: String
        /// The price as a decimal such as `"49.90"`.
        public var amount: String
        /// The shop's label, at most 255 characters.
        public var order: String?
        /// What the payer reads, at most 1,024 characters.
        public var description: String?
        /// The shop's id of the payer, for that payer's static address.
        public var externalUserID: String?
        /// The payer's mail address, together with `externalUserID`.
        public var payerEmail: String?
        /// Whether the network's fee is added to the amount due.
        public var includesFee = false
        /// The tariffs whose fees are added to it.
        public var additionalFees: [String] = []
        /// By how many percent the amount due is raised, a decimal from 0 to 100.
        public var insurancePercent: String?
        /// From how many percent of movement the price is made anew; nil keeps it until expiry.
        public var slippagePercent: String?
        /// How many percent of underpayment are accepted, a decimal from 0 to below 100.
        public var paymentTolerancePercent: String?
        /// Where the gateway tells of changes; see ``WebhookVerifier``.
        public var webhookURL: String?
        /// Where the payer comes back to.
        public var returnURL: String?
        /// How long it can be paid, in minutes from 1 to 10,080; nil for 60.
        public var lifetimeMinutes: Int?
        /// What can be paid with; none for everything the merchant takes.
        public var coins: [Coin] = []

        /// An invoice of that price, with everything else as the gateway does it by itself.
        ///
        /// - Parameters:
        ///   - externalID: The shop's own id; it makes repeating safe, so it is not optional here.
        ///   - currency: The code of the currency of the price.
        ///   - amount: A decimal as text; the gateway judges it.
        public init(externalID: String, currency: String, amount: String) {
            self.externalID = externalID
            self.currency = currency
            self.amount = amount
        }

        var fields: JSONObject {
            var object = JSONObject()
            object["currency"] = .string(currency)
            object["amount"] = .string(amount)
            object["externalId"] = .string(externalID)
            object["order"] = order.map(JSONValue.string)
            object["description"] = description.map(JSONValue.string)
            object["externalUserId"] = externalUserID.map(JSONValue.string)
            object["payerEmail"] = payerEmail.map(JSONValue.string)
            if includesFee { object["includeFee"] = true }
            if !additionalFees.isEmpty {
                object["additionalFees"] = .array(additionalFees.map(JSONValue.string))
            }
            object["insurancePercent"] = insurancePercent.map(JSONValue.string)
            object["slippagePercent"] = slippagePercent.map(JSONValue.string)
            object["paymentTolerancePercent"] = paymentTolerancePercent.map(JSONValue.string)
            object["webhookURL"] = webhookURL.map(JSONValue.string)
            object["returnURL"] = returnURL.map(JSONValue.string)
            object["lifetime"] = lifetimeMinutes.map { .integer($0) }
            if !coins.isEmpty { object["currencies"] = .array(coins.map(\.field)) }
            return object
        }
    }

    /// A coin that can be paid with, and the networks it may come on.
    public struct Coin: Sendable, Hashable {
        /// The coin's ticker, such as `USDT`.
        public var currency: String
        /// Names of networks, such as `tron`; none for all networks of the coin.
        public var networks: [String]

        /// A coin on the networks named, or on all.
        public init(_ currency: String, networks: [String] = []) {
            self.currency = currency
            self.networks = networks
        }

        fileprivate var field: JSONValue {
            [
                "currency": .string(currency),
                "networks": .array(networks.map { ["name": .string($0)] }),
            ]
        }
    }
}
