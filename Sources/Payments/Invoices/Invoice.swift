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

    /// Which of a dialect's two objects an invoice is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A price; the payer chooses among the coins offered.
        case invoice
        /// A coin and its amount, fixed by the shop (OnchainPay `make-order`).
        case order
    }

    /// What the shop said about who pays.
    package struct Payer: Sendable, Hashable {
        /// The shop's own id for its customer (OnchainPay `externalUserId`).
        package let reference: String?
        /// Where to reach him.
        package let email: String?
        /// The customer whose static addresses are used.
        package let customer: CustomerID?

        /// Describes a payer.
        package init(
            reference: String? = nil,
            email: String? = nil,
            customer: CustomerID? = nil
        ) {
            self.reference = reference
            self.email = email
            self.customer = customer
        }
    }

    /// Where the shop wants to hear about this invoice alone.
    package struct Webhooks: Sendable, Hashable {
        /// About everything.
        package let all: String?
        /// About a payment.
        package let success: String?
        /// About a failure or the end of time.
        package let failure: String?

        /// Describes where notifications go.
        package init(all: String? = nil, success: String? = nil, failure: String? = nil) {
            self.all = all
            self.success = success
            self.failure = failure
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
    /// Which of the API's objects it is.
    package let kind: Kind
    /// The key that made it, which also signs its notifications.
    package let key: APIKeyID
    /// The merchant's own id for it, unique in the dialect.
    package let externalID: String?
    /// Whether the merchant wrote its id as a JSON number, so that it is echoed as one.
    package let isExternalIDNumeric: Bool
    /// What a repeated request must have the same: a digest of what was asked for.
    package let contentDigest: String?
    /// The price.
    package let price: Amount
    /// The coins it may be paid in; never empty.
    package let coins: [Coin]
    /// On which terms it is quoted.
    package let terms: Quote.Terms
    /// The accepted underpayment: 3/200 accepts 98.5 of 100.
    package let tolerance: Ratio
    /// How far the price may move before the quote is made anew; nil keeps the quote.
    package let slippage: Ratio?
    /// How late money counts.
    package let lateTerms: LateTerms
    /// The shop's label of it.
    package let label: String?
    /// What the payer reads.
    package let details: String?
    /// What is known about the payer.
    package let payer: Payer
    /// Where the payer may go back to.
    package let returnURL: String?
    /// Where the shop hears about it, beside the merchant's own address.
    package let webhooks: Webhooks
    /// Who opened it by hand in the cabinet, by name; nil where the shop did through its API.
    package let openedBy: String?
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
        kind: Kind = .invoice,
        key: APIKeyID,
        externalID: String?,
        isExternalIDNumeric: Bool,
        contentDigest: String? = nil,
        price: Amount,
        coins: [Coin],
        terms: Quote.Terms,
        tolerance: Ratio,
        slippage: Ratio? = nil,
        lateTerms: LateTerms,
        label: String? = nil,
        details: String?,
        payer: Payer = Payer(),
        returnURL: String?,
        webhooks: Webhooks = Webhooks(),
        openedBy: String? = nil,
        openedAt: Instant,
        deadline: Instant
    ) {
        self.id = id
        self.code = code
        self.merchant = merchant
        self.dialect = dialect
        self.kind = kind
        self.key = key
        self.externalID = externalID
        self.isExternalIDNumeric = isExternalIDNumeric
        self.contentDigest = contentDigest
        self.price = price
        self.coins = coins
        self.terms = terms
        self.tolerance = tolerance
        self.slippage = slippage
        self.lateTerms = lateTerms
        self.label = label
        self.details = details
        self.payer = payer
        self.returnURL = returnURL
        self.webhooks = webhooks
        self.openedBy = openedBy
        self.openedAt = openedAt
        self.deadline = deadline
    }
}
