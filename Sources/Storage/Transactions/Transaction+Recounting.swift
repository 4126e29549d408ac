import Payments

extension Transaction {
    /// How many rows are looked at in one go, so that memory does not grow with the database.
    private static let recountMax = 2_000

    /// Fills the totals from what is stored, for a database that did not keep them so far.
    ///
    /// The totals are of what is stored now, so they are the ones that would have been kept: a day
    /// is when an invoice was opened, was paid for the first time, or when a transfer arrived.
    func recountTotals() throws(StorageError) {
        var tally = TotalsTally()
        try markCounted()
        try tallyReceipts(into: &tally)
        try tallyInvoices(into: &tally)
        for (key, sum) in tally.receipts {
            try change(key) { $0.add(sum.units, count: sum.count) }
        }
        for (key, count) in tally.counts { try add(count, to: key) }
        for (key, sum) in tally.open { try change(key) { $0.add(sum.units, count: sum.count) } }
    }

    /// Marks the transfers that count.
    private func markCounted() throws(StorageError) {
        try connection.run(
            """
            UPDATE transfers
            SET is_counted = 1
            WHERE invoice_id IS NOT NULL AND is_final = 1
                AND rating NOT IN ('awaited', 'foreign', 'ignored')
            """
        )
        try connection.run(
            """
            UPDATE transfers
            SET is_counted = 1
            WHERE invoice_id IS NULL
                AND EXISTS (
                    SELECT 1
                    FROM deposits
                    WHERE deposits.network = transfers.network AND deposits.txid = transfers.txid
                        AND deposits.output = transfers.output AND deposits.state = 'processed'
                )
            """
        )
        // What is not irreversible yet counts by its depth, which the invoice decides.
        var last = ""
        while true {
            let ids = try connection.rows(
                """
                SELECT DISTINCT invoice_id
                FROM transfers
                WHERE invoice_id > \(last) AND is_final = 0 AND is_gone = 0
                ORDER BY invoice_id
                LIMIT \(Self.recountMax)
                """
            )
            for row in ids {
                var row = row
                last = try row.text()
                guard let stored = try invoice(InvoiceID(last)) else { continue }
                for fact in stored.facts.transfers
                where stored.invoice.isConfirmed(fact, given: stored.facts) {
                    let id = fact.transfer.id
                    try connection.run(
                        """
                        UPDATE transfers
                        SET is_counted = 1
                        WHERE network = \(id.network) AND txid = \(id.txid)
                            AND output = \(id.index)
                        """
                    )
                }
            }
            if ids.count < Self.recountMax { return }
        }
    }

    private func tallyReceipts(into tally: inout TotalsTally) throws(StorageError) {
        var last = Transfer.ID(network: NetworkID(""), txid: "", index: 0)
        while true {
            let rows = try connection.rows(
                """
                SELECT network, txid, output, merchant_id, arrived_at, network, asset, decimals,
                    units
                FROM transfers
                WHERE (network, txid, output) > (\(last.network), \(last.txid), \(last.index))
                    AND is_counted = 1
                ORDER BY network, txid, output
                LIMIT \(Self.recountMax)
                """
            )
            for row in rows {
                var row = row
                last = try Self.transferID(from: &row)
                let key = try Self.receiptKey(from: &row)
                tally.receipts[key, default: TotalsTally.Sum()].add(try row.units())
            }
            if rows.count < Self.recountMax { return }
        }
    }

    private func tallyInvoices(into tally: inout TotalsTally) throws(StorageError) {
        var last = ""
        while true {
            let rows = try connection.rows(
                """
                SELECT standings.invoice_id, standings.merchant_id, standings.opened_at,
                    standings.phase, invoices.price_asset, invoices.price_decimals,
                    invoices.price_units, marks.made_at
                FROM standings
                JOIN invoices ON invoices.id = standings.invoice_id
                LEFT JOIN marks ON marks.invoice_id = standings.invoice_id
                    AND marks.mark = 'paid'
                WHERE standings.invoice_id > \(last)
                ORDER BY standings.invoice_id
                LIMIT \(Self.recountMax)
                """
            )
            for row in rows {
                var row = row
                last = try row.text()
                let merchant = MerchantID(try row.text())
                let openedAt = try row.instant()
                let phase: Phase = try row.word()
                let asset = try row.asset()
                let units = try row.units()
                let paidAt = try row.optionalInstant()
                func count(_ what: DayCount, on moment: Instant) {
                    let day = Day(of: moment)
                    let key = TotalsTally.CountKey(merchant: merchant, day: day, what: what)
                    tally.counts[key, default: 0] += 1
                }
                count(.opened, on: openedAt)
                if let paidAt {
                    count(.paid, on: openedAt)
                    count(.delay(PaymentDelay(from: openedAt, to: paidAt)), on: paidAt)
                }
                if phase.isOpen {
                    let key = TotalsTally.OpenKey(merchant: merchant, asset: asset)
                    tally.open[key, default: TotalsTally.Sum()].add(units)
                }
            }
            if rows.count < Self.recountMax { return }
        }
    }
}
