extension Migration {
    /// What networks other than Bitcoin-like ones bring: payments in other coins, heights that are
    /// called final, and what moving a coin costs part by part.
    static let networks = Migration(
        number: 2,
        reason: "foreign payments, finalized heights and network costs",
        statements: [
            """
            ALTER TABLE merchants
            ADD COLUMN foreign_policy TEXT NOT NULL DEFAULT 'hold'
            """,
            "ALTER TABLE cursors ADD COLUMN finalized_height INTEGER",
            "ALTER TABLE transfers ADD COLUMN needed INTEGER",
            // What a balance showed gives way to the transfer that explains it.
            "ALTER TABLE transfers ADD COLUMN by_balance INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX transfers_by_height ON transfers (network, block_height)",
            // Money that an address held before it was issued is nobody's payment.
            "ALTER TABLE addresses ADD COLUMN issued_height INTEGER",
            "ALTER TABLE addresses ADD COLUMN balance_before TEXT",
            "ALTER TABLE choices ADD COLUMN network_cost TEXT",
            "ALTER TABLE requotes ADD COLUMN network_cost TEXT",
            "DROP INDEX transfers_foreign",
            """
            CREATE INDEX transfers_set_aside ON transfers (merchant_id, arrived_at)
            WHERE rating IN ('foreign', 'ignored')
            """,
            """
            CREATE INDEX transfers_held ON transfers (arrived_at)
            WHERE rating = 'foreign' AND is_gone = 0
            """,
            // One key gives the same addresses on all EVM networks.
            "CREATE INDEX wallets_by_key ON wallets (first_address)",
            // Serves no query any more.
            "DROP INDEX invoices_of_merchant",
        ]
    )
}
