extension OkiPaysOrder {
    /// How far an order's payment is, by the number of the API (API contract B7).
    ///
    /// An open set: a number that this version does not know is kept, and is no error.
    public struct Status: RawRepresentable, Sendable, Hashable {
        /// The `status_id`.
        public let rawValue: Int

        /// The status of that number.
        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// Open, and nothing was paid.
        public static let created = Status(rawValue: 0)
        /// Less than due is confirmed.
        public static let partially = Status(rawValue: 1)
        /// The shop has accepted the payment with `done`.
        public static let completed = Status(rawValue: 2)
        /// Called off, by the shop's `cancel` or before any payment.
        public static let cancelled = Status(rawValue: 3)
        /// The payment could not be completed.
        public static let payFailed = Status(rawValue: 4)
        /// The gateway failed.
        public static let error = Status(rawValue: 5)
        /// A payment was seen and waits for confirmations, or a coin was chosen.
        public static let inProcess = Status(rawValue: 6)
        /// Time ran out; late money may still change it.
        public static let expired = Status(rawValue: 7)
        /// What was due is confirmed.
        public static let paid = Status(rawValue: 8)
        /// Removed by the shop.
        public static let deleted = Status(rawValue: 9)
        /// More than due is confirmed.
        public static let overpayment = Status(rawValue: 10)

        /// Whether at least what was due is confirmed: paid, overpaid, or accepted as such.
        public var isPaid: Bool { [.paid, .overpayment, .completed].contains(self) }
    }
}
