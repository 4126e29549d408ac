extension Migration {
    /// What the cabinet and the checkout's help bring.
    static let cabinet = Migration(
        number: 3,
        reason: "the cabinet: people, audit, totals, search, branding, payers' questions",
        statements: people + settings + totals + search + openedByHand + inquiries + erasing,
        complete: { try $0.recountTotals() }
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
            sealed_totp_next BLOB,
            totp_step_last INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            closed_at INTEGER
        ) STRICT
        """,
        // What is used instead of a code when the phone is lost, once each.
        """
        CREATE TABLE recovery_codes (
            user_id TEXT NOT NULL REFERENCES users (id),
            digest BLOB NOT NULL,
            used_at INTEGER,
            PRIMARY KEY (user_id, digest)
        ) STRICT, WITHOUT ROWID
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
            name TEXT,
            password_hash TEXT,
            sealed_totp BLOB,
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
        "CREATE INDEX throttles_by_age ON throttles (updated_at)",
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
        // What names the form a key was made with: the same form sent again makes no second one.
        "ALTER TABLE api_keys ADD COLUMN form_id TEXT",
        """
        CREATE UNIQUE INDEX api_keys_by_form ON api_keys (merchant_id, form_id)
        WHERE form_id IS NOT NULL
        """,
        // The state before somebody had a notification sent once more.
        "ALTER TABLE events ADD COLUMN resent_from TEXT",
    ]

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
        CREATE INDEX invoices_by_email
        ON invoices (merchant_id, payer_email, opened_at, id)
        WHERE payer_email IS NOT NULL
        """,
        """
        CREATE INDEX invoices_by_payer
        ON invoices (merchant_id, payer_reference, opened_at, id)
        WHERE payer_reference IS NOT NULL
        """,
        """
        CREATE INDEX invoices_by_label ON invoices (merchant_id, label, opened_at, id)
        WHERE label IS NOT NULL
        """,
        """
        CREATE INDEX choices_of_static_address_by_age ON choices (static_address_id, chosen_at)
        WHERE static_address_id IS NOT NULL
        """,
        "CREATE INDEX addresses_by_text ON addresses (address)",
        "CREATE INDEX addresses_of_wallet ON addresses (wallet_id, derivation_index)",
    ]

    /// Who opened an invoice where it was not the shop.
    private static let openedByHand = ["ALTER TABLE invoices ADD COLUMN opened_by TEXT"]

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
            reread_at INTEGER,
            PRIMARY KEY (invoice_id, txid)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX inquiries_to_look ON inquiries (look_at) WHERE look_at IS NOT NULL",
        // What was answered lately, for open pages.
        """
        CREATE INDEX inquiries_by_answer ON inquiries (answered_at)
        WHERE answered_at IS NOT NULL
        """,
        // How many nobody has looked into yet.
        """
        CREATE INDEX inquiries_waiting ON inquiries (asked_at)
        WHERE look_at IS NOT NULL AND answered_at IS NULL
        """,
        "CREATE INDEX inquiries_reread ON inquiries (reread_at) WHERE reread_at IS NOT NULL",
    ]
}
