/// An order as the OkiPays API answers it (API contract B5).
///
/// All money is text with the digits the gateway wrote, `"49.90"`; parse it as a decimal, never as
/// binary floating point.
public struct OkiPaysOrder: Sendable, Hashable, Identifiable {
    /// The gateway's code of eight letters and digits.
    public let id: String
    /// The shop's own id, as text also where it was a number.
    public let orderID: String
    /// How far the payment is.
    public let status: Status
    /// The gateway's word for the status, in English.
    public let statusText: String
    /// The price in the currency of the price, not in a coin.
    public let price: String
    /// The code of the currency of the price, such as `EUR`.
    public let priceCurrency: String
    /// Whether the network's commission is inside the amount.
    public let includesCommission: Bool
    /// What the payer reads.
    public let description: String?
    /// The payment page; send the payer there.
    public let link: String
    /// The coins offered to the payer.
    public let coins: [Coin]

    init(_ fields: AnswerFields) throws(AnswerFields.Fault) {
        id = try fields.identifier("id")
        orderID = try fields.identifier("order_id")
        status = Status(rawValue: Int(try fields.integer("status_id")))
        statusText = try fields.text("status")
        price = try fields.decimal("price")
        priceCurrency = try fields.text("payment_currency_iso")
        includesCommission = try fields.flag("include_commission")
        description = try fields.optionalText("description")
        link = try fields.text("link")
        coins = try fields.list("currencies") { (fields) throws(AnswerFields.Fault) in
            Coin(code: try fields.text("iso"), network: Int(try fields.integer("network")))
        }
    }
}

extension OkiPaysOrder {
    /// A coin on one network, which OkiPays gives a number (API contract B4).
    public struct Coin: Sendable, Hashable {
        /// The coin's code, such as `USDT`.
        public var code: String
        /// The network's number, such as 2 for TRX; 0 is Bitcoin's, and a valid one.
        public var network: Int

        /// A coin on a network.
        public init(code: String, network: Int) {
            self.code = code
            self.network = network
        }
    }
}
