package import Payments

/// What became of an attempt to deliver a notification.
package enum DeliveryOutcome: Sendable, Hashable {
    /// The shop acknowledged; there may be a decision in its answer.
    case acknowledged(Mark?)
    /// The shop answered, but not with an acknowledgement.
    case answered
    /// The shop could not be reached or failed.
    case failed

    /// The same in words for logs and people.
    package var label: String {
        switch self {
        case .acknowledged(nil): "acknowledged"
        case .acknowledged(let mark?): "acknowledged, \(mark.rawValue)"
        case .answered: "answered"
        case .failed: "failed"
        }
    }
}

/// What came back from an attempt to deliver a notification.
package struct DeliveryAnswer: Sendable, Hashable {
    /// In a word, safe for logs.
    package let label: String
    /// The HTTP status, where there was one.
    package let httpStatus: Int?
    /// The beginning of the answer's text.
    package let body: String?
    /// The key that signed the notification.
    package let key: APIKeyID?

    /// Describes an answer.
    package init(
        label: String,
        httpStatus: Int? = nil,
        body: String? = nil,
        key: APIKeyID? = nil
    ) {
        self.label = label
        self.httpStatus = httpStatus
        self.body = body
        self.key = key
    }
}

extension Transaction {
    /// The oldest unacknowledged event of each invoice that has one due, the longest due first.
    ///
    /// No merchant takes more than a few places, so that a slow shop does not hide the others.
    package func dueEvents(
        at now: Instant,
        perMerchant: Int,
        limit: Int
    ) throws(StorageError) -> [EventRecord] {
        // Grouped by merchant first, SQLite would walk the primary key: every event there ever was.
        try events(
            where: """
                WHERE (merchant_id, number) IN (
                    SELECT merchant_id, first_number
                    FROM (
                        SELECT merchant_id, first_number,
                            ROW_NUMBER() OVER (
                                PARTITION BY merchant_id ORDER BY first_due_at, first_number
                            ) AS place
                        FROM (
                            SELECT merchant_id, MIN(number) AS first_number,
                                MIN(due_at) AS first_due_at
                            FROM events
                            WHERE state = 'waiting' AND due_at <= \(now)
                            GROUP BY subject, merchant_id
                        ) AS firsts
                    ) AS ranked
                    WHERE place <= \(perMerchant)
                )
                ORDER BY due_at, number
                LIMIT \(limit)
                """
        )
    }

    /// When the next waiting notification is due, or nil when none waits.
    package func nextDueAt() throws(StorageError) -> Instant? {
        guard
            var row = try connection.rows(
                "SELECT MIN(due_at) FROM events WHERE state = 'waiting'"
            ).first
        else { return nil }
        return try row.optionalInstant()
    }

    /// The newest moment anything was stored at, or nil in an empty database.
    package func latestMoment() throws(StorageError) -> Instant? {
        guard
            var row = try connection.rows(
                """
                SELECT MAX(moment)
                FROM (
                    SELECT MAX(updated_at) AS moment FROM standings
                    UNION ALL SELECT MAX(caught_up_at) FROM cursors
                    UNION ALL SELECT MAX(created_at) FROM merchants
                ) AS moments
                """
            ).first
        else { return nil }
        return try row.optionalInstant()
    }

    /// A merchant's events after a number, in order.
    package func events(
        of merchant: MerchantID,
        after number: Int64,
        limit: Int
    ) throws(StorageError) -> [EventRecord] {
        try events(
            where: """
                WHERE merchant_id = \(merchant) AND number > \(number)
                ORDER BY number
                LIMIT \(limit)
                """
        )
    }

    /// An invoice's events, in order.
    package func events(of invoice: InvoiceID) throws(StorageError) -> [EventRecord] {
        try events(where: "WHERE subject = \(invoice) ORDER BY number")
    }

    /// The event that a notification told about, or nil.
    package func event(of webhook: WebhookID) throws(StorageError) -> EventRecord? {
        try events(where: "WHERE webhook_id = \(webhook)").first
    }

    /// The last attempt to tell about an event, or nil.
    package func lastAttempt(of event: EventRecord) throws(StorageError) -> AttemptRecord? {
        try attempts(of: event, limit: 1).first
    }

    /// Keeps the bytes and the address of a notification, so that every attempt sends the same.
    ///
    /// Answer: False where another process kept some before; those are the ones to send.
    package func keep(
        body: [UInt8],
        url: String,
        webhook: WebhookID,
        of event: EventRecord
    ) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE events
            SET body = \(body), url = \(url), webhook_id = \(webhook)
            WHERE merchant_id = \(event.merchant) AND number = \(event.number) AND body IS NULL
            """
        ) > 0
    }

    /// Closes an event that there is nothing or nobody to tell about.
    package func silence(_ event: EventRecord) throws(StorageError) {
        try connection.run(
            """
            UPDATE events
            SET state = 'quiet', due_at = NULL
            WHERE merchant_id = \(event.merchant) AND number = \(event.number)
                AND state = 'waiting'
            """
        )
    }

    /// Records an attempt, its consequences for the event, and the merchant's decision, at once.
    ///
    /// A notification that failed holds back the later ones of its invoice, so that they arrive in
    /// order; one that was answered without an acknowledgement does not.
    ///
    /// - Returns: Whether the invoice changed by the merchant's decision.
    package func record(
        _ outcome: DeliveryOutcome,
        of event: EventRecord,
        answer: DeliveryAnswer,
        at now: Instant
    ) throws(StorageError) -> Bool {
        let attempts = event.attempts + 1
        try connection.run(
            """
            INSERT INTO attempts
                (merchant_id, number, attempt, happened_at, answer, http_status, key_id,
                answer_body)
            VALUES (\(event.merchant), \(event.number), \(attempts), \(now), \(answer.label),
                \(answer.httpStatus), \(answer.key), \(answer.body))
            ON CONFLICT (merchant_id, number, attempt) DO NOTHING
            """
        )
        switch outcome {
        case .acknowledged(let decision):
            try close(event, as: .delivered, attempts: attempts)
            guard let invoice = event.invoice else { return false }
            try connection.run(
                "UPDATE standings SET answered_at = \(now) WHERE invoice_id = \(invoice)"
            )
            guard let decision else { return false }
            return try apply(decision, to: invoice, at: now)
        case .answered, .failed:
            if let former = event.resentFrom {
                // It was told before, or given up: one more try holds back nothing and nobody.
                try close(event, as: former, attempts: attempts)
                return false
            }
            guard let delay = DeliverySchedule.delaySeconds(afterAttempts: attempts) else {
                try abandon(event, attempts: attempts, at: now)
                return false
            }
            let next = now.advanced(bySeconds: delay)
            try connection.run(
                """
                UPDATE events
                SET attempts = \(attempts), due_at = \(next)
                WHERE merchant_id = \(event.merchant) AND number = \(event.number)
                """
            )
            if outcome == .failed {
                try connection.run(
                    """
                    UPDATE events
                    SET due_at = \(next)
                    WHERE subject = \(event.subject) AND state = 'waiting'
                        AND number > \(event.number) AND due_at < \(next)
                    """
                )
            }
            return false
        }
    }

    /// Makes a merchant's answer stick; the event it leads to is its own, so it is not told.
    private func apply(
        _ decision: Mark,
        to invoice: InvoiceID,
        at now: Instant
    ) throws(StorageError) -> Bool {
        guard try decide(decision, on: invoice, at: now) else { return false }
        try connection.run(
            """
            UPDATE events
            SET state = 'quiet', due_at = NULL
            WHERE subject = \(invoice) AND event = \(decision.rawValue)
                AND state = 'waiting'
            """
        )
        return true
    }

    /// Makes a decision about an invoice stick where its standing still allows it.
    ///
    /// - Returns: Whether it was taken.
    package func decide(
        _ decision: Mark,
        on invoice: InvoiceID,
        at now: Instant
    ) throws(StorageError) -> Bool {
        guard let stored = try self.invoice(invoice), stored.allows(decision) else {
            return false
        }
        try mark(invoice, as: decision, at: now)
        return try settle(invoice, at: now) != nil
    }

    private func abandon(
        _ event: EventRecord,
        attempts: Int,
        at now: Instant
    ) throws(StorageError) {
        try close(event, as: .abandoned, attempts: attempts)
        try report(
            IncidentRecord(
                kind: .deliveryAbandoned,
                happenedAt: now,
                network: nil,
                invoice: event.invoice,
                details:
                    "event \(event.number) of \(event.merchant.text) after \(attempts) attempts"
            )
        )
    }

    private func close(
        _ event: EventRecord,
        as state: EventRecord.State,
        attempts: Int
    ) throws(StorageError) {
        try connection.run(
            """
            UPDATE events
            SET state = \(state.rawValue), due_at = NULL, attempts = \(attempts),
                resent_from = NULL
            WHERE merchant_id = \(event.merchant) AND number = \(event.number)
            """
        )
    }

    func events(where clause: SQL) throws(StorageError) -> [EventRecord] {
        let columns: SQL = """
            SELECT events.merchant_id, events.number, events.revision, events.subject,
                events.deposit_id IS NOT NULL, events.event, events.standing_before,
                events.standing, events.happened_at, events.state, events.due_at,
                events.attempts, events.body, events.url, events.webhook_id, events.resent_from
            FROM events
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return EventRecord(
                merchant: MerchantID(try row.text()),
                number: try row.integer(),
                revision: try row.int(),
                change: try Self.change(from: &row),
                happenedAt: try row.instant(),
                state: try row.word(),
                dueAt: try row.optionalInstant(),
                attempts: try row.int(),
                body: try row.optionalBlob(),
                url: try row.optionalText(),
                webhook: try row.optionalText().map(WebhookID.init),
                resentFrom: try row.optionalText().flatMap(EventRecord.State.init)
            )
        }
    }

    private static func change(
        from row: inout SQLRow
    ) throws(StorageError) -> EventRecord.Change {
        let subject = try row.text()
        if try row.bool() {
            let state: Deposit.State = try row.word()
            _ = try row.optionalText()
            _ = try row.optionalText()
            return .deposit(DepositChange(deposit: DepositID(subject), state: state))
        }
        return .invoice(
            InvoiceChange(
                invoice: InvoiceID(subject),
                event: try row.word(),
                before: try row.optionalText().map { text throws(StorageError) in
                    try StandingText.standing(of: text)
                },
                standing: try StandingText.standing(of: row.text())
            )
        )
    }
}
