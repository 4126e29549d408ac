package import Payments

/// That an invoice's standing was stored, and when by the gateway's clock.
package struct StandingChange: Sendable, Hashable {
    /// The invoice.
    package let invoice: InvoiceID
    /// The standing's number, which only grows.
    package let revision: Int
    /// When it was stored.
    package let changedAt: Instant

    /// Describes a change.
    package init(invoice: InvoiceID, revision: Int, changedAt: Instant) {
        self.invoice = invoice
        self.revision = revision
        self.changedAt = changedAt
    }
}

/// That a payer's question was answered.
package struct InquiryChange: Sendable, Hashable {
    /// The invoice on whose page it was asked.
    package let invoice: InvoiceID
    /// When it was answered last.
    package let answeredAt: Instant

    /// Describes an answer.
    package init(invoice: InvoiceID, answeredAt: Instant) {
        self.invoice = invoice
        self.answeredAt = answeredAt
    }
}

extension Transaction {
    /// The standings stored since a moment, the oldest first.
    ///
    /// `last`: The last one of the page before; what follows it is answered.
    package func standingsChanged(
        since moment: Instant,
        after last: StandingChange?,
        limit: Int
    ) throws(StorageError) -> [StandingChange] {
        let start = last?.changedAt ?? moment
        return try connection.rows(
            """
            SELECT invoice_id, revision, updated_at
            FROM standings
            WHERE updated_at >= \(start)
                AND (updated_at > \(start) OR invoice_id > \(last?.invoice.text ?? ""))
            ORDER BY updated_at, invoice_id
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return StandingChange(
                invoice: InvoiceID(try row.text()),
                revision: try row.int(),
                changedAt: try row.instant()
            )
        }
    }

    /// The questions answered since a moment, the newest first.
    package func inquiriesAnswered(
        since moment: Instant,
        limit: Int
    ) throws(StorageError) -> [InquiryChange] {
        try connection.rows(
            """
            SELECT invoice_id, answered_at
            FROM inquiries
            WHERE answered_at >= \(moment)
            ORDER BY answered_at DESC
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return InquiryChange(
                invoice: InvoiceID(try row.text()),
                answeredAt: try row.instant()
            )
        }
    }

    /// When a question on an invoice's page was answered last; nil for never.
    package func lastAnswer(on invoice: InvoiceID) throws(StorageError) -> Instant? {
        guard
            var row = try connection.rows(
                "SELECT MAX(answered_at) FROM inquiries WHERE invoice_id = \(invoice)"
            ).first
        else { return nil }
        return try row.optionalInstant()
    }

    /// How far each network was read.
    package func heights() throws(StorageError) -> [NetworkID: UInt64] {
        var heights: [NetworkID: UInt64] = [:]
        for row in try connection.rows("SELECT network, height FROM cursors") {
            var row = row
            let network = NetworkID(try row.text())
            heights[network] = UInt64(clamping: try row.integer())
        }
        return heights
    }
}
