import Wire

extension OkiPaysOrder {
    /// An order to be opened (API contract B5).
    public struct Draft: Sendable, Hashable {
        /// The shop's own id, at most 64 characters, which opens one order only.
        public var orderID: String
        /// The code of the currency of the price, such as `EUR`.
        public var priceCurrency: String
        /// The price as a decimal such as `"49.90"`, with no more decimals than the currency has.
        public var price: String
        /// Whether the network's commission is inside the amount; else the shop does not count it.
        public var includesCommission: Bool
        /// What the payer reads, at most 1,024 characters.
        public var description: String?
        /// When the order expires, in seconds since 1970; nil for an hour from now.
        public var expiresAtSeconds: Int64?
        /// The coins offered; none for every coin the merchant takes.
        public var coins: [Coin]
        /// Where the payer comes back to, a field of this gateway's own.
        public var redirectURL: String?

        /// An order of that price, with everything else as the gateway does it by itself.
        ///
        /// - Parameters:
        ///   - orderID: The shop's own id; keep it, since it is what answers are found by.
        ///   - priceCurrency: The code of the currency of the price.
        ///   - price: A decimal as text; the gateway judges it.
        public init(orderID: String, priceCurrency: String, price: String) {
            self.orderID = orderID
            self.priceCurrency = priceCurrency
            self.price = price
            includesCommission = false
            coins = []
        }

        var fields: JSONValue {
            var object = JSONObject()
            object["order_id"] = .string(orderID)
            object["payment_currency_iso"] = .string(priceCurrency)
            object["price"] = .string(price)
            object["include_commission"] = includesCommission ? 1 : 0
            object["description"] = description.map(JSONValue.string)
            object["time_expired"] = expiresAtSeconds.map { .integer($0) }
            object["redirect_url"] = redirectURL.map(JSONValue.string)
            if !coins.isEmpty {
                object["currencies"] = .array(
                    coins.map { ["iso": .string($0.code), "network": .integer($0.network)] }
                )
            }
            return .object(object)
        }
    }
}
