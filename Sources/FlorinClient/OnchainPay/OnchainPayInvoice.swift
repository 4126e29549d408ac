/// An invoice as the OnchainPay API answers it (API contract A5.6).
///
/// All money, rates and percents are text with the digits the gateway wrote, `"49.90"`; parse them
/// as decimals, never as binary floating point. Times are RFC 3339 texts in UTC such as
/// `2026-01-31T12:45:00.000Z`.
public struct OnchainPayInvoice: Sendable, Hashable, Identifiable {
    /// The gateway's id, a UUID.
    public let id: String
    /// The shop's own id.
    public let externalID: String?
    /// The shop's id of the payer, where the invoice uses that payer's static address.
    public let externalUserID: String?
    /// The payer's mail address, where the shop gave it.
    public let payerEmail: String?
    /// The gateway's id of the order for the chosen coin; nil until one is chosen.
    public let orderID: String?
    /// The payment page of that order.
    public let orderLink: String?
    /// The invoice's page; send the payer there.
    public let invoiceLink: String
    /// How far the payment is.
    public let status: Status
    /// The shop's label.
    public let order: String?
    /// What the payer reads.
    public let description: String?
    /// The code of the currency of the price: `EUR`, or a coin.
    public let currency: String
    /// The price in `currency`.
    public let amount: String
    /// The coin chosen or received.
    public let receivedCurrency: String?
    /// The network chosen or received on.
    public let receivedNetwork: String?
    /// What was received, in the coin.
    public let receivedAmount: String
    /// What was received, in `currency`.
    public let receivedAmountInInvoiceCurrency: String
    /// The price of one coin in `currency`.
    public let rate: String?
    /// Whether the network's fee was added to the amount due.
    public let includesFee: Bool
    /// The tariffs whose fees were added to it.
    public let additionalFees: [String]
    /// By how many percent the amount due was raised.
    public let insurancePercent: String?
    /// From how many percent of movement the price is made anew.
    public let slippagePercent: String?
    /// How many percent of underpayment are accepted.
    public let paymentTolerancePercent: String?
    /// Where the gateway tells of changes.
    public let webhookURL: String?
    /// Where the payer comes back to.
    public let returnURL: String?
    /// When the invoice expires.
    public let expiresAt: String
    /// When it was made.
    public let createdAt: String
    /// What can be paid, and how much of it is due now.
    public let offers: [Offer]

    init(_ fields: AnswerFields) throws(AnswerFields.Fault) {
        id = try fields.text("id")
        externalID = try fields.optionalText("externalId")
        externalUserID = try fields.optionalText("externalUserId")
        payerEmail = try fields.optionalText("payerEmail")
        orderID = try fields.optionalText("orderId")
        orderLink = try fields.optionalText("orderLink")
        invoiceLink = try fields.text("invoiceLink")
        status = Status(rawValue: try fields.text("status"))
        order = try fields.optionalText("order")
        description = try fields.optionalText("description")
        currency = try fields.text("currency")
        amount = try fields.decimal("amount")
        receivedCurrency = try fields.optionalText("receivedCurrency")
        receivedNetwork = try fields.optionalText("receivedNetwork")
        receivedAmount = try fields.optionalDecimal("receivedAmount") ?? "0"
        receivedAmountInInvoiceCurrency =
            try fields.optionalDecimal("receivedAmountInInvoiceCurrency") ?? "0"
        rate = try fields.optionalDecimal("rate")
        includesFee = try fields.flag("includeFee")
        additionalFees = try fields.optionalTexts("additionalFees") ?? []
        insurancePercent = try fields.optionalDecimal("insurancePercent")
        slippagePercent = try fields.optionalDecimal("slippagePercent")
        paymentTolerancePercent = try fields.optionalDecimal("paymentTolerancePercent")
        webhookURL = try fields.optionalText("webhookURL")
        returnURL = try fields.optionalText("returnUrl")
        expiresAt = try fields.text("expiresAt")
        createdAt = try fields.text("createdAt")
        offers = try Offer.all(in: fields)
    }
}

extension OnchainPayInvoice {
    /// A coin on one network, and how much of it is due.
    public struct Offer: Sendable, Hashable {
        /// The coin's ticker, such as `USDT`.
        public let currency: String
        /// The network's name, such as `tron`.
        public let network: String
        /// What is due, in the coin; nil where there is no price now.
        public let amount: String?

        /// The API nests networks in coins; here each pair is an offer of its own.
        static func all(in fields: AnswerFields) throws(AnswerFields.Fault) -> [Offer] {
            try fields.list("currencies") { (coin) throws(AnswerFields.Fault) in
                let currency = try coin.text("currency")
                return try coin.list("networks") { (network) throws(AnswerFields.Fault) in
                    Offer(
                        currency: currency,
                        network: try network.text("name"),
                        amount: try network.optionalDecimal("amount")
                    )
                }
            }
            .flatMap(\.self)
        }
    }
}
