package import Payments

extension Transaction {
    /// A merchant's events before a number, the newest first.
    ///
    /// `before`: The number of the last one seen; nil for the newest.
    package func newestEvents(
        of merchant: MerchantID,
        before number: Int64?,
        limit: Int
    ) throws(StorageError) -> [EventRecord] {
        try events(
            where: """
                WHERE merchant_id = \(merchant) AND number < \(number ?? .max)
                ORDER BY number DESC
                LIMIT \(limit)
                """
        )
    }

    /// A merchant's event of a number, or nil.
    package func event(
        _ number: Int64,
        of merchant: MerchantID
    ) throws(StorageError) -> EventRecord? {
        try events(where: "WHERE merchant_id = \(merchant) AND number = \(number)").first
    }

    /// The last attempts to tell about an event, the newest first.
    package func attempts(
        of event: EventRecord,
        limit: Int
    ) throws(StorageError) -> [AttemptRecord] {
        try connection.rows(
            """
            SELECT attempt, happened_at, answer, http_status, key_id, answer_body
            FROM attempts
            WHERE merchant_id = \(event.merchant) AND number = \(event.number)
            ORDER BY attempt DESC
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return AttemptRecord(
                number: try row.int(),
                happenedAt: try row.instant(),
                answer: try row.text(),
                httpStatus: try row.optionalInteger().map { Int($0) },
                key: try row.optionalText().map(APIKeyID.init),
                answerBody: try row.optionalText()
            )
        }
    }

    /// Makes the notification of an event due now, with the bytes it has.
    ///
    /// One that waits is tried at once, after the older ones of its invoice, which are due then,
    /// too. One that was delivered or given up is sent a single time more and then is what it was,
    /// unless the shop acknowledges it: it holds back no other.
    ///
    /// `url`: Where it goes from now on.
    /// - Returns: Whether there is anything to send.
    package func resend(
        _ event: EventRecord,
        to url: String,
        at now: Instant
    ) throws(StorageError) -> Bool {
        switch event.state {
        case .quiet: return false
        case .waiting:
            guard event.body != nil else { return false }
            try connection.run(
                """
                UPDATE events
                SET due_at = \(now)
                WHERE subject = \(event.subject) AND state = 'waiting'
                    AND number <= \(event.number) AND due_at > \(now)
                """
            )
        case .delivered, .abandoned:
            // One whose bytes were erased with its payer is made anew, without him.
            try connection.run(
                """
                UPDATE events
                SET state = 'waiting', due_at = \(now), resent_from = \(event.state.rawValue)
                WHERE merchant_id = \(event.merchant) AND number = \(event.number)
                """
            )
        }
        try connection.run(
            """
            UPDATE events
            SET url = \(url)
            WHERE merchant_id = \(event.merchant) AND number = \(event.number)
            """
        )
        return true
    }

    /// The code of an invoice, or nil where there is none.
    package func invoiceCode(of id: InvoiceID) throws(StorageError) -> InvoiceCode? {
        guard
            var row = try connection.rows("SELECT code FROM invoices WHERE id = \(id)").first
        else { return nil }
        return InvoiceCode(try row.text())
    }
}
