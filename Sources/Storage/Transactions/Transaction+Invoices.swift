package import Payments

extension Transaction {
    /// Stores a new invoice, unless the merchant already used its external id.
    ///
    /// Answer: False where nothing was stored.
    package func add(_ invoice: Invoice) throws(StorageError) -> Bool {
        let inserted = try connection.run(
            """
            INSERT INTO invoices
                (id, code, merchant_id, dialect, kind, key_id, external_id, external_id_numeric,
                content_digest, price_asset, price_decimals, price_units, coins, fee_terms,
                insurance, tariffs, tolerance, slippage, late_window_seconds, late_tolerance,
                label, details, payer_reference, payer_email, customer_id, return_url,
                webhook_url, success_url, failure_url, opened_by, opened_at, deadline)
            VALUES (\(invoice.id), \(invoice.code), \(invoice.merchant),
                \(invoice.dialect.rawValue), \(invoice.kind.rawValue), \(invoice.key),
                \(invoice.externalID), \(invoice.isExternalIDNumeric), \(invoice.contentDigest),
                \(invoice.price.asset.ticker), \(invoice.price.asset.decimals),
                \(invoice.price.units), \(CoinText.text(of: invoice.coins)),
                \(invoice.terms.feeTerms.rawValue), \(invoice.terms.insurance),
                \(TariffText.text(of: invoice.terms.tariffs)), \(invoice.tolerance),
                \(invoice.slippage), \(invoice.lateTerms.windowSeconds),
                \(invoice.lateTerms.tolerance), \(invoice.label), \(invoice.details),
                \(invoice.payer.reference), \(invoice.payer.email), \(invoice.payer.customer),
                \(invoice.returnURL), \(invoice.webhooks.all), \(invoice.webhooks.success),
                \(invoice.webhooks.failure), \(invoice.openedBy), \(invoice.openedAt),
                \(invoice.deadline))
            ON CONFLICT (merchant_id, dialect, external_id) DO NOTHING
            """
        )
        return inserted > 0
    }

    /// Gives an invoice just added its first standing and event.
    ///
    /// `choice`: The one made at once where a single coin is offered.
    package func begin(
        _ invoice: Invoice,
        with choice: Choice?,
        at now: Instant
    ) throws(StorageError) -> InvoiceRecord {
        let facts = Facts(choices: choice.map { [$0] } ?? [])
        try settle(invoice, given: facts, before: nil, revision: 0, at: now)
        return InvoiceRecord(
            invoice: invoice,
            facts: facts,
            standing: invoice.standing(given: facts, at: now),
            revision: 1,
            updatedAt: now,
            doneAt: nil,
            answeredAt: nil
        )
    }

    /// Stores a selection of a coin.
    ///
    /// `staticAddress`: The customer's address it uses, where it has none of its own.
    package func add(
        _ choice: Choice,
        to invoice: InvoiceID,
        at staticAddress: StaticAddressID? = nil
    ) throws(StorageError) {
        let quote = choice.firstQuote
        try connection.run(
            """
            INSERT INTO choices
                (id, invoice_id, network, asset, decimals, address, static_address_id, rate,
                rate_time, rate_source, net_units, insurance_units, fee_units, fee_terms,
                tariff_fees, due_units, confirmations, finality, chooser, chosen_at,
                network_cost)
            VALUES (\(choice.id), \(invoice), \(quote.coin.network), \(quote.coin.asset.ticker),
                \(quote.coin.asset.decimals), \(choice.address), \(staticAddress),
                \(quote.rate.price), \(quote.rate.time), \(quote.rate.source),
                \(quote.net.units), \(quote.insurance.units), \(quote.networkFee.units),
                \(quote.feeTerms.rawValue), \(FeeText.text(of: quote.fees)),
                \(quote.due.units), \(choice.confirmations), \(choice.finality),
                \(choice.chooser.rawValue), \(choice.chosenAt),
                \(quote.cost.map(CostText.text)))
            """
        )
    }

    /// Stores a decision; twice the same changes nothing.
    package func mark(
        _ invoice: InvoiceID,
        as mark: Mark,
        at now: Instant
    ) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO marks (invoice_id, mark, made_at)
            VALUES (\(invoice), \(mark.rawValue), \(now))
            ON CONFLICT (invoice_id, mark) DO NOTHING
            """
        )
    }

    /// The id of the invoice that a reference names, or nil.
    package func invoiceID(of reference: InvoiceReference) throws(StorageError) -> InvoiceID? {
        let rows =
            switch reference {
            case .id(let id): try connection.rows("SELECT id FROM invoices WHERE id = \(id)")
            case .code(let code):
                try connection.rows("SELECT id FROM invoices WHERE code = \(code)")
            case .choice(let id):
                try connection.rows("SELECT invoice_id FROM choices WHERE id = \(id)")
            case .external(let text, let merchant, let dialect):
                try connection.rows(
                    """
                    SELECT id
                    FROM invoices
                    WHERE merchant_id = \(merchant) AND dialect = \(dialect.rawValue)
                        AND external_id = \(text)
                    """
                )
            }
        guard var row = rows.first else { return nil }
        return InvoiceID(try row.text())
    }

    /// The invoices that some merchant knows by an id of its own, at most two.
    package func invoiceIDs(externalID: String) throws(StorageError) -> [InvoiceID] {
        try connection.rows(
            "SELECT id FROM invoices WHERE external_id = \(externalID) LIMIT 2"
        ).map { row throws(StorageError) in
            var row = row
            return InvoiceID(try row.text())
        }
    }

    /// An invoice with everything stored about it, or nil.
    package func invoice(_ id: InvoiceID) throws(StorageError) -> InvoiceRecord? {
        guard let invoice = try invoices(where: "WHERE id = \(id)").first,
            var row = try connection.rows(
                """
                SELECT revision, standing, updated_at, done_at, answered_at
                FROM standings
                WHERE invoice_id = \(id)
                """
            ).first
        else { return nil }
        let revision = try row.int()
        let standing = try StandingText.standing(of: row.text())
        return InvoiceRecord(
            invoice: invoice,
            facts: try facts(of: id),
            standing: standing,
            revision: revision,
            updatedAt: try row.instant(),
            doneAt: try row.optionalInstant(),
            answeredAt: try row.optionalInstant()
        )
    }

    /// The newest invoices of all merchants.
    package func newestInvoices(limit: Int) throws(StorageError) -> [InvoiceRecord] {
        let ids = try connection.rows(
            "SELECT id FROM invoices ORDER BY opened_at DESC LIMIT \(limit)"
        ).map { row throws(StorageError) in
            var row = row
            return InvoiceID(try row.text())
        }
        var found: [InvoiceRecord] = []
        for id in ids {
            if let invoice = try invoice(id) { found.append(invoice) }
        }
        return found
    }

    func invoices(where clause: SQL) throws(StorageError) -> [Invoice] {
        let columns: SQL = """
            SELECT id, code, merchant_id, dialect, kind, key_id, external_id, external_id_numeric,
                content_digest, price_asset, price_decimals, price_units, coins, fee_terms,
                insurance, tariffs, tolerance, slippage, late_window_seconds, late_tolerance,
                label, details, payer_reference, payer_email, customer_id, return_url,
                webhook_url, success_url, failure_url, opened_by, opened_at, deadline
            FROM invoices
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return try Self.invoice(from: &row)
        }
    }

    private static func invoice(from row: inout SQLRow) throws(StorageError) -> Invoice {
        let id = InvoiceID(try row.text())
        let code = InvoiceCode(try row.text())
        let merchant = MerchantID(try row.text())
        let dialect: Dialect = try row.word()
        let kind: Invoice.Kind = try row.word()
        let key = APIKeyID(try row.text())
        let externalID = try row.optionalText()
        let isNumeric = try row.bool()
        let contentDigest = try row.optionalText()
        let asset = try row.asset()
        return Invoice(
            id: id,
            code: code,
            merchant: merchant,
            dialect: dialect,
            kind: kind,
            key: key,
            externalID: externalID,
            isExternalIDNumeric: isNumeric,
            contentDigest: contentDigest,
            price: Amount(units: try row.units(), of: asset),
            coins: try CoinText.coins(of: row.text()),
            terms: Quote.Terms(
                feeTerms: try row.word(),
                insurance: try row.ratio(),
                tariffs: try TariffText.tariffs(of: row.text())
            ),
            tolerance: try row.ratio(),
            slippage: try row.optionalRatio(),
            lateTerms: Invoice.LateTerms(
                windowSeconds: try row.integer(),
                tolerance: try row.ratio()
            ),
            label: try row.optionalText(),
            details: try row.optionalText(),
            payer: Invoice.Payer(
                reference: try row.optionalText(),
                email: try row.optionalText(),
                customer: try row.optionalText().map(CustomerID.init)
            ),
            returnURL: try row.optionalText(),
            webhooks: Invoice.Webhooks(
                all: try row.optionalText(),
                success: try row.optionalText(),
                failure: try row.optionalText()
            ),
            openedBy: try row.optionalText(),
            openedAt: try row.instant(),
            deadline: try row.instant()
        )
    }
}
