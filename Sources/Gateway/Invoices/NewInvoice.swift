import Crypto
package import Payments

/// What a dialect asks the desk to open, after it has checked every field.
package struct NewInvoice: Sendable, Hashable {
    /// The coins the shop wants to offer.
    package enum Offer: Sendable, Hashable {
        /// Everything the merchant can take.
        case everything
        /// These, each of which must be available.
        case only([Coin])
    }

    /// Which of a dialect's objects it is to be.
    package var kind: Invoice.Kind = .invoice
    /// The merchant's own id.
    package var externalID: String?
    /// Whether it was a JSON number.
    package var isExternalIDNumeric = false
    /// The price.
    package var price: Amount
    /// The coins to offer.
    package var offer: Offer
    /// Who bears the network fee.
    package var feeTerms: NetworkFeeTerms
    /// The fraction to add to the price; nil for what the merchant always adds.
    package var insurance: Ratio?
    /// The accepted underpayment; nil for what the merchant always accepts.
    package var tolerance: Ratio?
    /// How far the price may move before the quote is made anew; nil keeps the quote.
    package var slippage: Ratio?
    /// The names of the merchant's tariffs to add.
    package var tariffs: [String] = []
    /// The shop's label of it.
    package var label: String?
    /// What the payer reads.
    package var details: String?
    /// The shop's own id for its customer, who then pays to static addresses.
    package var payerReference: String?
    /// Where to reach the payer.
    package var payerEmail: String?
    /// Where the payer may go back to.
    package var returnURL: String?
    /// Where the shop hears about this invoice alone.
    package var webhooks = Invoice.Webhooks()
    /// Who opens it by hand; nil where the shop does.
    package var openedBy: Actor?
    /// When it was asked for.
    package var askedAt: Instant
    /// Until when it can be paid.
    package var deadline: Instant

    /// Describes an invoice to open, without what is not always there.
    package init(
        externalID: String?,
        price: Amount,
        offer: Offer,
        feeTerms: NetworkFeeTerms,
        askedAt: Instant,
        deadline: Instant
    ) {
        self.externalID = externalID
        self.price = price
        self.offer = offer
        self.feeTerms = feeTerms
        self.askedAt = askedAt
        self.deadline = deadline
    }

    /// What a repeated request must have the same to mean the same invoice: price, coins, label and
    /// webhook (API contract D, OnchainPay 9).
    var contentDigest: String {
        let coins =
            switch offer {
            case .everything: ["*"]
            case .only(let coins):
                coins.map { "\($0.asset.ticker) \($0.network.name)" }.sorted()
            }
        let webhooks = [webhooks.all, webhooks.success, webhooks.failure]
        let parts =
            [kind.rawValue, price.asset.ticker, price.decimal, label ?? ""]
            + webhooks.map { $0 ?? "" } + coins
        // The length before each part keeps two lists of parts from reading alike.
        let text = parts.map { "\($0.utf8.count):\($0)" }.joined()
        return SHA256.hash(data: Array(text.utf8))
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
