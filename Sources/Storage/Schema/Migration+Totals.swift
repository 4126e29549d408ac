extension Migration {
    /// Sums that an overview needs and a million invoices cannot be read for.
    ///
    /// A transfer knows itself whether it is in them, so that it is added once and taken back once,
    /// whatever happens to it. Days are numbers since 1970-01-01 in UTC.
    static let totals = [
        "ALTER TABLE transfers ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 0",
        """
        CREATE TABLE day_receipts (
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            day INTEGER NOT NULL,
            network TEXT NOT NULL,
            asset TEXT NOT NULL,
            decimals INTEGER NOT NULL,
            units TEXT NOT NULL,
            transfers INTEGER NOT NULL,
            PRIMARY KEY (merchant_id, day, network, asset, decimals)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE day_counts (
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            day INTEGER NOT NULL,
            what TEXT NOT NULL,
            invoices INTEGER NOT NULL,
            PRIMARY KEY (merchant_id, day, what)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE open_sums (
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            asset TEXT NOT NULL,
            decimals INTEGER NOT NULL,
            units TEXT NOT NULL,
            invoices INTEGER NOT NULL,
            PRIMARY KEY (merchant_id, asset, decimals)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
