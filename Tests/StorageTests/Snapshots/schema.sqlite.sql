CREATE TABLE addresses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    match_bytes BLOB NOT NULL,
    wallet_id INTEGER NOT NULL REFERENCES wallets (id),
    derivation_index INTEGER NOT NULL,
    invoice_id TEXT REFERENCES invoices (id),
    choice_id TEXT,
    static_address_id TEXT, issued_height INTEGER, balance_before TEXT,
    UNIQUE (network, address),
    CHECK ((invoice_id IS NULL) = (choice_id IS NULL)),
    CHECK ((invoice_id IS NULL) <> (static_address_id IS NULL))
) STRICT;

CREATE INDEX addresses_by_network ON addresses (network, id);

CREATE INDEX addresses_by_text ON addresses (address);

CREATE INDEX addresses_of_wallet ON addresses (wallet_id, derivation_index);

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    merchant_id TEXT NOT NULL REFERENCES merchants (id),
    dialect TEXT NOT NULL,
    sealed_secret BLOB NOT NULL,
    request_id_last INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
, name TEXT, allowed_addresses TEXT NOT NULL DEFAULT '', permissions TEXT NOT NULL DEFAULT '', form_id TEXT) STRICT;

CREATE UNIQUE INDEX api_keys_by_form ON api_keys (merchant_id, form_id)
WHERE form_id IS NOT NULL;

CREATE INDEX api_keys_of_merchant ON api_keys (merchant_id, dialect);

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
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    merchant_id TEXT REFERENCES merchants (id),
    actor TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;

CREATE INDEX audit_of_merchant ON audit (merchant_id, id);

CREATE TABLE blocks (
    network TEXT NOT NULL,
    height INTEGER NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (network, height)
) STRICT, WITHOUT ROWID;

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
, network_cost TEXT) STRICT;

CREATE INDEX choices_of_invoice ON choices (invoice_id);

CREATE INDEX choices_of_static_address ON choices (static_address_id)
WHERE static_address_id IS NOT NULL;

CREATE INDEX choices_of_static_address_by_age ON choices (static_address_id, chosen_at)
WHERE static_address_id IS NOT NULL;

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
) STRICT;

CREATE INDEX contacts_by_address ON contacts (merchant_id, list, address, created_at)
WHERE removed_at IS NULL;

CREATE INDEX contacts_in_list ON contacts (merchant_id, list, created_at)
WHERE removed_at IS NULL;

CREATE INDEX contacts_of_customer ON contacts (customer_id)
WHERE customer_id IS NOT NULL;

CREATE INDEX contacts_removed ON contacts (merchant_id, removed_at)
WHERE removed_at IS NOT NULL;

CREATE TABLE cursors (
    network TEXT PRIMARY KEY,
    height INTEGER NOT NULL,
    tip_height INTEGER NOT NULL,
    caught_up_at INTEGER,
    rescan_from INTEGER
, finalized_height INTEGER) STRICT;

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
) STRICT;

CREATE INDEX customers_by_email ON customers (merchant_id, email)
WHERE email IS NOT NULL;

CREATE INDEX customers_with_data ON customers (merchant_id, updated_at, id)
WHERE email IS NOT NULL OR name IS NOT NULL;

CREATE TABLE day_counts (
    merchant_id TEXT NOT NULL REFERENCES merchants (id),
    day INTEGER NOT NULL,
    what TEXT NOT NULL,
    invoices INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, day, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_receipts (
    merchant_id TEXT NOT NULL REFERENCES merchants (id),
    day INTEGER NOT NULL,
    network TEXT NOT NULL,
    asset TEXT NOT NULL,
    decimals INTEGER NOT NULL,
    units TEXT NOT NULL,
    transfers INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, day, network, asset, decimals)
) STRICT, WITHOUT ROWID;

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
) STRICT;

CREATE INDEX deposits_of_merchant ON deposits (merchant_id, arrived_at);

CREATE INDEX deposits_of_static_address ON deposits (static_address_id, updated_at);

CREATE TABLE erasures (
    invoice_id TEXT PRIMARY KEY REFERENCES invoices (id),
    look_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX erasures_by_time ON erasures (look_at);

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
    webhook_id TEXT, resent_from TEXT,
    PRIMARY KEY (merchant_id, number),
    UNIQUE (subject, revision),
    CHECK ((invoice_id IS NULL) <> (deposit_id IS NULL)),
    CHECK ((invoice_id IS NULL) = (standing IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX events_by_webhook ON events (webhook_id)
WHERE webhook_id IS NOT NULL;

CREATE INDEX events_of_subject ON events (subject, number);

CREATE INDEX events_waiting ON events (due_at) WHERE state = 'waiting';

CREATE TABLE incidents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    happened_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    network TEXT,
    invoice_id TEXT,
    details TEXT NOT NULL
) STRICT;

CREATE TABLE inquiries (
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    txid TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    answered_at INTEGER,
    finding TEXT,
    look_at INTEGER,
    reread_at INTEGER,
    PRIMARY KEY (invoice_id, txid)
) STRICT, WITHOUT ROWID;

CREATE INDEX inquiries_by_answer ON inquiries (answered_at)
WHERE answered_at IS NOT NULL;

CREATE INDEX inquiries_reread ON inquiries (reread_at) WHERE reread_at IS NOT NULL;

CREATE INDEX inquiries_to_look ON inquiries (look_at) WHERE look_at IS NOT NULL;

CREATE INDEX inquiries_waiting ON inquiries (asked_at)
WHERE look_at IS NOT NULL AND answered_at IS NULL;

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
    deadline INTEGER NOT NULL, opened_by TEXT,
    UNIQUE (merchant_id, dialect, external_id)
) STRICT;

CREATE INDEX invoices_by_age ON invoices (opened_at);

CREATE INDEX invoices_by_email
ON invoices (merchant_id, payer_email, opened_at, id)
WHERE payer_email IS NOT NULL;

CREATE INDEX invoices_by_external_id ON invoices (external_id);

CREATE INDEX invoices_by_label ON invoices (merchant_id, label, opened_at, id)
WHERE label IS NOT NULL;

CREATE INDEX invoices_by_payer
ON invoices (merchant_id, payer_reference, opened_at, id)
WHERE payer_reference IS NOT NULL;

CREATE INDEX invoices_of_customer ON invoices (customer_id, opened_at)
WHERE customer_id IS NOT NULL;

CREATE INDEX invoices_with_payer ON invoices (merchant_id, opened_at, id)
WHERE payer_email IS NOT NULL OR payer_reference IS NOT NULL;

CREATE TABLE logos (
    merchant_id TEXT PRIMARY KEY REFERENCES merchants (id),
    id TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE marks (
    invoice_id TEXT NOT NULL REFERENCES invoices (id),
    mark TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (invoice_id, mark)
) STRICT, WITHOUT ROWID;

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
, foreign_policy TEXT NOT NULL DEFAULT 'hold', confirmation_rules TEXT NOT NULL DEFAULT '', brand_colour TEXT, logo_id TEXT, embed_origins TEXT NOT NULL DEFAULT '', payer_data_days INTEGER) STRICT;

CREATE TABLE nonces (
    key_id TEXT NOT NULL REFERENCES api_keys (id),
    nonce TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (key_id, nonce)
) STRICT, WITHOUT ROWID;

CREATE INDEX nonces_by_age ON nonces (seen_at);

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
) STRICT, WITHOUT ROWID;

CREATE TABLE open_sums (
    merchant_id TEXT NOT NULL REFERENCES merchants (id),
    asset TEXT NOT NULL,
    decimals INTEGER NOT NULL,
    units TEXT NOT NULL,
    invoices INTEGER NOT NULL,
    PRIMARY KEY (merchant_id, asset, decimals)
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    digest BLOB NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (user_id, digest)
) STRICT, WITHOUT ROWID;

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
    due_units TEXT NOT NULL, network_cost TEXT,
    PRIMARY KEY (choice_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    digest BLOB PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    is_complete INTEGER NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_age ON sessions (expires_at);

CREATE INDEX sessions_of_user ON sessions (user_id);

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

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
) STRICT;

CREATE INDEX standings_by_age ON standings (merchant_id, opened_at, invoice_id);

CREATE INDEX standings_by_change ON standings (updated_at);

CREATE INDEX standings_by_phase
ON standings (merchant_id, dialect, kind, phase, opened_at, invoice_id);

CREATE INDEX standings_by_phase_and_age
ON standings (merchant_id, phase, opened_at, invoice_id);

CREATE INDEX standings_to_check ON standings (next_check_at)
WHERE next_check_at IS NOT NULL;

CREATE INDEX standings_to_requote ON standings (invoice_id)
WHERE may_requote = 1;

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
) STRICT;

CREATE UNIQUE INDEX static_addresses_in_use
ON static_addresses (merchant_id, COALESCE(customer_id, ''), network, asset)
WHERE is_active = 1;

CREATE INDEX static_addresses_of_customer
ON static_addresses (merchant_id, customer_id, created_at);

CREATE TABLE throttles (
    subject TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX throttles_by_age ON throttles (updated_at);

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
    rating TEXT NOT NULL, needed INTEGER, by_balance INTEGER NOT NULL DEFAULT 0, is_counted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (network, txid, output),
    CHECK ((block_height IS NULL) = (block_hash IS NULL)),
    CHECK ((invoice_id IS NULL) = (choice_id IS NULL)),
    CHECK (invoice_id IS NOT NULL OR static_address_id IS NOT NULL),
    CHECK (is_gone = 0 OR block_height IS NULL)
) STRICT;

CREATE INDEX transfers_by_block ON transfers (network, block_hash);

CREATE INDEX transfers_by_height ON transfers (network, block_height);

CREATE INDEX transfers_by_txid ON transfers (txid);

CREATE INDEX transfers_held ON transfers (arrived_at)
WHERE rating = 'foreign' AND is_gone = 0;

CREATE INDEX transfers_not_final ON transfers (network, block_height)
WHERE is_final = 0 AND is_gone = 0;

CREATE INDEX transfers_of_invoice ON transfers (invoice_id);

CREATE INDEX transfers_of_merchant
ON transfers (merchant_id, arrived_at, network, asset);

CREATE INDEX transfers_set_aside ON transfers (merchant_id, arrived_at)
WHERE rating IN ('foreign', 'ignored');

CREATE INDEX transfers_to_address ON transfers (network, address, arrived_at);

CREATE INDEX transfers_unrated ON transfers (rating) WHERE rating = 'awaited';

CREATE TABLE used_signatures (
    key_id TEXT NOT NULL REFERENCES api_keys (id),
    signature TEXT NOT NULL,
    request_id INTEGER NOT NULL,
    PRIMARY KEY (key_id, signature)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_roles (
    user_id TEXT NOT NULL REFERENCES users (id),
    merchant_id TEXT NOT NULL REFERENCES merchants (id),
    role TEXT NOT NULL,
    PRIMARY KEY (user_id, merchant_id)
) STRICT, WITHOUT ROWID;

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
) STRICT;

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
) STRICT;

CREATE INDEX wallets_by_key ON wallets (first_address);

CREATE UNIQUE INDEX wallets_in_use ON wallets (merchant_id, network)
WHERE retired_at IS NULL;

CREATE INDEX wallets_of_merchant ON wallets (merchant_id, network);
