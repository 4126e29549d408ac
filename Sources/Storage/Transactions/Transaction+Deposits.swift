package import Payments

extension Transaction {
    /// The deposit of an id, or nil.
    package func deposit(_ id: DepositID) throws(StorageError) -> Deposit? {
        try deposits(where: "WHERE deposits.id = \(id)").first
    }

    /// A merchant's deposits, the newest first.
    package func deposits(
        of merchant: MerchantID,
        limit: Int,
        offset: Int
    ) throws(StorageError) -> [Deposit] {
        try deposits(
            where: """
                WHERE deposits.merchant_id = \(merchant)
                ORDER BY deposits.arrived_at DESC, deposits.id
                LIMIT \(limit) OFFSET \(offset)
                """
        )
    }

    private func deposits(where clause: SQL) throws(StorageError) -> [Deposit] {
        let columns: SQL = """
            SELECT deposits.id, deposits.static_address_id, transfers.network, transfers.txid,
                transfers.output, transfers.asset, transfers.decimals, transfers.units,
                transfers.address, deposits.state, transfers.block_height,
                COALESCE(cursors.height, 0), deposits.arrived_at, deposits.updated_at
            FROM deposits
            JOIN transfers ON transfers.network = deposits.network
                AND transfers.txid = deposits.txid AND transfers.output = deposits.output
            LEFT JOIN cursors ON cursors.network = deposits.network
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            let id = DepositID(try row.text())
            let addressID = StaticAddressID(try row.text())
            guard let address = try staticAddress(addressID) else {
                throw .unreadable(column: 1)
            }
            return Deposit(
                id: id,
                address: address,
                transfer: try Self.bareTransfer(from: &row),
                state: try row.word(),
                confirmations: try Self.depth(from: &row),
                arrivedAt: try row.instant(),
                updatedAt: try row.instant()
            )
        }
    }

    /// Reads `block_height, tip`.
    static func depth(from row: inout SQLRow) throws(StorageError) -> UInt64 {
        let height = try row.optionalInteger()
        let tip = try row.integer()
        guard let height, tip >= height else { return 0 }
        return UInt64(tip - height + 1)
    }

    /// What is needed to settle a deposit.
    struct DepositState {
        let merchant: MerchantID
        let transfer: Transfer.ID
        let stored: Deposit.State
        let derived: Deposit.State
    }

    func storedDeposit(_ id: DepositID) throws(StorageError) -> (DepositState, Int)? {
        guard
            var row = try connection.rows(
                """
                SELECT deposits.merchant_id, deposits.state, deposits.revision,
                    transfers.block_height, transfers.is_gone, transfers.is_final,
                    transfers.block_height, COALESCE(cursors.height, 0),
                    COALESCE(transfers.needed, static_addresses.confirmations),
                    deposits.network, deposits.txid, deposits.output
                FROM deposits
                JOIN transfers ON transfers.network = deposits.network
                    AND transfers.txid = deposits.txid AND transfers.output = deposits.output
                JOIN static_addresses ON static_addresses.id = deposits.static_address_id
                LEFT JOIN cursors ON cursors.network = deposits.network
                WHERE deposits.id = \(id)
                """
            ).first
        else { return nil }
        let merchant = MerchantID(try row.text())
        let stored: Deposit.State = try row.word()
        let revision = try row.int()
        let derived = Deposit.State(
            position: try Self.position(from: &row),
            isFinal: try row.bool(),
            confirmations: try Self.depth(from: &row),
            needed: try row.int()
        )
        let state = DepositState(
            merchant: merchant,
            transfer: try Self.transferID(from: &row),
            stored: stored,
            derived: derived
        )
        return (state, revision)
    }
}
