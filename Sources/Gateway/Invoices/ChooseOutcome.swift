package import Payments

/// What became of a payer's choice of a coin.
package enum ChooseOutcome: Sendable {
    /// It stands; choosing the same coin again gives the same address.
    case chosen(InvoiceRecord)
    /// There is no such invoice.
    case invoiceNotFound
    /// The invoice is not offered in this coin.
    case coinNotAvailable
    /// There is no fresh price to quote with.
    case rateNotAvailable
    /// Something was paid already, or the invoice is over.
    case closed
    /// The payer changed his mind too often.
    case tooManyChoices
}
