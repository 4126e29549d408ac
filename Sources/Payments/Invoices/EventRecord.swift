/// What changed about an invoice.
package struct InvoiceChange: Sendable, Hashable {
    /// The invoice.
    package let invoice: InvoiceID
    /// What happened.
    package let event: InvoiceEvent
    /// What the invoice stood at before; nil for a new one.
    package let before: Standing?
    /// What it stands at by this event.
    package let standing: Standing

    /// Describes a change.
    package init(invoice: InvoiceID, event: InvoiceEvent, before: Standing?, standing: Standing) {
        self.invoice = invoice
        self.event = event
        self.before = before
        self.standing = standing
    }
}

/// What changed about a deposit.
package struct DepositChange: Sendable, Hashable {
    /// The deposit.
    package let deposit: DepositID
    /// Where it is by this event.
    package let state: Deposit.State

    /// Describes a change.
    package init(deposit: DepositID, state: Deposit.State) {
        self.deposit = deposit
        self.state = state
    }
}

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

    /// What an event is about.
    package enum Change: Sendable, Hashable {
        /// An invoice.
        case invoice(InvoiceChange)
        /// Money that came to a static address and belongs to no invoice.
        case deposit(DepositChange)
    }

    /// Whose event it is.
    package let merchant: MerchantID
    /// Its place in the merchant's sequence, from 1, without gaps.
    package let number: Int64
    /// The revision of the invoice or the deposit that it led to.
    package let revision: Int
    /// What happened.
    package let change: Change
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
    /// What names the notification to the shop, once its bytes were made.
    package let webhook: WebhookID?
    /// How far it had got when somebody had it sent once more; nil unless that is under way.
    package let resentFrom: State?

    /// Puts together what is stored about an event.
    package init(
        merchant: MerchantID,
        number: Int64,
        revision: Int,
        change: Change,
        happenedAt: Instant,
        state: State,
        dueAt: Instant?,
        attempts: Int,
        body: [UInt8]?,
        url: String?,
        webhook: WebhookID? = nil,
        resentFrom: State? = nil
    ) {
        self.merchant = merchant
        self.number = number
        self.revision = revision
        self.change = change
        self.happenedAt = happenedAt
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.body = body
        self.url = url
        self.webhook = webhook
        self.resentFrom = resentFrom
    }

    /// What the event is about, as text: the id of an invoice or of a deposit.
    package var subject: String {
        switch change {
        case .invoice(let change): change.invoice.text
        case .deposit(let change): change.deposit.text
        }
    }

    /// What happened, in a word.
    package var word: String {
        switch change {
        case .invoice(let change): change.event.rawValue
        case .deposit(let change): "deposit.\(change.state.rawValue)"
        }
    }

    /// The invoice it is about, or nil.
    package var invoice: InvoiceID? {
        guard case .invoice(let change) = change else { return nil }
        return change.invoice
    }
}
