extension Migration {
    /// What the cabinet and the checkout's help bring.
    static let cabinet = Migration(
        number: 3,
        reason: "the cabinet: people, audit, totals, search, branding, payers' questions",
        statements: people + settings + totals + search + inquiries
    )

    /// Who signs in, and what was changed by whom.
    private static let people = [
        """
        CREATE TABLE users (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            is_owner INTEGER NOT NULL,
            password_hash TEXT NOT NULL,
            sealed_totp BLOB,
            totp_step_last INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            closed_at INTEGER
        ) STRICT
        """,
        """
        CREATE TABLE user_roles (
            user_id TEXT NOT NULL REFERENCES users (id),
            merchant_id TEXT NOT NULL REFERENCES merchants (id),
            role TEXT NOT NULL,
            PRIMARY KEY (user_id, merchant_id)
        ) STRICT, WITHOUT ROWID
        """,
        // The token itself is with the browser only: a copy of the database opens no session.
        """
        CREATE TABLE sessions (
            digest BLOB PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES users (id),
            is_complete INTEGER NOT NULL,
            address TEXT NOT NULL,
            agent TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX sessions_of_user ON sessions (user_id)",
        "CREATE INDEX sessions_by_age ON sessions (expires_at)",
        """
        CREATE TABLE one_time_links (
            digest BLOB PRIMARY KEY,
            purpose TEXT NOT NULL,
            user_id TEXT REFERENCES users (id),
            is_owner INTEGER NOT NULL DEFAULT 0,
            merchant_id TEXT REFERENCES merchants (id),
            role TEXT,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            used_at INTEGER
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE throttles (
            subject TEXT PRIMARY KEY,
            failures INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            blocked_until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            merchant_id TEXT REFERENCES merchants (id),
            actor TEXT NOT NULL,
            happened_at INTEGER NOT NULL,
            subject TEXT NOT NULL,
            before TEXT,
            after TEXT
        ) STRICT
        """,
        "CREATE INDEX audit_of_merchant ON audit (merchant_id, id)",
    ]

    /// What a merchant sets for its checkout, its payments and its keys.
    private static let settings = [
        "ALTER TABLE merchants ADD COLUMN confirmation_rules TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE merchants ADD COLUMN brand_colour TEXT",
        "ALTER TABLE merchants ADD COLUMN logo_id TEXT",
        "ALTER TABLE merchants ADD COLUMN embed_origins TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE merchants ADD COLUMN payer_data_days INTEGER",
        """
        CREATE TABLE logos (
            merchant_id TEXT PRIMARY KEY REFERENCES merchants (id),
            id TEXT NOT NULL,
            media_type TEXT NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT
        """,
        "ALTER TABLE api_keys ADD COLUMN name TEXT",
        // Empty for everywhere and everything.
        "ALTER TABLE api_keys ADD COLUMN allowed_addresses TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE api_keys ADD COLUMN permissions TEXT NOT NULL DEFAULT ''",
    ]

    /// Sums that an overview needs and a million invoices cannot be read for.
    private static let totals: [String] = []

    /// What the cabinet finds invoices by.
    private static let search = [
        "CREATE INDEX standings_by_age ON standings (merchant_id, opened_at, invoice_id)",
        """
        CREATE INDEX standings_by_phase_and_age
        ON standings (merchant_id, phase, opened_at, invoice_id)
        """,
        // What another process changed, for open pages.
        "CREATE INDEX standings_by_change ON standings (updated_at)",
        """
        CREATE INDEX invoices_by_email ON invoices (merchant_id, payer_email)
        WHERE payer_email IS NOT NULL
        """,
        """
        CREATE INDEX invoices_by_payer ON invoices (merchant_id, payer_reference)
        WHERE payer_reference IS NOT NULL
        """,
        """
        CREATE INDEX invoices_by_label ON invoices (merchant_id, label)
        WHERE label IS NOT NULL
        """,
        "CREATE INDEX addresses_by_text ON addresses (address)",
        "CREATE INDEX addresses_of_wallet ON addresses (wallet_id, derivation_index)",
    ]

    /// Payers' questions about transactions.
    private static let inquiries = [
        """
        CREATE TABLE inquiries (
            invoice_id TEXT NOT NULL REFERENCES invoices (id),
            txid TEXT NOT NULL,
            asked_at INTEGER NOT NULL,
            answered_at INTEGER,
            finding TEXT,
            look_at INTEGER,
            PRIMARY KEY (invoice_id, txid)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX inquiries_to_look ON inquiries (look_at) WHERE look_at IS NOT NULL",
    ]
}
