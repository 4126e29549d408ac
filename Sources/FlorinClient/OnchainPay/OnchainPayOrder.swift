/// An order as the OnchainPay API answers it (API contract A5.9 and A5.10).
///
/// All money is text with the digits the gateway wrote, in the coin. Times are RFC 3339 texts in
/// UTC. The API calls the gateway's id `orderId` in one answer and the shop's label `orderId` in
/// another; here `id` is always the gateway's and `order` always the shop's.
public struct OnchainPayOrder: Sendable, Hashable, Identifiable {
    /// The gateway's id, a UUID.
    public let id: String
    /// The shop's label.
    public let order: String?
    /// How far the payment is.
    public let status: Status
    /// The payment page; nil where the answer has none.
    public let link: String?
    /// The coin's ticker, such as `USDT`.
    public let currency: String
    /// The network's name, such as `tron`.
    public let network: String
    /// What is due, in the coin.
    public let amount: String
    /// What was received, in the coin.
    public let received: String
    /// Where to pay.
    public let address: String
    /// What has to go with a payment on networks that share addresses; nil on all others.
    public let tag: String?
    /// What the payer reads.
    public let description: String?
    /// How many percent of underpayment are accepted.
    public let paymentTolerancePercent: String?
    /// When the order expires.
    public let expiresAt: String?
    /// When it was made.
    public let createdAt: String?
    /// The payments seen so far; empty in the answer that made the order.
    public let transactions: [Transaction]

    /// An order asked for, where `orderId` is the shop's label.
    init(asked fields: AnswerFields) throws(AnswerFields.Fault) {
        var label = try fields.optionalText("clientOrderId")
        if label == nil { label = try fields.optionalText("orderId") }
        try self.init(fields, id: try fields.text("id"), order: label)
    }

    /// An order just made, where `orderId` is the gateway's id.
    init(made fields: AnswerFields) throws(AnswerFields.Fault) {
        let label = try fields.optionalText("clientOrderId")
        try self.init(fields, id: try fields.text("orderId"), order: label)
    }

    private init(
        _ fields: AnswerFields,
        id: String,
        order: String?
    ) throws(AnswerFields.Fault) {
        self.id = id
        self.order = order
        status = Status(rawValue: try fields.text("status"))
        link = try fields.optionalText("link")
        currency = try fields.text("currency")
        network = try fields.text("network")
        amount = try fields.decimal("amount")
        received = try fields.optionalDecimal("received") ?? "0"
        address = try fields.text("address")
        tag = try fields.optionalText("tag")
        description = try fields.optionalText("description")
        paymentTolerancePercent = try fields.optionalDecimal("paymentTolerancePercent")
        expiresAt = try fields.optionalText("expiresAt")
        createdAt = try fields.optionalText("createdAt")
        transactions = try fields.list("transactions", of: Transaction.init)
    }
}

extension OnchainPayOrder {
    /// A payment to an order's address (API contract A5.10).
    public struct Transaction: Sendable, Hashable {
        /// The network's own id of it.
        public let txid: String
        /// `processed`, `pending`, `error` or `rejected`.
        public let status: String
        /// The coin's ticker.
        public let currency: String
        /// The network's name.
        public let network: String
        /// How much came, in the coin.
        public let amount: String
        /// How many blocks confirm it.
        public let confirmations: Int

        init(_ fields: AnswerFields) throws(AnswerFields.Fault) {
            txid = try fields.text("tx")
            status = try fields.text("status")
            currency = try fields.text("currency")
            network = try fields.text("network")
            amount = try fields.decimal("amount")
            confirmations = Int(try fields.optionalInteger("confirmations") ?? 0)
        }
    }

    /// How far an order's payment is, by the word of the API (API contract A6).
    ///
    /// An open set, as that of an invoice; no status but `rejected` is the last one for certain.
    public struct Status: RawRepresentable, Sendable, Hashable {
        /// The word in lower case.
        public let rawValue: String

        /// The status of that word.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Nothing was paid yet.
        public static let started = Status(rawValue: "init")
        /// A payment was seen.
        public static let pending = Status(rawValue: "pending")
        /// Paid, within the tolerance.
        public static let processed = Status(rawValue: "processed")
        /// More than due was received.
        public static let overpaid = Status(rawValue: "overpaid")
        /// Expired with some money, less than the tolerance allows.
        public static let partial = Status(rawValue: "partial")
        /// Expired with nothing.
        public static let expired = Status(rawValue: "expired")
        /// Carrying it out failed.
        public static let error = Status(rawValue: "error")
        /// Cancelled or removed by the merchant.
        public static let rejected = Status(rawValue: "rejected")

        /// Whether at least what was due, within the tolerance, is confirmed.
        public var isPaid: Bool { self == .processed || self == .overpaid }
    }
}
