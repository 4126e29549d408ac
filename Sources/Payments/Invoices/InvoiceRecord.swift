/// An invoice with its facts and the standing that was last derived from them.
package struct InvoiceRecord: Sendable, Hashable {
    /// The invoice as it was opened.
    package let invoice: Invoice
    /// What is known about it.
    package let facts: Facts
    /// What the facts added up to when they last changed.
    package let standing: Standing
    /// How often the standing changed; 1 when opened.
    package let revision: Int
    /// When it last changed.
    package let updatedAt: Instant
    /// When it was paid or ended.
    package let doneAt: Instant?
    /// When the merchant's shop last answered a notification about it.
    package let answeredAt: Instant?

    /// Puts together what is stored about an invoice.
    package init(
        invoice: Invoice,
        facts: Facts,
        standing: Standing,
        revision: Int,
        updatedAt: Instant,
        doneAt: Instant?,
        answeredAt: Instant?
    ) {
        self.invoice = invoice
        self.facts = facts
        self.standing = standing
        self.revision = revision
        self.updatedAt = updatedAt
        self.doneAt = doneAt
        self.answeredAt = answeredAt
    }
}
