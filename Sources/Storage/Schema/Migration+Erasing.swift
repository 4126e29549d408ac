extension Migration {
    /// What finds data of payers that is to be erased.
    static let erasing = [
        """
        CREATE INDEX invoices_with_payer ON invoices (merchant_id, opened_at, id)
        WHERE payer_email IS NOT NULL OR payer_reference IS NOT NULL
        """,
        """
        CREATE INDEX invoices_of_customer ON invoices (customer_id, opened_at)
        WHERE customer_id IS NOT NULL
        """,
        """
        CREATE INDEX customers_with_data ON customers (merchant_id, updated_at, id)
        WHERE email IS NOT NULL OR name IS NOT NULL
        """,
        """
        CREATE INDEX customers_by_email ON customers (merchant_id, email)
        WHERE email IS NOT NULL
        """,
        """
        CREATE INDEX deposits_of_static_address ON deposits (static_address_id, updated_at)
        """,
        """
        CREATE INDEX contacts_of_customer ON contacts (customer_id)
        WHERE customer_id IS NOT NULL
        """,
        // Invoices whose payer is erased except in notifications that the shop has yet to hear.
        """
        CREATE TABLE erasures (
            invoice_id TEXT PRIMARY KEY REFERENCES invoices (id),
            look_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX erasures_by_time ON erasures (look_at)",
    ]
}
