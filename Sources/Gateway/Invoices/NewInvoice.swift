package import Payments
import Storage

/// What a dialect asks the desk to open, after it has checked every field.
package struct NewInvoice: Sendable, Hashable {
    /// The coins the shop wants to offer.
    package enum Offer: Sendable, Hashable {
        /// Everything the merchant can take.
        case everything
        /// These, each of which must be available.
        case only([Coin])
    }

    /// The merchant's own id.
    package var externalID: String
    /// Whether it was a JSON number.
    package var isExternalIDNumeric: Bool
    /// The price.
    package var price: Amount
    /// The coins to offer.
    package var offer: Offer
    /// Who bears the network fee.
    package var feeTerms: NetworkFeeTerms
    /// What the payer reads.
    package var details: String?
    /// Where the payer may go back to.
    package var returnURL: String?
    /// Until when it can be paid.
    package var deadline: Instant

    /// Describes an invoice to open.
    package init(
        externalID: String,
        isExternalIDNumeric: Bool,
        price: Amount,
        offer: Offer,
        feeTerms: NetworkFeeTerms,
        details: String?,
        returnURL: String?,
        deadline: Instant
    ) {
        self.externalID = externalID
        self.isExternalIDNumeric = isExternalIDNumeric
        self.price = price
        self.offer = offer
        self.feeTerms = feeTerms
        self.details = details
        self.returnURL = returnURL
        self.deadline = deadline
    }
}

/// The growing number and the signature of a request that is made once only.
package struct RequestProof: Sendable, Hashable {
    /// The request's number.
    package let requestID: Int64
    /// Its signature, in lower case.
    package let signature: String

    /// Describes the proof of a request.
    package init(requestID: Int64, signature: String) {
        self.requestID = requestID
        self.signature = signature
    }
}

/// What became of a request to open an invoice.
package enum OpenOutcome: Sendable {
    /// It is open and on disk.
    case opened(InvoiceRecord)
    /// The request was used before, or an older one came later.
    case refused(RequestRefusal)
    /// The merchant already has an invoice with this id.
    case duplicate
    /// A coin is unknown or the merchant has no wallet for it, or nothing can be offered at all.
    case coinNotAvailable
    /// There is no fresh price to quote with.
    case rateNotAvailable
    /// The price comes to more than can be counted.
    case amountTooLarge
}

/// Why a request's proof was not taken.
package enum RequestRefusal: Sendable, Hashable {
    /// Its number is not larger than one used before.
    case notLarger
    /// Its signature was used before.
    case signatureUsed
}
