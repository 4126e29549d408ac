extension CheckoutPageModel {
    /// An invoice that asks for nothing any more, and what the payer can do.
    struct Ended: Sendable {
        let heading: String
        let advice: [Sentence]
        let isExpired: Bool
        /// Shown where late money would still be noticed.
        let watchedAddress: String?

        private init(
            _ heading: String,
            advice: [Sentence],
            isExpired: Bool = false,
            watchedAddress: String? = nil
        ) {
            self.heading = heading
            self.advice = advice
            self.isExpired = isExpired
            self.watchedAddress = watchedAddress
        }

        /// The deadline passed.
        ///
        /// `watchedAddress`: Nil where none was ever given out.
        /// `part`: What came in time, where it was not enough.
        static func expired(
            merchantName: String,
            watchedAddress: String?,
            part: (sum: String, total: String)? = nil,
            notices: [Sentence] = [],
            in words: Words
        ) -> Ended {
            let merchant = ["merchant": merchantName]
            var advice = [words.sentence(.expiredLead)]
            if let part {
                let values = ["sum": part.sum, "total": part.total, "merchant": merchantName]
                advice.append(words.sentence(.expiredPart, values))
            } else {
                advice.append(words.sentence(.expiredNext, merchant))
                if watchedAddress != nil { advice.append(words.sentence(.expiredSent, merchant)) }
            }
            return Ended(
                words[.expiredHeading],
                advice: advice + notices,
                isExpired: true,
                watchedAddress: watchedAddress
            )
        }

        static func cancelled(merchantName: String, in words: Words) -> Ended {
            stopped(.cancelledHeading, .cancelledLead, merchantName, words)
        }

        static func deleted(merchantName: String, in words: Words) -> Ended {
            stopped(.deletedHeading, .deletedLead, merchantName, words)
        }

        static func failed(merchantName: String, in words: Words) -> Ended {
            stopped(.failedHeading, .failedLead, merchantName, words)
        }

        private static func stopped(
            _ heading: Phrase,
            _ lead: Phrase,
            _ merchantName: String,
            _ words: Words
        ) -> Ended {
            let merchant = ["merchant": merchantName]
            return Ended(
                words[heading],
                advice: [words.sentence(lead, merchant), words.sentence(.askShop, merchant)]
            )
        }
    }
}
