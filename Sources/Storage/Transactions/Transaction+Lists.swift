package import Payments

extension Transaction {
    /// How many invoices of a merchant there are in some phases; in all of them for nil.
    package func countInvoices(
        of merchant: MerchantID,
        in dialect: Dialect,
        kind: Invoice.Kind,
        phases: Set<Phase>?
    ) throws(StorageError) -> Int {
        var total = 0
        for phase in phases.map(Array.init) ?? Phase.allCases {
            guard
                var row = try connection.rows(
                    """
                    SELECT COUNT(*)
                    FROM standings
                    WHERE merchant_id = \(merchant) AND dialect = \(dialect.rawValue)
                        AND kind = \(kind.rawValue) AND phase = \(phase.rawValue)
                    """
                ).first
            else { continue }
            total += try row.int()
        }
        return total
    }

    /// A page of a merchant's invoices in some phases, the newest first.
    ///
    /// Each phase is read by itself along its index and the pages are merged, so that the cost
    /// follows the page and not the number of invoices.
    package func invoices(
        of merchant: MerchantID,
        in dialect: Dialect,
        kind: Invoice.Kind,
        phases: Set<Phase>?,
        limit: Int,
        offset: Int
    ) throws(StorageError) -> [InvoiceRecord] {
        var found: [(openedAt: Int64, id: String)] = []
        for phase in phases.map(Array.init) ?? Phase.allCases {
            let rows = try connection.rows(
                """
                SELECT opened_at, invoice_id
                FROM standings
                WHERE merchant_id = \(merchant) AND dialect = \(dialect.rawValue)
                    AND kind = \(kind.rawValue) AND phase = \(phase.rawValue)
                ORDER BY opened_at DESC, invoice_id DESC
                LIMIT \(limit + offset)
                """
            )
            for row in rows {
                var row = row
                found.append((try row.integer(), try row.text()))
            }
        }
        found.sort { ($1.openedAt, $1.id) < ($0.openedAt, $0.id) }
        var page: [InvoiceRecord] = []
        for entry in found.dropFirst(offset).prefix(limit) {
            if let stored = try invoice(InvoiceID(entry.id)) { page.append(stored) }
        }
        return page
    }

    /// Invoices whose quote follows the price, after one of them, in the order of their ids.
    package func invoicesToRequote(
        after last: InvoiceID?,
        limit: Int
    ) throws(StorageError) -> [InvoiceID] {
        try connection.rows(
            """
            SELECT invoice_id
            FROM standings
            WHERE may_requote = 1 AND invoice_id > \(last?.text ?? "")
            ORDER BY invoice_id
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return InvoiceID(try row.text())
        }
    }
}
