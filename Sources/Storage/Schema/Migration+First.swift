extension Migration {
    /// Merchants, keys, wallets, invoices with their facts, chains, events.
    ///
    /// Amounts are decimal text, since no type of both databases holds 128 bits; instants are
    /// microseconds; ratios are `numerator/denominator`.
    static let first = Migration(
        number: 1,
        reason: "the whole of the first release",
        statements: merchants + customers + invoices + standings + chains + events
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
            tariffs TEXT NOT NULL,
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
        CREATE TABLE nonces (
            key_id TEXT NOT NULL REFERENCES api_keys (id),
            nonce TEXT NOT NULL,
            seen_at INTEGER NOT NULL,
            PRIMARY KEY (key_id, nonce)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX nonces_by_age ON nonces (seen_at)",
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
            kind TEXT NOT NULL,
            key_id TEXT NOT NULL REFERENCES api_keys (id),
            external_id TEXT,
            external_id_numeric INTEGER NOT NULL,
            content_digest TEXT,
            price_asset TEXT NOT NULL,
            price_decimals INTEGER NOT NULL,
            price_units TEXT NOT NULL,
            coins TEXT NOT NULL,
            fee_terms TEXT NOT NULL,
            insurance TEXT NOT NULL,
            tariffs TEXT NOT NULL,
            tolerance TEXT NOT NULL,
            slippage TEXT,
            late_window_seconds INTEGER NOT NULL,
            late_tolerance TEXT NOT NULL,
            label TEXT,
            details TEXT,
            payer_reference TEXT,
            payer_email TEXT,
            customer_id TEXT REFERENCES customers (id),
            return_url TEXT,
            webhook_url TEXT,
            success_url TEXT,
            failure_url TEXT,
            opened_at INTEGER NOT NULL,
            deadline INTEGER NOT NULL,
            UNIQUE (merchant_id, dialect, external_id)
        ) STRICT
        """,
        "CREATE INDEX invoices_by_age ON invoices (opened_at)",
        "CREATE INDEX invoices_by_external_id ON invoices (external_id)",
        """
        CREATE INDEX invoices_of_merchant
        ON invoices (merchant_id, dialect, kind, opened_at)
        """,
        """
        CREATE TABLE choices (
            id TEXT PRIMARY KEY,
            invoice_id TEXT NOT NULL REFERENCES invoices (id),
            network TEXT NOT NULL,
            asset TEXT NOT NULL,
            decimals INTEGER NOT NULL,
            address TEXT NOT NULL,
            static_address_id TEXT REFERENCES static_addresses (id),
            rate TEXT NOT NULL,
            rate_time INTEGER NOT NULL,
            rate_source TEXT NOT NULL,
            net_units TEXT NOT NULL,
            insurance_units TEXT NOT NULL,
            fee_units TEXT NOT NULL,
            fee_terms TEXT NOT NULL,
            tariff_fees TEXT NOT NULL,
            due_units TEXT NOT NULL,
            requotes INTEGER NOT NULL DEFAULT 0,
            confirmations INTEGER NOT NULL,
            finality INTEGER NOT NULL,
            chooser TEXT NOT NULL,
            note TEXT,
            chosen_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX choices_of_invoice ON choices (invoice_id)",
        """
        CREATE INDEX choices_of_static_address ON choices (static_address_id)
        WHERE static_address_id IS NOT NULL
        """,
        """
        CREATE TABLE requotes (
            choice_id TEXT NOT NULL REFERENCES choices (id),
            number INTEGER NOT NULL,
            made_at INTEGER NOT NULL,
            rate TEXT NOT NULL,
            rate_time INTEGER NOT NULL,
            rate_source TEXT NOT NULL,
            net_units TEXT NOT NULL,
            insurance_units TEXT NOT NULL,
            fee_units TEXT NOT NULL,
            fee_terms TEXT NOT NULL,
            tariff_fees TEXT NOT NULL,
            due_units TEXT NOT NULL,
            PRIMARY KEY (choice_id, number)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE addresses (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            network TEXT NOT NULL,
            address TEXT NOT NULL,
            match_bytes BLOB NOT NULL,
            wallet_id INTEGER NOT NULL REFERENCES wallets (id),
            derivation_index INTEGER NOT NULL,
            invoice_id TEXT REFERENCES invoices (id),
            choice_id TEXT,
            static_address_id TEXT,
            UNIQUE (network, address),
            CHECK ((invoice_id IS NULL) = (choice_id IS NULL)),
            CHECK ((invoice_id IS NULL) <> (static_address_id IS NULL))
        ) STRICT
        """,
        "CREATE INDEX addresses_by_network ON addresses (network, id)",
    ]

    private static let standings = [
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
            merchant_id TEXT NOT NULL,
            dialect TEXT NOT NULL,
            kind TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            standing TEXT NOT NULL,
            phase TEXT NOT NULL,
            may_requote INTEGER NOT NULL,
            next_check_at INTEGER,
            updated_at INTEGER NOT NULL,
            done_at INTEGER,
            answered_at INTEGER
        ) STRICT
        """,
        """
        CREATE INDEX standings_by_phase
        ON standings (merchant_id, dialect, kind, phase, opened_at, invoice_id)
        """,
        """
        CREATE INDEX standings_to_requote ON standings (invoice_id)
        WHERE may_requote = 1
        """,
        """
        CREATE INDEX standings_to_check ON standings (next_check_at)
        WHERE next_check_at IS NOT NULL
        """,
    ]
}
