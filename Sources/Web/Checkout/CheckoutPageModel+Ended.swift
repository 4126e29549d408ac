extension CheckoutPageModel {
    /// An invoice that asks for nothing any more, and what the payer can do.
    struct Ended: Sendable {
        let heading: String
        let advice: [String]
        let isExpired: Bool
        /// Shown where late money would still be noticed.
        let watchedAddress: String?

        private init(
            heading: String,
            advice: [String],
            isExpired: Bool = false,
            watchedAddress: String? = nil
        ) {
            self.heading = heading
            self.advice = advice
            self.isExpired = isExpired
            self.watchedAddress = watchedAddress
        }

        /// The deadline passed; nil for an address where none was ever given out.
        static func expired(merchantName: String, watchedAddress: String?) -> Ended {
            let already =
                "If you have already sent coins, do nothing: the address is still watched and "
                + "\(merchantName) is told as soon as they arrive."
            return Ended(
                heading: "This invoice has expired",
                advice: [
                    "Please do not pay it any more; ask \(merchantName) for a new one.",
                    watchedAddress == nil ? nil : already,
                ].compactMap { $0 },
                isExpired: true,
                watchedAddress: watchedAddress
            )
        }

        static func cancelled(merchantName: String) -> Ended {
            Ended(
                heading: "This invoice was cancelled",
                advice: ["Please do not pay it. \(merchantName) can tell you why."]
            )
        }

        static func deleted(merchantName: String) -> Ended {
            Ended(
                heading: "This invoice was withdrawn",
                advice: ["Please do not pay it. \(merchantName) can give you a new one."]
            )
        }

        static func failed(merchantName: String) -> Ended {
            Ended(
                heading: "This payment could not be completed",
                advice: [
                    "Nothing you sent is lost: every address of this invoice is still watched.",
                    "Please ask \(merchantName) how to go on.",
                ]
            )
        }
    }
}
