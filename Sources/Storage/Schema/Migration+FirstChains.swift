extension Migration {
    /// How far chains were read, and what was found on them.
    static let chains = [
        """
        CREATE TABLE cursors (
            network TEXT PRIMARY KEY,
            height INTEGER NOT NULL,
            tip_height INTEGER NOT NULL,
            caught_up_at INTEGER,
            rescan_from INTEGER
        ) STRICT
        """,
        """
        CREATE TABLE blocks (
            network TEXT NOT NULL,
            height INTEGER NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (network, height)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE transfers (
            network TEXT NOT NULL,
            txid TEXT NOT NULL,
            output INTEGER NOT NULL,
            address TEXT NOT NULL,
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            invoice_id TEXT REFERENCES invoices (id),
            choice_id TEXT REFERENCES choices (id),
            static_address_id TEXT REFERENCES static_addresses (id),
            finality INTEGER NOT NULL,
            asset TEXT NOT NULL,
            decimals INTEGER NOT NULL,
            units TEXT NOT NULL,
            block_height INTEGER,
            block_hash TEXT,
            is_gone INTEGER NOT NULL DEFAULT 0,
            is_final INTEGER NOT NULL DEFAULT 0,
            arrived_at INTEGER NOT NULL,
            rating TEXT NOT NULL,
            PRIMARY KEY (network, txid, output),
            CHECK ((block_height IS NULL) = (block_hash IS NULL)),
            CHECK ((invoice_id IS NULL) = (choice_id IS NULL)),
            CHECK (invoice_id IS NOT NULL OR static_address_id IS NOT NULL),
            CHECK (is_gone = 0 OR block_height IS NULL)
        ) STRICT
        """,
        "CREATE INDEX transfers_of_invoice ON transfers (invoice_id)",
        "CREATE INDEX transfers_by_txid ON transfers (txid)",
        """
        CREATE INDEX transfers_to_address ON transfers (network, address, arrived_at)
        """,
        """
        CREATE INDEX transfers_of_merchant
        ON transfers (merchant_id, arrived_at, network, asset)
        """,
        """
        CREATE INDEX transfers_foreign ON transfers (merchant_id, arrived_at)
        WHERE rating = 'foreign'
        """,
        """
        CREATE TABLE deposits (
            id TEXT PRIMARY KEY,
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            static_address_id TEXT NOT NULL REFERENCES static_addresses (id),
            network TEXT NOT NULL,
            txid TEXT NOT NULL,
            output INTEGER NOT NULL,
            state TEXT NOT NULL,
            revision INTEGER NOT NULL,
            arrived_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (network, txid, output)
        ) STRICT
        """,
        "CREATE INDEX deposits_of_merchant ON deposits (merchant_id, arrived_at)",
        """
        CREATE INDEX transfers_not_final ON transfers (network, block_height)
        WHERE is_final = 0 AND is_gone = 0
        """,
        "CREATE INDEX transfers_by_block ON transfers (network, block_hash)",
        "CREATE INDEX transfers_unrated ON transfers (rating) WHERE rating = 'awaited'",
        """
        CREATE TABLE incidents (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            happened_at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            network TEXT,
            invoice_id TEXT,
            details TEXT NOT NULL
        ) STRICT
        """,
    ]

    /// What is told, to whom, and how it went.
    static let events = [
        """
        CREATE TABLE events (
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            number INTEGER NOT NULL,
            subject TEXT NOT NULL,
            invoice_id TEXT REFERENCES invoices (id),
            deposit_id TEXT REFERENCES deposits (id),
            revision INTEGER NOT NULL,
            event TEXT NOT NULL,
            standing_before TEXT,
            standing TEXT,
            happened_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            due_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            body BLOB,
            url TEXT,
            webhook_id TEXT,
            PRIMARY KEY (merchant_id, number),
            UNIQUE (subject, revision),
            CHECK ((invoice_id IS NULL) <> (deposit_id IS NULL)),
            CHECK ((invoice_id IS NULL) = (standing IS NULL))
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE UNIQUE INDEX events_by_webhook ON events (webhook_id)
        WHERE webhook_id IS NOT NULL
        """,
        "CREATE INDEX events_waiting ON events (due_at) WHERE state = 'waiting'",
        "CREATE INDEX events_of_subject ON events (subject, number)",
        """
        CREATE TABLE attempts (
            merchant_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            happened_at INTEGER NOT NULL,
            answer TEXT NOT NULL,
            http_status INTEGER,
            key_id TEXT,
            answer_body TEXT,
            PRIMARY KEY (merchant_id, number, attempt)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
