extension Migration {
    /// The tables of the first migration for customers, static addresses and contacts.
    static let customers = [
        """
        CREATE TABLE customers (
            id TEXT PRIMARY KEY,
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            reference TEXT NOT NULL,
            email TEXT,
            name TEXT,
            deposit_url TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (merchant_id, reference)
        ) STRICT
        """,
        """
        CREATE TABLE static_addresses (
            id TEXT PRIMARY KEY,
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            customer_id TEXT REFERENCES customers (id),
            key_id TEXT NOT NULL REFERENCES api_keys (id),
            network TEXT NOT NULL,
            asset TEXT NOT NULL,
            decimals INTEGER NOT NULL,
            address TEXT NOT NULL,
            confirmations INTEGER NOT NULL,
            finality INTEGER NOT NULL,
            is_active INTEGER NOT NULL,
            label TEXT,
            details TEXT,
            note TEXT,
            created_at INTEGER NOT NULL,
            UNIQUE (network, address)
        ) STRICT
        """,
        """
        CREATE UNIQUE INDEX static_addresses_in_use
        ON static_addresses (merchant_id, COALESCE(customer_id, ''), network, asset)
        WHERE is_active = 1
        """,
        """
        CREATE INDEX static_addresses_of_customer
        ON static_addresses (merchant_id, customer_id, created_at)
        """,
        """
        CREATE TABLE contacts (
            id TEXT PRIMARY KEY,
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            list TEXT NOT NULL,
            customer_id TEXT REFERENCES customers (id),
            asset TEXT,
            networks TEXT NOT NULL,
            address TEXT NOT NULL,
            tag TEXT,
            name TEXT,
            comment TEXT,
            created_at INTEGER NOT NULL,
            removed_at INTEGER,
            CHECK ((list = 'trusted') = (customer_id IS NOT NULL))
        ) STRICT
        """,
        """
        CREATE INDEX contacts_in_list ON contacts (merchant_id, list, created_at)
        WHERE removed_at IS NULL
        """,
        """
        CREATE INDEX contacts_by_address ON contacts (merchant_id, list, address, created_at)
        WHERE removed_at IS NULL
        """,
        """
        CREATE INDEX contacts_removed ON contacts (merchant_id, removed_at)
        WHERE removed_at IS NOT NULL
        """,
    ]
}
