/// An order as a callback of OkiPays tells of it (API contract B8).
///
/// All money is a decimal as text. Times are seconds since 1970. What is about a coin is nil until
/// the payer has chosen one.
public struct OkiPaysNews: Sendable, Hashable, Identifiable {
    /// The gateway's code of the order.
    public let id: String
    /// The shop's own id, as text also where it was a number.
    public let orderID: String
    /// How far the payment is.
    public let status: OkiPaysOrder.Status
    /// The gateway's word for the status, in English.
    public let statusText: String
    /// The code of the currency of the price.
    public let priceCurrency: String
    /// The price, in the currency of the price.
    public let price: String
    /// Everything received so far, confirmed or not, in the currency of the price.
    public let totalReceived: String
    /// The coin's code, such as `USDT`.
    public let coin: String?
    /// The network's name, such as `TRX`.
    public let network: String?
    /// What is due, in the coin.
    public let amount: String?
    /// The price of one coin in the currency of the price.
    public let rate: String?
    /// The network's commission, in the coin.
    public let commission: String?
    /// Whether the commission is inside the amount.
    public let includesCommission: Bool
    /// Where to pay.
    public let address: String?
    /// When the order was opened.
    public let createdAtSeconds: Int64
    /// When this change happened.
    public let updatedAtSeconds: Int64
    /// When the order expires.
    public let expiresAtSeconds: Int64?
    /// When this callback was sent for the first time.
    public let sentAtSeconds: Int64?

    init(_ fields: AnswerFields) throws(AnswerFields.Fault) {
        id = try fields.identifier("id")
        orderID = try fields.identifier("order_id")
        status = OkiPaysOrder.Status(rawValue: Int(try fields.integer("status_id")))
        statusText = try fields.text("status")
        priceCurrency = try fields.text("payment_currency")
        price = try fields.decimal("price")
        totalReceived = try fields.decimal("total_sum_price")
        coin = try fields.optionalText("currency")
        network = try fields.optionalText("network_type")
        amount = try fields.optionalDecimal("amount")
        rate = try fields.optionalDecimal("rate")
        commission = try fields.optionalDecimal("commission")
        includesCommission = try fields.flag("include_commission")
        address = try fields.optionalText("address")
        createdAtSeconds = try fields.integer("time_create")
        updatedAtSeconds = try fields.integer("time_update")
        expiresAtSeconds = try fields.optionalInteger("time_expired")
        sentAtSeconds = try fields.optionalInteger("time_send")
    }
}
