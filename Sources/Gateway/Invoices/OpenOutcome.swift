package import Payments

/// What makes a request one that is made once only.
package enum RequestProof: Sendable, Hashable {
    /// A growing number and the signature, in lower case (API contract B1).
    case numbered(Int64, signature: String)
    /// A text that is used once within a day (API contract A1).
    case nonce(String)
}

/// What became of a request to open an invoice.
package enum OpenOutcome: Sendable {
    /// It is open and on disk.
    case opened(InvoiceRecord)
    /// The same was asked for before: this is the invoice that was opened then.
    case repeated(InvoiceRecord)
    /// The request was used before, or an older one came later.
    case refused(RequestRefusal)
    /// The merchant already has another invoice with this id.
    case duplicate
    /// A coin is unknown or the merchant has no wallet for it, or nothing can be offered at all.
    case coinNotAvailable
    /// The merchant has no such tariff, or none that invoices may name.
    case tariffNotAvailable(String)
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
    /// Its nonce was used within the last day.
    case nonceUsed
}
