extension OnchainPayInvoice {
    /// How far an invoice's payment is, by the word of the API (API contract A6).
    ///
    /// An open set: a word that this version does not know is kept, and is no error. No status is
    /// the last one for certain, since money may come late.
    public struct Status: RawRepresentable, Sendable, Hashable {
        /// The word in upper case.
        public let rawValue: String

        /// The status of that word.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// No coin is chosen yet.
        public static let created = Status(rawValue: "CREATED")
        /// The payer has chosen a coin and has an address.
        public static let started = Status(rawValue: "INIT")
        /// Waiting for the whole sum or for confirmations.
        public static let pending = Status(rawValue: "PENDING")
        /// Paid, within the tolerance.
        public static let processed = Status(rawValue: "PROCESSED")
        /// More than due was received.
        public static let overpaid = Status(rawValue: "OVERPAID")
        /// Expired with some money, less than the tolerance allows.
        public static let partial = Status(rawValue: "PARTIAL")
        /// Expired with nothing.
        public static let expired = Status(rawValue: "EXPIRED")
        /// Cancelled or removed by the merchant.
        public static let rejected = Status(rawValue: "REJECTED")
        /// Making or carrying it out failed.
        public static let error = Status(rawValue: "ERROR")

        /// Whether at least what was due, within the tolerance, is confirmed.
        public var isPaid: Bool { self == .processed || self == .overpaid }
    }
}
