package import Payments

/// Where a walk over what is known of payers goes on; the beginning where nothing was seen yet.
package struct ErasureCursor: Sendable, Hashable {
    let moment: Instant
    let id: String

    /// Before everything.
    package static let start = ErasureCursor(moment: Instant(microseconds: .min), id: "")
}

/// A page of what was looked at: what of it is to be erased, and where to go on.
package struct ErasurePage<Identity: Sendable>: Sendable {
    /// What is to be erased.
    package let found: [Identity]
    /// Where to go on; nil at the end.
    package let next: ErasureCursor?
}

extension Transaction {
    /// Looks at a merchant's invoices that know their payer and were opened before a moment: those
    /// that ended before it.
    ///
    /// An invoice ends when it is done, or with its deadline where nothing came of it.
    package func invoicesToErase(
        of merchant: MerchantID,
        endedBefore moment: Instant,
        after cursor: ErasureCursor,
        limit: Int
    ) throws(StorageError) -> ErasurePage<InvoiceID> {
        let rows = try connection.rows(
            """
            SELECT invoices.opened_at, invoices.id, standings.done_at IS NOT NULL
                    OR standings.phase IN ('short', 'expired', 'cancelled', 'deleted', 'failed'),
                COALESCE(standings.done_at, invoices.deadline)
            FROM invoices
            JOIN standings ON standings.invoice_id = invoices.id
            WHERE invoices.merchant_id = \(merchant)
                AND (invoices.payer_email IS NOT NULL OR invoices.payer_reference IS NOT NULL)
                AND invoices.opened_at < \(moment)
                AND (invoices.opened_at, invoices.id) > (\(cursor.moment), \(cursor.id))
            ORDER BY invoices.opened_at, invoices.id
            LIMIT \(limit)
            """
        )
        return try page(of: rows, limit: limit) { row throws(StorageError) in
            let hasEnded = try row.bool()
            return hasEnded ? try row.instant() < moment : false
        } make: {
            InvoiceID($0)
        }
    }

    /// Looks at a merchant's customers of whom more than an id is known: those of whom nothing is
    /// newer than a moment.
    ///
    /// Newer are a change of what is known, an invoice that ended later, and a deposit.
    package func customersToErase(
        of merchant: MerchantID,
        quietSince moment: Instant,
        after cursor: ErasureCursor,
        limit: Int
    ) throws(StorageError) -> ErasurePage<CustomerID> {
        let rows = try connection.rows(
            """
            SELECT customers.updated_at, customers.id,
                NOT EXISTS (
                    SELECT 1
                    FROM invoices
                    JOIN standings ON standings.invoice_id = invoices.id
                    WHERE invoices.customer_id = customers.id
                        AND (invoices.deadline >= \(moment) OR standings.done_at >= \(moment))
                )
                AND NOT EXISTS (
                    SELECT 1
                    FROM static_addresses
                    JOIN deposits ON deposits.static_address_id = static_addresses.id
                    WHERE static_addresses.merchant_id = customers.merchant_id
                        AND static_addresses.customer_id = customers.id
                        AND deposits.updated_at >= \(moment)
                )
            FROM customers
            WHERE customers.merchant_id = \(merchant)
                AND (customers.email IS NOT NULL OR customers.name IS NOT NULL)
                AND customers.updated_at < \(moment)
                AND (customers.updated_at, customers.id) > (\(cursor.moment), \(cursor.id))
            ORDER BY customers.updated_at, customers.id
            LIMIT \(limit)
            """
        )
        return try page(of: rows, limit: limit) { row throws(StorageError) in
            try row.bool()
        } make: {
            CustomerID($0)
        }
    }

    /// Reads `moment, id` and what a row says of whether it is to be erased.
    private func page<Identity>(
        of rows: [SQLRow],
        limit: Int,
        isFound: (inout SQLRow) throws(StorageError) -> Bool,
        make: (String) -> Identity
    ) throws(StorageError) -> ErasurePage<Identity> {
        var found: [Identity] = []
        var last: ErasureCursor?
        for row in rows {
            var row = row
            let moment = try row.instant()
            let id = try row.text()
            last = ErasureCursor(moment: moment, id: id)
            if try isFound(&row) { found.append(make(id)) }
        }
        return ErasurePage(found: found, next: rows.count < limit ? nil : last)
    }

    /// A merchant's invoices that know a payer by a name, some of them.
    package func invoices(
        of merchant: MerchantID,
        knowing payer: PayerName,
        limit: Int
    ) throws(StorageError) -> [InvoiceID] {
        let condition: SQL =
            switch payer {
            case .email(let email): "AND payer_email = \(email)"
            case .reference(let reference): "AND payer_reference = \(reference)"
            }
        let start: SQL = "SELECT id FROM invoices WHERE merchant_id = \(merchant)"
        return try connection.rows(
            start.followed(by: condition).followed(by: "ORDER BY id LIMIT \(limit)")
        ).map { row throws(StorageError) in
            var row = row
            return InvoiceID(try row.text())
        }
    }

    /// A merchant's customers of an e-mail address, some of them.
    package func customers(
        of merchant: MerchantID,
        email: String,
        limit: Int
    ) throws(StorageError) -> [(id: CustomerID, reference: String)] {
        try connection.rows(
            """
            SELECT id, reference
            FROM customers
            WHERE merchant_id = \(merchant) AND email = \(email)
            ORDER BY id
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return (CustomerID(try row.text()), try row.text())
        }
    }
}

extension Transaction {
    /// Forgets who an invoice's payer is, in the invoice and in what was told about it.
    ///
    /// A notification that the shop has yet to hear keeps its exact bytes, which are forgotten at a
    /// later look.
    ///
    /// - Returns: Whether such a notification waits.
    package func erasePayer(
        of invoice: InvoiceID,
        lookAgainAt later: Instant
    ) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE invoices
            SET payer_email = NULL, payer_reference = NULL
            WHERE id = \(invoice)
            """
        )
        try connection.run(
            """
            UPDATE attempts
            SET answer_body = NULL
            WHERE (merchant_id, number) IN (
                SELECT merchant_id, number
                FROM events
                WHERE subject = \(invoice) AND state <> 'waiting'
            )
            """
        )
        // Without its bytes a notification has no name to be looked up by either: told again, it is
        // made anew, without the payer.
        try connection.run(
            """
            UPDATE events
            SET body = NULL, webhook_id = NULL
            WHERE subject = \(invoice) AND state <> 'waiting' AND body IS NOT NULL
            """
        )
        let isWaiting = try !connection.rows(
            """
            SELECT 1
            FROM events
            WHERE subject = \(invoice) AND state = 'waiting'
            LIMIT 1
            """
        ).isEmpty
        if isWaiting {
            try connection.run(
                """
                INSERT INTO erasures (invoice_id, look_at)
                VALUES (\(invoice), \(later))
                ON CONFLICT (invoice_id) DO UPDATE SET look_at = excluded.look_at
                """
            )
        } else {
            try connection.run("DELETE FROM erasures WHERE invoice_id = \(invoice)")
        }
        return isWaiting
    }

    /// The invoices whose last notifications are to be looked at again.
    package func erasuresDue(at now: Instant, limit: Int) throws(StorageError) -> [InvoiceID] {
        try connection.rows(
            """
            SELECT invoice_id
            FROM erasures
            WHERE look_at <= \(now)
            ORDER BY look_at
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return InvoiceID(try row.text())
        }
    }

    /// Forgets what is known of a customer, and the names of the addresses that he trusts.
    ///
    /// The shop's own id of him stays: static addresses belong to it.
    package func eraseData(of customer: CustomerID) throws(StorageError) {
        try connection.run(
            """
            UPDATE customers
            SET email = NULL, name = NULL
            WHERE id = \(customer)
            """
        )
        try connection.run(
            """
            UPDATE contacts
            SET name = NULL, comment = NULL
            WHERE customer_id = \(customer)
            """
        )
    }
}
