extension Migration {
    /// Merchants, keys, wallets, invoices with their facts, chains, events.
    ///
    /// Amounts are decimal text, since no type of both databases holds 128 bits; instants are
    /// microseconds; ratios are `numerator/denominator`.
    static let first = Migration(
        number: 1,
        reason: "the whole of the first release",
        statements: merchants + invoices + chains + events
    )

    private static let merchants = [
        """
        CREATE TABLE merchants (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            result_url TEXT,
            tolerance TEXT NOT NULL,
            insurance TEXT NOT NULL,
            late_window_seconds INTEGER NOT NULL,
            late_tolerance TEXT NOT NULL,
            event_last INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE api_keys (
            id TEXT PRIMARY KEY,
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            dialect TEXT NOT NULL,
            sealed_secret BLOB NOT NULL,
            request_id_last INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT
        """,
        "CREATE INDEX api_keys_of_merchant ON api_keys (merchant_id, dialect)",
        """
        CREATE TABLE used_signatures (
            key_id TEXT NOT NULL REFERENCES api_keys (id),
            signature TEXT NOT NULL,
            request_id INTEGER NOT NULL,
            PRIMARY KEY (key_id, signature)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE wallets (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            network TEXT NOT NULL,
            account_key TEXT NOT NULL,
            first_address TEXT NOT NULL,
            script_kind TEXT NOT NULL,
            next_index INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            retired_at INTEGER,
            UNIQUE (network, first_address)
        ) STRICT
        """,
        "CREATE INDEX wallets_of_merchant ON wallets (merchant_id, network)",
        """
        CREATE UNIQUE INDEX wallets_in_use ON wallets (merchant_id, network)
        WHERE retired_at IS NULL
        """,
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    ]

    private static let invoices = [
        """
        CREATE TABLE invoices (
            id TEXT PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            dialect TEXT NOT NULL,
            key_id TEXT NOT NULL REFERENCES api_keys (id),
            external_id TEXT NOT NULL,
            external_id_numeric INTEGER NOT NULL,
            price_asset TEXT NOT NULL,
            price_decimals INTEGER NOT NULL,
            price_units TEXT NOT NULL,
            coins TEXT NOT NULL,
            fee_terms TEXT NOT NULL,
            insurance TEXT NOT NULL,
            tolerance TEXT NOT NULL,
            late_window_seconds INTEGER NOT NULL,
            late_tolerance TEXT NOT NULL,
            details TEXT,
            return_url TEXT,
            opened_at INTEGER NOT NULL,
            deadline INTEGER NOT NULL,
            UNIQUE (merchant_id, dialect, external_id)
        ) STRICT
        """,
        "CREATE INDEX invoices_by_age ON invoices (opened_at)",
        "CREATE INDEX invoices_by_external_id ON invoices (external_id)",
        """
        CREATE TABLE choices (
            id TEXT PRIMARY KEY,
            invoice_id TEXT NOT NULL REFERENCES invoices (id),
            network TEXT NOT NULL,
            asset TEXT NOT NULL,
            decimals INTEGER NOT NULL,
            address TEXT NOT NULL,
            rate TEXT NOT NULL,
            rate_time INTEGER NOT NULL,
            rate_source TEXT NOT NULL,
            net_units TEXT NOT NULL,
            insurance_units TEXT NOT NULL,
            fee_units TEXT NOT NULL,
            fee_terms TEXT NOT NULL,
            due_units TEXT NOT NULL,
            confirmations INTEGER NOT NULL,
            finality INTEGER NOT NULL,
            chooser TEXT NOT NULL,
            chosen_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX choices_of_invoice ON choices (invoice_id)",
        """
        CREATE TABLE addresses (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            network TEXT NOT NULL,
            address TEXT NOT NULL,
            match_bytes BLOB NOT NULL,
            wallet_id INTEGER NOT NULL REFERENCES wallets (id),
            derivation_index INTEGER NOT NULL,
            invoice_id TEXT NOT NULL REFERENCES invoices (id),
            choice_id TEXT NOT NULL,
            UNIQUE (network, address)
        ) STRICT
        """,
        "CREATE INDEX addresses_by_network ON addresses (network, id)",
        """
        CREATE TABLE marks (
            invoice_id TEXT NOT NULL REFERENCES invoices (id),
            mark TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            PRIMARY KEY (invoice_id, mark)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE standings (
            invoice_id TEXT PRIMARY KEY REFERENCES invoices (id),
            revision INTEGER NOT NULL,
            standing TEXT NOT NULL,
            next_check_at INTEGER,
            updated_at INTEGER NOT NULL,
            done_at INTEGER,
            answered_at INTEGER
        ) STRICT
        """,
        """
        CREATE INDEX standings_to_check ON standings (next_check_at)
        WHERE next_check_at IS NOT NULL
        """,
    ]

    private static let chains = [
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
            invoice_id TEXT NOT NULL REFERENCES invoices (id),
            choice_id TEXT NOT NULL REFERENCES choices (id),
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
            CHECK (is_gone = 0 OR block_height IS NULL)
        ) STRICT
        """,
        "CREATE INDEX transfers_of_invoice ON transfers (invoice_id)",
        """
        CREATE INDEX transfers_not_final ON transfers (network, block_height)
        WHERE is_final = 0
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

    private static let events = [
        """
        CREATE TABLE events (
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            number INTEGER NOT NULL,
            invoice_id TEXT NOT NULL REFERENCES invoices (id),
            revision INTEGER NOT NULL,
            event TEXT NOT NULL,
            standing_before TEXT,
            standing TEXT NOT NULL,
            happened_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            due_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            body BLOB,
            url TEXT,
            PRIMARY KEY (merchant_id, number),
            UNIQUE (invoice_id, revision)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX events_waiting ON events (due_at) WHERE state = 'waiting'",
        "CREATE INDEX events_of_invoice ON events (invoice_id, number)",
        """
        CREATE TABLE attempts (
            merchant_id TEXT NOT NULL,
            number INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            happened_at INTEGER NOT NULL,
            answer TEXT NOT NULL,
            http_status INTEGER,
            PRIMARY KEY (merchant_id, number, attempt)
        ) STRICT, WITHOUT ROWID
        """,
    ]
}
