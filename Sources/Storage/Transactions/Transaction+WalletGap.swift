package import Payments

extension Transaction {
    /// The index of the newest address of a wallet that money came to, or nil where none of those
    /// looked at has any.
    ///
    /// A payment that vanished again counts for nothing: no wallet remembers it.
    ///
    /// `looksMax`: How many addresses are looked at, from the newest back.
    package func newestPaidIndex(
        of wallet: WalletRecord,
        looksMax: Int
    ) throws(StorageError) -> UInt32? {
        guard
            var row = try connection.rows(
                """
                SELECT newest.derivation_index
                FROM (
                    SELECT derivation_index, network, address
                    FROM addresses
                    WHERE wallet_id = \(wallet.id)
                    ORDER BY derivation_index DESC
                    LIMIT \(looksMax)
                ) AS newest
                WHERE EXISTS (
                    SELECT 1
                    FROM transfers
                    WHERE transfers.network = newest.network
                        AND transfers.address = newest.address AND transfers.is_gone = 0
                )
                ORDER BY newest.derivation_index DESC
                LIMIT 1
                """
            ).first
        else { return nil }
        return UInt32(clamping: try row.integer())
    }

    /// Whether another merchant uses the key of a first address, on any network.
    package func isUsedByAnother(
        than merchant: MerchantID,
        firstAddress: String
    ) throws(StorageError) -> Bool {
        try !connection.rows(
            """
            SELECT 1
            FROM wallets
            WHERE first_address = \(firstAddress) AND merchant_id <> \(merchant)
            LIMIT 1
            """
        ).isEmpty
    }
}
