/// An event of a merchant and how far its notification got: the outbox row.
package struct EventRecord: Sendable, Hashable {
    /// How far a notification got.
    package enum State: String, Sendable, Hashable {
        /// There was nothing to tell, or nobody to tell it to.
        case quiet
        /// To be sent, or sent and not acknowledged.
        case waiting
        /// Acknowledged.
        case delivered
        /// Given up after the last attempt.
        case abandoned
    }

    /// Whose event it is.
    package let merchant: MerchantID
    /// Its place in the merchant's sequence, from 1, without gaps.
    package let number: Int64
    /// The invoice it is about.
    package let invoice: InvoiceID
    /// The revision of the standing it led to.
    package let revision: Int
    /// What happened.
    package let event: InvoiceEvent
    /// What the invoice stood at before; nil for a new one.
    package let before: Standing?
    /// What it stands at by this event.
    package let standing: Standing
    /// When.
    package let happenedAt: Instant
    /// How far the notification got.
    package let state: State
    /// When it is tried next.
    package let dueAt: Instant?
    /// How often it was tried.
    package let attempts: Int
    /// The exact bytes that are sent each time, once they were made.
    package let body: [UInt8]?
    /// Where they go.
    package let url: String?

    /// Puts together what is stored about an event.
    package init(
        merchant: MerchantID,
        number: Int64,
        invoice: InvoiceID,
        revision: Int,
        event: InvoiceEvent,
        before: Standing?,
        standing: Standing,
        happenedAt: Instant,
        state: State,
        dueAt: Instant?,
        attempts: Int,
        body: [UInt8]?,
        url: String?
    ) {
        self.merchant = merchant
        self.number = number
        self.invoice = invoice
        self.revision = revision
        self.event = event
        self.before = before
        self.standing = standing
        self.happenedAt = happenedAt
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.body = body
        self.url = url
    }
}
