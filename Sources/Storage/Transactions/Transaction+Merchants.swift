package import Payments

extension Transaction {
    /// Adds a merchant.
    package func add(_ merchant: Merchant) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO merchants
                (id, name, result_url, tolerance, insurance, late_window_seconds, late_tolerance,
                foreign_policy, tariffs, confirmation_rules, brand_colour, logo_id,
                embed_origins, payer_data_days, created_at)
            VALUES (\(merchant.id), \(merchant.name), \(merchant.resultURL),
                \(merchant.tolerance), \(merchant.insurance),
                \(merchant.lateTerms.windowSeconds), \(merchant.lateTerms.tolerance),
                \(merchant.foreignPolicy.rawValue),
                \(TariffText.text(of: merchant.tariffs)),
                \(ConfirmationText.text(of: merchant.confirmationRules)),
                \(merchant.branding.colour), \(merchant.branding.logo?.text),
                \(merchant.branding.embedOrigins.joined(separator: " ")),
                \(merchant.payerDataDays), \(merchant.createdAt))
            """
        )
    }

    /// Rewrites what may change of a merchant; answers whether there is such a merchant.
    package func update(_ merchant: Merchant) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE merchants
            SET name = \(merchant.name), result_url = \(merchant.resultURL),
                tolerance = \(merchant.tolerance), insurance = \(merchant.insurance),
                late_window_seconds = \(merchant.lateTerms.windowSeconds),
                late_tolerance = \(merchant.lateTerms.tolerance),
                foreign_policy = \(merchant.foreignPolicy.rawValue),
                tariffs = \(TariffText.text(of: merchant.tariffs)),
                confirmation_rules = \(ConfirmationText.text(of: merchant.confirmationRules)),
                brand_colour = \(merchant.branding.colour),
                logo_id = \(merchant.branding.logo?.text),
                embed_origins = \(merchant.branding.embedOrigins.joined(separator: " ")),
                payer_data_days = \(merchant.payerDataDays)
            WHERE id = \(merchant.id)
            """
        ) > 0
    }

    /// The merchant of an id, or nil.
    package func merchant(_ id: MerchantID) throws(StorageError) -> Merchant? {
        try merchants(where: "WHERE id = \(id)").first
    }

    /// Every merchant, the oldest first.
    package func merchants() throws(StorageError) -> [Merchant] {
        try merchants(where: "ORDER BY created_at")
    }

    private func merchants(where clause: SQL) throws(StorageError) -> [Merchant] {
        let columns: SQL = """
            SELECT id, name, result_url, tolerance, insurance, late_window_seconds,
                late_tolerance, foreign_policy, tariffs, confirmation_rules, brand_colour,
                logo_id, embed_origins, payer_data_days, created_at
            FROM merchants
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return Merchant(
                id: MerchantID(try row.text()),
                name: try row.text(),
                resultURL: try row.optionalText(),
                tolerance: try row.ratio(),
                insurance: try row.ratio(),
                lateTerms: Invoice.LateTerms(
                    windowSeconds: try row.integer(),
                    tolerance: try row.ratio()
                ),
                foreignPolicy: try row.word(),
                tariffs: try TariffText.tariffs(of: row.text()),
                confirmationRules: try ConfirmationText.rules(of: row.text()),
                branding: Branding(
                    colour: try row.optionalText(),
                    logo: try row.optionalText().map(LogoID.init),
                    embedOrigins: try row.text().split(separator: " ").map(String.init)
                ),
                payerDataDays: try row.optionalInteger().map(Int.init),
                createdAt: try row.instant()
            )
        }
    }

    /// The value of a setting, or nil.
    package func setting(_ name: String) throws(StorageError) -> String? {
        guard var row = try connection.rows("SELECT value FROM settings WHERE name = \(name)").first
        else { return nil }
        return try row.text()
    }

    /// Sets a setting.
    package func set(_ name: String, to value: String) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO settings (name, value)
            VALUES (\(name), \(value))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """
        )
    }
}
