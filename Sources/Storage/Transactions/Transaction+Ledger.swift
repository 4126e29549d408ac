package import Payments

/// What a transfer is for, as a column: the words of `TransferRecord.Purpose`.
private let purposeColumn: SQL = """
    CASE
        WHEN transfers.invoice_id IS NULL AND static_addresses.customer_id IS NULL
        THEN 'merchant'
        WHEN transfers.invoice_id IS NULL THEN 'customer'
        WHEN transfers.rating IN ('foreign', 'ignored') THEN 'foreign'
        WHEN standings.phase IN ('cancelled', 'deleted', 'failed') THEN 'ended'
        ELSE standings.kind
    END
    """

/// Transfers with what tells what they are for.
private let transfersJoined: SQL = """
    FROM transfers
    LEFT JOIN standings ON standings.invoice_id = transfers.invoice_id
    LEFT JOIN choices ON choices.id = transfers.choice_id
    LEFT JOIN static_addresses ON static_addresses.id = transfers.static_address_id
    LEFT JOIN cursors ON cursors.network = transfers.network
    """

extension Transaction {
    /// What came to any of a merchant's addresses with a transaction, on whichever network.
    ///
    /// Here and below, invoices of other dialects are left out.
    package func transfers(
        txid: String,
        of merchant: MerchantID,
        in dialect: Dialect,
        limit: Int
    ) throws(StorageError) -> [TransferRecord] {
        // The plus keeps SQLite from walking all of a merchant's transfers to find one.
        try transferRecords(
            where: """
                WHERE transfers.txid = \(txid) AND +transfers.merchant_id = \(merchant)
                    AND (standings.dialect IS NULL OR standings.dialect = \(dialect.rawValue))
                ORDER BY transfers.network, transfers.output
                LIMIT \(limit)
                """
        )
    }

    /// A merchant's transfer of an identity, or nil.
    package func transfer(
        _ id: Transfer.ID,
        of merchant: MerchantID,
        in dialect: Dialect
    ) throws(StorageError) -> TransferRecord? {
        try transferRecords(
            where: """
                WHERE transfers.network = \(id.network) AND transfers.txid = \(id.txid)
                    AND transfers.output = \(id.index) AND +transfers.merchant_id = \(merchant)
                    AND (standings.dialect IS NULL OR standings.dialect = \(dialect.rawValue))
                """
        ).first
    }

    /// What came to an address, the newest first.
    package func transfers(
        to address: String,
        on network: NetworkID,
        limit: Int
    ) throws(StorageError) -> [TransferRecord] {
        try transferRecords(
            where: """
                WHERE transfers.network = \(network) AND transfers.address = \(address)
                ORDER BY transfers.arrived_at DESC, transfers.txid, transfers.output
                LIMIT \(limit)
                """
        )
    }

    /// A page of what came to a merchant.
    package func transfers(
        of merchant: MerchantID,
        in dialect: Dialect,
        fitting filter: TransferFilter,
        limit: Int,
        offset: Int
    ) throws(StorageError) -> [TransferRecord] {
        let order: SQL =
            filter.isOldestFirst
            ? "ORDER BY transfers.arrived_at, transfers.txid, transfers.output"
            : "ORDER BY transfers.arrived_at DESC, transfers.txid, transfers.output"
        return try transferRecords(
            where: Self.clause(of: merchant, in: dialect, fitting: filter)
                .followed(by: order)
                .followed(by: "LIMIT \(limit) OFFSET \(offset)")
        )
    }

    /// How many transfers fit.
    package func countTransfers(
        of merchant: MerchantID,
        in dialect: Dialect,
        fitting filter: TransferFilter
    ) throws(StorageError) -> Int {
        let count: SQL = "SELECT COUNT(*)"
        let statement = count.followed(by: transfersJoined)
            .followed(by: Self.clause(of: merchant, in: dialect, fitting: filter))
        guard var row = try connection.rows(statement).first else { return 0 }
        return try row.int()
    }

    private static func clause(
        of merchant: MerchantID,
        in dialect: Dialect,
        fitting filter: TransferFilter
    ) -> SQL {
        var clause: SQL = """
            WHERE transfers.merchant_id = \(merchant)
                AND (standings.dialect IS NULL OR standings.dialect = \(dialect.rawValue))
            """
        if let first = filter.first {
            clause = clause.followed(by: "AND transfers.arrived_at >= \(first)")
        }
        if let last = filter.last {
            clause = clause.followed(by: "AND transfers.arrived_at <= \(last)")
        }
        if let networks = filter.networks {
            clause = clause.followed(by: "AND transfers.network")
                .followed(by: one(of: networks.map(\.name)))
        }
        if let tickers = filter.tickers {
            clause = clause.followed(by: "AND transfers.asset").followed(by: one(of: tickers))
        }
        if let purposes = filter.purposes {
            clause = clause.followed(by: "AND").followed(by: purposeColumn)
                .followed(by: one(of: purposes.map(\.rawValue)))
        }
        return clause
    }

    /// `IN (NULL, ?, ?)`: the NULL fits nothing and lets every word follow a comma.
    private static func one(of words: some Collection<String>) -> SQL {
        var list: SQL = "IN (NULL"
        for word in words.sorted() { list = list.followed(by: ", \(word)") }
        return list.followed(by: ")")
    }

    /// Transfers that belong to no open invoice, the newest first.
    ///
    /// They came in another asset than was asked for, or to an invoice that its merchant ended.
    package func orphans(
        of merchant: MerchantID,
        in dialect: Dialect,
        limit: Int
    ) throws(StorageError) -> [TransferRecord] {
        let foreign = try transferRecords(
            where: """
                WHERE transfers.merchant_id = \(merchant)
                    AND transfers.rating IN ('foreign', 'ignored')
                    AND standings.dialect = \(dialect.rawValue)
                ORDER BY transfers.arrived_at DESC
                LIMIT \(limit)
                """
        )
        let ended = try transferRecords(
            where: """
                WHERE transfers.invoice_id IN (
                        SELECT over.invoice_id
                        FROM standings AS over
                        WHERE over.merchant_id = \(merchant) AND over.dialect = \(dialect.rawValue)
                            AND over.kind IN ('invoice', 'order')
                            AND over.phase IN ('cancelled', 'deleted', 'failed')
                    )
                    AND transfers.rating NOT IN ('foreign', 'ignored')
                ORDER BY transfers.arrived_at DESC
                LIMIT \(limit)
                """
        )
        let all = (foreign + ended).sorted { left, right in
            (right.arrivedAt, left.transfer.id.txid, left.transfer.id.index)
                < (left.arrivedAt, right.transfer.id.txid, right.transfer.id.index)
        }
        return Array(all.prefix(limit))
    }

    /// Payments in other coins that wait for a merchant's word, over all merchants and APIs, the
    /// newest first.
    package func heldTransfers(limit: Int) throws(StorageError) -> [TransferRecord] {
        try transferRecords(
            where: """
                WHERE transfers.rating = 'foreign' AND transfers.is_gone = 0
                ORDER BY transfers.arrived_at DESC
                LIMIT \(limit)
                """
        )
    }

    private func transferRecords(where clause: SQL) throws(StorageError) -> [TransferRecord] {
        let columns: SQL = """
            SELECT transfers.network, transfers.txid, transfers.output, transfers.asset,
                transfers.decimals, transfers.units, transfers.address, transfers.invoice_id,
                transfers.choice_id, transfers.static_address_id, transfers.block_height,
                transfers.is_gone, transfers.is_final, transfers.block_height,
                COALESCE(cursors.height, 0),
                COALESCE(transfers.needed, choices.confirmations,
                    static_addresses.confirmations),
                transfers.rating, transfers.arrived_at,
            """
        let statement = columns.followed(by: purposeColumn).followed(by: transfersJoined)
            .followed(by: clause)
        return try connection.rows(statement).map { row throws(StorageError) in
            var row = row
            let transfer = try Self.bareTransfer(from: &row)
            let invoice = try row.optionalText().map(InvoiceID.init)
            let choice = try row.optionalText().map(ChoiceID.init)
            let staticAddress = try row.optionalText().map(StaticAddressID.init)
            let position = try Self.position(from: &row)
            let isFinal = try row.bool()
            let confirmations = try Self.depth(from: &row)
            let needed = try row.int()
            let isRated = try RatingText.rating(of: row.text()) != .awaited
            let arrivedAt = try row.instant()
            return TransferRecord(
                transfer: transfer,
                purpose: try row.word(),
                invoice: invoice,
                choice: choice,
                staticAddress: staticAddress,
                position: position,
                isFinal: isFinal,
                confirmations: confirmations,
                needed: needed,
                isRated: isRated,
                arrivedAt: arrivedAt
            )
        }
    }
}

extension Transaction {
    /// The deposit that a transfer is, or nil.
    package func deposit(of id: Transfer.ID) throws(StorageError) -> Deposit? {
        try deposit(DepositID(id))
    }

    /// What a merchant's addresses of a spelling were issued for: one for each network that spells
    /// so.
    package func owners(
        of address: String,
        issuedTo merchant: MerchantID
    ) throws(StorageError) -> [AddressOwner] {
        // The order of the joins is fixed, lest SQLite walk all of a wallet's addresses.
        try connection.rows(
            """
            SELECT addresses.invoice_id, addresses.choice_id, addresses.static_address_id
            FROM (SELECT DISTINCT network FROM wallets WHERE merchant_id = \(merchant)) AS used
            CROSS JOIN addresses ON addresses.network = used.network
                AND addresses.address = \(address)
            CROSS JOIN wallets ON wallets.id = addresses.wallet_id
            WHERE wallets.merchant_id = \(merchant)
            ORDER BY addresses.network
            """
        ).map { row throws(StorageError) in
            var row = row
            let invoice = try row.optionalText().map(InvoiceID.init)
            let choice = try row.optionalText().map(ChoiceID.init)
            if let invoice, let choice { return .choice(choice, of: invoice) }
            return .staticAddress(StaticAddressID(try row.text()))
        }
    }

    /// The static address that a choice shows, or else the note on its own one.
    package func remark(
        on choice: ChoiceID
    ) throws(StorageError) -> (staticAddress: StaticAddressID?, note: String?) {
        guard
            var row = try connection.rows(
                "SELECT static_address_id, note FROM choices WHERE id = \(choice)"
            ).first
        else { return (nil, nil) }
        return (try row.optionalText().map(StaticAddressID.init), try row.optionalText())
    }

    /// Rewrites what the shop wants to remember with the address of a choice.
    package func annotate(_ choice: ChoiceID, with note: String?) throws(StorageError) {
        try connection.run("UPDATE choices SET note = \(note) WHERE id = \(choice)")
    }
}
