extension ClientError {
    /// A gateway's answer that it will not do what was asked (API contract A2 and B2).
    public struct Refusal: Sendable, Hashable {
        /// The status of the HTTP answer.
        public let httpStatus: Int
        /// The API's number for the reason, the same in every version.
        public let code: Int
        /// OnchainPay's name of the code such as `INVALID_SIGNATURE`; OkiPays gives it seldom.
        public let name: String?
        /// A sentence for developers; it may change, so nothing should depend on it.
        public let message: String
        /// What to quote when asking the gateway's operator, where it gave one.
        public let requestID: String?

        /// Whether there is no such invoice or order: 14, or 1300 and 1310.
        ///
        /// A wrong path is not this, also where the HTTP status is 404.
        public var isNotFound: Bool { [14, 1300, 1310].contains(code) }

        /// Whether the shop's number is taken: by any order (11), by another invoice (1301).
        public var isConflict: Bool { [11, 1301].contains(code) }

        /// Whether the gateway itself failed and may not know how far it got.
        ///
        /// 501 and 503 are answered before anything is done.
        public var isOutcomeUnknown: Bool {
            httpStatus >= 500 && httpStatus != 501 && httpStatus != 503
        }

        /// The number of the last call was larger: of another process with the same token.
        var isOldRequestID: Bool { code == 2 && httpStatus == 400 }
    }
}
