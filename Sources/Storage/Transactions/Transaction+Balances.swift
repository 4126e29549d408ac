package import Payments

extension Transaction {
    /// Issued addresses of a network that wait for money, from a window of so many rows.
    ///
    /// Static addresses always wait; those of invoices until they are paid or given up. What lies
    /// in the window and does not wait is left out, so the cost does not grow with what is done.
    ///
    /// `native`: The ticker of the network's own coin, whose transfers are added up.
    /// `row`: The window ends below this row of the order of issue; nil for the newest.
    /// Answer: The accounts, the newest first, and the first row of the window; nil at the end.
    package func waitingAccounts(
        on network: NetworkID,
        native: String,
        below row: Int64?,
        window: Int
    ) throws(StorageError) -> (accounts: [AccountRecord], next: Int64?) {
        let rows = try connection.rows(
            """
            SELECT issued.id, issued.address, issued.match_bytes, issued.issued_height,
                issued.balance_before,
                issued.static_address_id IS NOT NULL
                    OR standings.phase IN ('chosen', 'underway', 'short', 'expired')
            FROM (
                SELECT id, address, match_bytes, issued_height, balance_before, invoice_id,
                    static_address_id
                FROM addresses
                WHERE network = \(network) AND id < \(row ?? Int64.max)
                ORDER BY id DESC
                LIMIT \(window)
            ) AS issued
            LEFT JOIN standings ON standings.invoice_id = issued.invoice_id
            ORDER BY issued.id DESC
            """
        )
        var accounts: [AccountRecord] = []
        var last: Int64?
        for row in rows {
            var row = row
            let id = try row.integer()
            last = id
            let address = try row.text()
            let matchBytes = try row.blob()
            let height = try row.optionalInteger()
            let before = try row.optionalText()
            guard try row.bool() else { continue }
            accounts.append(
                AccountRecord(
                    row: id,
                    address: address,
                    matchBytes: matchBytes,
                    issuedHeight: height.map { UInt64(clamping: $0) },
                    balanceBefore: before.flatMap { UInt128($0) },
                    received: try received(by: address, on: network, ticker: native)
                )
            )
        }
        return (accounts, rows.count < window ? nil : last)
    }

    /// Keeps what an address held when it was issued; what is known already stays.
    package func keep(
        balanceBefore units: UInt128,
        ofAddressAt row: Int64
    ) throws(StorageError) {
        try connection.run(
            """
            UPDATE addresses
            SET balance_before = \(String(units))
            WHERE id = \(row) AND balance_before IS NULL
            """
        )
    }

    /// Takes back what balances showed at an address where a transfer turns up that may be the
    /// same money: what is really left over shows at the next look.
    ///
    /// A find is a conclusion and no fact, so an invoice forgets it, as if nothing had been lost; a
    /// deposit, which was told of by itself, is gone.
    func withdrawBalanceFinds(
        explainedBy transfer: Transfer,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        let finds: SQL = """
            network = \(transfer.id.network) AND address = \(transfer.address)
                AND asset = \(transfer.amount.asset.ticker) AND by_balance = 1 AND is_gone = 0
            """
        // A deposit is settled afterwards; an invoice cannot be asked about what it forgot.
        try takeBackReceipts(where: finds.followed(by: "AND invoice_id IS NOT NULL"))
        let columns: SQL = "RETURNING network, txid, output, invoice_id"
        let forget: SQL = "DELETE FROM transfers WHERE invoice_id IS NOT NULL AND"
        let lose: SQL = """
            UPDATE transfers
            SET block_height = NULL, block_hash = NULL, is_gone = 1, is_final = 0
            WHERE invoice_id IS NULL AND
            """
        for change in [forget, lose] {
            let statement = change.followed(by: finds).followed(by: columns)
            for row in try connection.rows(statement) {
                var row = row
                outcome.touch(try Self.touched(from: &row))
            }
        }
    }

    /// What transfers of an asset brought to an address: those in blocks, and those that count for
    /// ever although they lost theirs.
    private func received(
        by address: String,
        on network: NetworkID,
        ticker: String
    ) throws(StorageError) -> UInt128 {
        let rows = try connection.rows(
            """
            SELECT units
            FROM transfers
            WHERE network = \(network) AND address = \(address) AND asset = \(ticker)
                AND (block_height IS NOT NULL OR is_final = 1)
            """
        )
        var sum: UInt128 = 0
        for row in rows {
            var row = row
            let (added, overflowed) = sum.addingReportingOverflow(try row.units())
            sum = overflowed ? .max : added
        }
        return sum
    }
}
