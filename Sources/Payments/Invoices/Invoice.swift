/// What is to be paid: price, coins offered, policy, deadline.
///
/// It never changes once opened.
package struct Invoice: Sendable, Hashable {
    /// How money that comes after the deadline is counted.
    package struct LateTerms: Sendable, Hashable {
        /// How long after the deadline the old rate may still count.
        package let windowSeconds: Int64
        /// How far the rate may have moved for that: 1/100 is one percent.
        package let tolerance: Ratio

        /// Describes how late money counts.
        package init(windowSeconds: Int64, tolerance: Ratio) {
            self.windowSeconds = windowSeconds
            self.tolerance = tolerance
        }
    }

    /// For machines.
    package let id: InvoiceID
    /// For people.
    package let code: InvoiceCode
    /// Who gets paid.
    package let merchant: MerchantID
    /// The API it was made through.
    package let dialect: Dialect
    /// The key that made it, which also signs its notifications.
    package let key: APIKeyID
    /// The merchant's own id for it, unique in the dialect.
    package let externalID: String
    /// Whether the merchant wrote its id as a JSON number, so that it is echoed as one.
    package let isExternalIDNumeric: Bool
    /// The price.
    package let price: Amount
    /// The coins it may be paid in; never empty.
    package let coins: [Coin]
    /// Who bears the network fee.
    package let feeTerms: NetworkFeeTerms
    /// The fraction added to the price: 1/100 is one percent.
    package let insurance: Ratio
    /// The accepted underpayment: 3/200 accepts 98.5 of 100.
    package let tolerance: Ratio
    /// How late money counts.
    package let lateTerms: LateTerms
    /// What the payer reads.
    package let details: String?
    /// Where the payer may go back to.
    package let returnURL: String?
    /// When it was opened.
    package let openedAt: Instant
    /// Until when it can be paid at the quoted rate.
    package let deadline: Instant

    /// Describes an invoice.
    package init(
        id: InvoiceID,
        code: InvoiceCode,
        merchant: MerchantID,
        dialect: Dialect,
        key: APIKeyID,
        externalID: String,
        isExternalIDNumeric: Bool,
        price: Amount,
        coins: [Coin],
        feeTerms: NetworkFeeTerms,
        insurance: Ratio,
        tolerance: Ratio,
        lateTerms: LateTerms,
        details: String?,
        returnURL: String?,
        openedAt: Instant,
        deadline: Instant
    ) {
        self.id = id
        self.code = code
        self.merchant = merchant
        self.dialect = dialect
        self.key = key
        self.externalID = externalID
        self.isExternalIDNumeric = isExternalIDNumeric
        self.price = price
        self.coins = coins
        self.feeTerms = feeTerms
        self.insurance = insurance
        self.tolerance = tolerance
        self.lateTerms = lateTerms
        self.details = details
        self.returnURL = returnURL
        self.openedAt = openedAt
        self.deadline = deadline
    }
}
