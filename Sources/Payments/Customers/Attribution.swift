/// Which invoice a transfer to a shared static address belongs to.
///
/// The exact amount first, then the oldest open invoice; what comes after the deadline belongs to
/// an invoice only with its exact amount and within the merchant's late window. Everything else is
/// a deposit of the customer.
package enum Attribution {
    /// An invoice that waits for money at the address, by one of its choices.
    package struct Candidate: Sendable, Hashable {
        /// The invoice.
        package let invoice: InvoiceID
        /// Its choice that shows the address.
        package let choice: ChoiceID
        /// When the invoice was opened.
        package let openedAt: Instant
        /// When the choice was made.
        package let chosenAt: Instant
        /// Until when it can be paid.
        package let deadline: Instant
        /// How long after that its old rate may still count, in seconds.
        package let lateWindowSeconds: Int64
        /// What is still missing of the choice's due.
        package let rest: Amount

        /// Describes an invoice that waits.
        package init(
            invoice: InvoiceID,
            choice: ChoiceID,
            openedAt: Instant,
            chosenAt: Instant,
            deadline: Instant,
            lateWindowSeconds: Int64,
            rest: Amount
        ) {
            self.invoice = invoice
            self.choice = choice
            self.openedAt = openedAt
            self.chosenAt = chosenAt
            self.deadline = deadline
            self.lateWindowSeconds = lateWindowSeconds
            self.rest = rest
        }
    }

    /// How far a block's time may be behind the moment of a payment in it, in seconds: miners'
    /// clocks differ.
    package static let clockSlackSeconds: Int64 = 900

    /// The candidate that a transfer belongs to, or nil where it is a deposit.
    ///
    /// Money that was there before a choice was made cannot have been sent for it.
    package static func candidate(
        for amount: Amount,
        seenAt seen: Instant,
        among candidates: [Candidate]
    ) -> Candidate? {
        let latest = seen.advanced(bySeconds: clockSlackSeconds)
        let waiting = candidates.filter { candidate in
            candidate.rest.asset == amount.asset && !candidate.rest.isZero
                && candidate.chosenAt <= latest
        }
        .sorted { ($0.openedAt, $0.invoice.text) < ($1.openedAt, $1.invoice.text) }
        let open = waiting.filter { seen <= $0.deadline }
        if let exact = open.first(where: { $0.rest == amount }) { return exact }
        if let oldest = open.first { return oldest }
        // The one that ran out last is the one a late payer still had before him.
        return waiting.filter { candidate in
            let end = candidate.deadline.advanced(bySeconds: candidate.lateWindowSeconds)
            return candidate.rest == amount && seen <= end
        }
        .max { ($0.deadline, $0.invoice.text) < ($1.deadline, $1.invoice.text) }
    }
}
