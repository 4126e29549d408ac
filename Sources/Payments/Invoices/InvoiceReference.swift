/// What names an invoice to the outside.
package enum InvoiceReference: Sendable, Hashable {
    /// Its UUID.
    case id(InvoiceID)
    /// Its eight-character code.
    case code(InvoiceCode)
    /// One of its choices of a coin (an order of OnchainPay).
    case choice(ChoiceID)
    /// The merchant's own id in a dialect.
    case external(String, of: MerchantID, in: Dialect)
}
