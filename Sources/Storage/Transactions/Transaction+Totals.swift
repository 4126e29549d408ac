package import Payments

extension Transaction {
    /// Brings the sums of what came in line with which of an invoice's transfers count now.
    ///
    /// It is asked at every settling, whether the standing changes or not: what a transfer brought
    /// may not show in the standing, its own mark always tells.
    func keepReceipts(of invoice: Invoice, given facts: Facts) throws(StorageError) {
        if facts.transfers.isEmpty { return }
        let counted = Set(
            try connection.rows(
                """
                SELECT network, txid, output
                FROM transfers
                WHERE invoice_id = \(invoice.id) AND is_counted = 1
                """
            ).map { row throws(StorageError) -> Transfer.ID in
                var row = row
                return try Self.transferID(from: &row)
            }
        )
        for fact in facts.transfers {
            let counts = invoice.isConfirmed(fact, given: facts)
            if counts != counted.contains(fact.transfer.id) {
                try keepReceipt(fact.transfer.id, isCounted: counts)
            }
        }
    }

    /// Adds a transfer to the sum of the day it arrived, or takes it back; twice changes nothing.
    func keepReceipt(_ id: Transfer.ID, isCounted: Bool) throws(StorageError) {
        let rows = try connection.rows(
            """
            UPDATE transfers
            SET is_counted = \(isCounted)
            WHERE network = \(id.network) AND txid = \(id.txid) AND output = \(id.index)
                AND is_counted <> \(isCounted)
            RETURNING merchant_id, arrived_at, network, asset, decimals, units
            """
        )
        for row in rows { try addReceipt(row, isCounted: isCounted) }
    }

    /// Takes back what some transfers brought, before they are forgotten.
    func takeBackReceipts(where clause: SQL) throws(StorageError) {
        let change: SQL = "UPDATE transfers SET is_counted = 0 WHERE is_counted = 1 AND"
        let statement = change.followed(by: clause)
            .followed(by: "RETURNING merchant_id, arrived_at, network, asset, decimals, units")
        for row in try connection.rows(statement) { try addReceipt(row, isCounted: false) }
    }

    private func addReceipt(_ row: SQLRow, isCounted: Bool) throws(StorageError) {
        var row = row
        let key = try Self.receiptKey(from: &row)
        let units = try row.units()
        try change(key) { sum in
            if isCounted { sum.add(units) } else { sum.subtract(units) }
        }
    }

    /// Reads `merchant_id, arrived_at, network, asset, decimals`.
    static func receiptKey(
        from row: inout SQLRow
    ) throws(StorageError) -> TotalsTally.ReceiptKey {
        let merchant = MerchantID(try row.text())
        let day = Day(of: try row.instant())
        let network = NetworkID(try row.text())
        return TotalsTally.ReceiptKey(
            merchant: merchant,
            day: day,
            coin: Coin(try row.asset(), on: network)
        )
    }

    /// Counts what a change of an invoice's standing means: opened, paid, open no longer.
    func keepCounts(
        of invoice: Invoice,
        from before: Standing?,
        to after: Standing,
        isPaidNow: Bool,
        at now: Instant
    ) throws(StorageError) {
        let merchant = invoice.merchant
        let opening = Day(of: invoice.openedAt)
        func key(_ what: DayCount, on day: Day) -> TotalsTally.CountKey {
            TotalsTally.CountKey(merchant: merchant, day: day, what: what)
        }
        if before == nil { try add(1, to: key(.opened, on: opening)) }
        if isPaidNow {
            let delay = PaymentDelay(from: invoice.openedAt, to: now)
            try add(1, to: key(.paid, on: opening))
            try add(1, to: key(.delay(delay), on: Day(of: now)))
        }
        let wasOpen = before.map { invoice.phase(at: $0).isOpen } ?? false
        let isOpen = invoice.phase(at: after).isOpen
        if wasOpen == isOpen { return }
        try change(TotalsTally.OpenKey(merchant: merchant, asset: invoice.price.asset)) { sum in
            if isOpen {
                sum.add(invoice.price.units)
            } else {
                sum.subtract(invoice.price.units)
            }
        }
    }

    func add(_ count: Int, to key: TotalsTally.CountKey) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO day_counts (merchant_id, day, what, invoices)
            VALUES (\(key.merchant), \(key.day.number), \(key.what.word), \(count))
            ON CONFLICT (merchant_id, day, what) DO UPDATE
            SET invoices = day_counts.invoices + excluded.invoices
            """
        )
    }

    /// Changes the sum of a coin on a day; 128 bits are added here, since no database can.
    func change(
        _ key: TotalsTally.ReceiptKey,
        by change: (inout TotalsTally.Sum) -> Void
    ) throws(StorageError) {
        let asset = key.coin.asset
        var sum = try Self.sum(
            from: connection.rows(
                """
                SELECT units, transfers
                FROM day_receipts
                WHERE merchant_id = \(key.merchant) AND day = \(key.day.number)
                    AND network = \(key.coin.network) AND asset = \(asset.ticker)
                    AND decimals = \(asset.decimals)
                """
            )
        )
        change(&sum)
        try connection.run(
            """
            INSERT INTO day_receipts
                (merchant_id, day, network, asset, decimals, units, transfers)
            VALUES (\(key.merchant), \(key.day.number), \(key.coin.network), \(asset.ticker),
                \(asset.decimals), \(sum.units), \(sum.count))
            ON CONFLICT (merchant_id, day, network, asset, decimals) DO UPDATE
            SET units = excluded.units, transfers = excluded.transfers
            """
        )
    }

    /// Changes the sum of what is open in an asset.
    func change(
        _ key: TotalsTally.OpenKey,
        by change: (inout TotalsTally.Sum) -> Void
    ) throws(StorageError) {
        var sum = try Self.sum(
            from: connection.rows(
                """
                SELECT units, invoices
                FROM open_sums
                WHERE merchant_id = \(key.merchant) AND asset = \(key.asset.ticker)
                    AND decimals = \(key.asset.decimals)
                """
            )
        )
        change(&sum)
        try connection.run(
            """
            INSERT INTO open_sums (merchant_id, asset, decimals, units, invoices)
            VALUES (\(key.merchant), \(key.asset.ticker), \(key.asset.decimals), \(sum.units),
                \(sum.count))
            ON CONFLICT (merchant_id, asset, decimals) DO UPDATE
            SET units = excluded.units, invoices = excluded.invoices
            """
        )
    }

    private static func sum(from rows: [SQLRow]) throws(StorageError) -> TotalsTally.Sum {
        guard var row = rows.first else { return TotalsTally.Sum() }
        return TotalsTally.Sum(units: try row.units(), count: try row.int())
    }
}

extension Transaction {
    /// The sums of a merchant's payments over some days.
    package func totals(
        of merchant: MerchantID,
        on days: ClosedRange<Day>
    ) throws(StorageError) -> MerchantTotals {
        var totals = MerchantTotals(
            receipts: try receipts(of: merchant, on: days),
            open: try openSums(of: merchant)
        )
        let counts = try connection.rows(
            """
            SELECT day, what, invoices
            FROM day_counts
            WHERE merchant_id = \(merchant) AND day >= \(days.lowerBound.number)
                AND day <= \(days.upperBound.number)
            """
        )
        for row in counts {
            var row = row
            let day = Day(number: try row.integer())
            guard let what = DayCount(word: try row.text()) else { throw .unreadable(column: 1) }
            let count = try row.int()
            switch what {
            case .opened: totals.opened[day] = count
            case .paid: totals.paid[day] = count
            case .delay(let delay): totals.delays[delay, default: 0] += count
            }
        }
        totals.hasInvoices = try !connection.rows(
            "SELECT 1 FROM day_counts WHERE merchant_id = \(merchant) LIMIT 1"
        ).isEmpty
        return totals
    }

    private func receipts(
        of merchant: MerchantID,
        on days: ClosedRange<Day>
    ) throws(StorageError) -> [MerchantTotals.Receipt] {
        try connection.rows(
            """
            SELECT day, network, asset, decimals, units, transfers
            FROM day_receipts
            WHERE merchant_id = \(merchant) AND day >= \(days.lowerBound.number)
                AND day <= \(days.upperBound.number) AND transfers > 0
            ORDER BY day, network, asset, decimals
            """
        ).map { row throws(StorageError) in
            var row = row
            let day = Day(number: try row.integer())
            let network = NetworkID(try row.text())
            let asset = try row.asset()
            return MerchantTotals.Receipt(
                day: day,
                coin: Coin(asset, on: network),
                amount: Amount(units: try row.units(), of: asset),
                transfers: try row.int()
            )
        }
    }

    private func openSums(
        of merchant: MerchantID
    ) throws(StorageError) -> [MerchantTotals.OpenSum] {
        try connection.rows(
            """
            SELECT asset, decimals, units, invoices
            FROM open_sums
            WHERE merchant_id = \(merchant) AND invoices > 0
            ORDER BY asset, decimals
            """
        ).map { row throws(StorageError) in
            var row = row
            let asset = try row.asset()
            return MerchantTotals.OpenSum(
                amount: Amount(units: try row.units(), of: asset),
                invoices: try row.int()
            )
        }
    }
}
