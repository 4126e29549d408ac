package import Payments

extension Transaction {
    /// Derives an invoice's standing anew and, where it changed, stores it with its event.
    ///
    /// The one place that changes a stored standing. Run twice, or after a crash, it finds nothing
    /// to do the second time. An event that a shop may want to hear about is due at once, and
    /// brings forward what the shop has not acknowledged about the same invoice.
    ///
    /// - Returns: What happened, or nil where nothing changed.
    @discardableResult
    package func settle(
        _ id: InvoiceID,
        at now: Instant
    ) throws(StorageError) -> InvoiceEvent? {
        guard let invoice = try invoices(where: "WHERE id = \(id)").first else { return nil }
        var before: Standing?
        var revision = 0
        if var row = try connection.rows(
            "SELECT revision, standing FROM standings WHERE invoice_id = \(id)"
        ).first {
            revision = try row.int()
            before = try StandingText.standing(of: row.text())
        }
        return try settle(
            invoice,
            given: facts(of: id),
            before: before,
            revision: revision,
            at: now
        )
    }

    /// The same for an invoice whose facts are at hand.
    @discardableResult
    func settle(
        _ invoice: Invoice,
        given facts: Facts,
        before: Standing?,
        revision: Int,
        at now: Instant
    ) throws(StorageError) -> InvoiceEvent? {
        try keepReceipts(of: invoice, given: facts)
        let after = invoice.standing(given: facts, at: now)
        let wasPaid = facts.marks.contains(.paid)
        guard let event = InvoiceEvent(from: before, to: after, wasPaidBefore: wasPaid) else {
            return nil
        }
        let isPaidNow = after.confirmed >= .paid && !wasPaid
        if isPaidNow { try mark(invoice.id, as: .paid, at: now) }
        try keepCounts(of: invoice, from: before, to: after, isPaidNow: isPaidNow, at: now)
        let isDone = after.decision != nil || after.confirmed >= .paid
        try connection.run(
            """
            INSERT INTO standings
                (invoice_id, merchant_id, dialect, kind, opened_at, revision, standing, phase,
                may_requote, next_check_at, updated_at, done_at)
            VALUES (\(invoice.id), \(invoice.merchant), \(invoice.dialect.rawValue),
                \(invoice.kind.rawValue), \(invoice.openedAt), \(revision + 1),
                \(StandingText.text(of: after)), \(invoice.phase(at: after).rawValue),
                \(invoice.mayRequote(given: facts, at: after)),
                \(invoice.nextCheck(after: after)), \(now), \(isDone ? now : nil))
            ON CONFLICT (invoice_id) DO UPDATE
            SET revision = excluded.revision, standing = excluded.standing,
                phase = excluded.phase, may_requote = excluded.may_requote,
                next_check_at = excluded.next_check_at, updated_at = excluded.updated_at,
                done_at = CASE WHEN excluded.done_at IS NULL THEN NULL
                    ELSE COALESCE(standings.done_at, excluded.done_at) END
            """
        )
        try append(
            .invoice(
                InvoiceChange(
                    invoice: invoice.id,
                    event: event,
                    before: before,
                    standing: after
                )
            ),
            of: invoice.merchant,
            revision: revision + 1,
            at: now
        )
        return event
    }

    /// Derives a deposit's state anew and, where it changed, stores it with its event.
    ///
    /// Answer: Whether anything changed.
    func settle(_ id: DepositID, at now: Instant) throws(StorageError) -> Bool {
        guard let (deposit, revision) = try storedDeposit(id) else { return false }
        let after = deposit.derived
        if after == deposit.stored, revision > 0 { return false }
        try connection.run(
            """
            UPDATE deposits
            SET state = \(after.rawValue), revision = \(revision + 1), updated_at = \(now)
            WHERE id = \(id)
            """
        )
        try keepReceipt(deposit.transfer, isCounted: after == .processed)
        try append(
            .deposit(DepositChange(deposit: id, state: after)),
            of: deposit.merchant,
            revision: revision + 1,
            at: now
        )
        return true
    }

    /// Writes the outbox row of a change, numbered in its merchant's sequence.
    private func append(
        _ change: EventRecord.Change,
        of merchant: MerchantID,
        revision: Int,
        at now: Instant
    ) throws(StorageError) {
        guard
            var row = try connection.rows(
                """
                UPDATE merchants
                SET event_last = event_last + 1
                WHERE id = \(merchant)
                RETURNING event_last
                """
            ).first
        else { preconditionFailure("an event without its merchant") }
        let number = try row.integer()
        let columns = EventColumns(of: change)
        try connection.run(
            """
            INSERT INTO events
                (merchant_id, number, subject, invoice_id, deposit_id, revision, event,
                standing_before, standing, happened_at, state, due_at)
            VALUES (\(merchant), \(number), \(columns.subject), \(columns.invoice),
                \(columns.deposit), \(revision), \(columns.event), \(columns.before),
                \(columns.standing), \(now), \(columns.state.rawValue),
                \(columns.state == .waiting ? now : nil))
            """
        )
        if columns.state == .waiting {
            try connection.run(
                """
                UPDATE events
                SET due_at = \(now)
                WHERE subject = \(columns.subject) AND state = 'waiting' AND number < \(number)
                """
            )
        }
    }

    /// Puts off the next look at an invoice whose networks are not read far enough to expire it.
    package func checkAgain(_ id: InvoiceID, at next: Instant) throws(StorageError) {
        try connection.run(
            "UPDATE standings SET next_check_at = \(next) WHERE invoice_id = \(id)"
        )
    }

    /// Invoices whose standing may have changed by the passing of time alone.
    package func invoicesToCheck(
        at now: Instant,
        limit: Int
    ) throws(StorageError) -> [InvoiceID] {
        try connection.rows(
            """
            SELECT invoice_id
            FROM standings
            WHERE next_check_at < \(now)
            ORDER BY next_check_at
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return InvoiceID(try row.text())
        }
    }
}
