package import Payments

extension Transaction {
    /// The most rows that one spelling of a search is followed through.
    private static let rowsMax = 1_000

    /// A stretch of a merchant's invoices, the newest first.
    ///
    /// Each phase is read by itself along its index from the place on, and the stretches are
    /// merged, so that the cost follows the length and neither the number of invoices nor how deep
    /// in the list the place is.
    package func places(
        of merchant: MerchantID,
        fitting filter: InvoiceFilter,
        in stretch: InvoiceStretch,
        limit: Int
    ) throws(StorageError) -> [InvoicePlace] {
        var upper = InvoicePlace(openedAt: filter.until ?? .latest, id: InvoiceID(""))
        // No id is empty, so this lies before everything opened at the moment itself.
        var lower = InvoicePlace(openedAt: filter.from ?? .earliest, id: InvoiceID(""))
        let order: SQL
        switch stretch {
        case .older(let place):
            if let place { upper = min(upper, place) }
            order = "ORDER BY opened_at DESC, invoice_id DESC LIMIT \(limit)"
        case .newer(let place):
            lower = max(lower, place)
            order = "ORDER BY opened_at, invoice_id LIMIT \(limit)"
        }
        let between: SQL = """
            AND (opened_at, invoice_id) > (\(lower.openedAt), \(lower.id))
            AND (opened_at, invoice_id) < (\(upper.openedAt), \(upper.id))
            """
        var found: [InvoicePlace] = []
        let phases: [Phase?] = filter.phases.map { $0.map(Optional.some) } ?? [nil]
        for phase in phases {
            let own: SQL =
                if let phase {
                    "WHERE merchant_id = \(merchant) AND phase = \(phase.rawValue)"
                } else {
                    "WHERE merchant_id = \(merchant)"
                }
            let columns: SQL = "SELECT opened_at, invoice_id FROM standings"
            let statement = columns.followed(by: own).followed(by: between).followed(by: order)
            for row in try connection.rows(statement) {
                var row = row
                found.append(
                    InvoicePlace(openedAt: try row.instant(), id: InvoiceID(try row.text()))
                )
            }
        }
        switch stretch {
        case .older: return Array(found.sorted(by: >).prefix(limit))
        case .newer: return found.sorted().prefix(limit).reversed()
        }
    }

    /// A merchant's invoices that a text names exactly, the newest first: by an id of any kind,
    /// the label, an address, a transaction, or the payer.
    package func invoices(
        of merchant: MerchantID,
        named search: InvoiceSearch,
        limit: Int
    ) throws(StorageError) -> [InvoicePlace] {
        var ids = Set(try invoicesByID(search.text, of: merchant))
        ids.formUnion(try invoicesByText(search.text, of: merchant, limit: limit))
        for address in search.addresses { ids.formUnion(try invoices(at: address)) }
        for txid in search.txids { ids.formUnion(try invoices(paidWith: txid)) }
        var found: [InvoicePlace] = []
        for id in ids {
            let rows = try connection.rows(
                "SELECT opened_at, merchant_id FROM standings WHERE invoice_id = \(id)"
            )
            guard var row = rows.first else { continue }
            let place = InvoicePlace(openedAt: try row.instant(), id: id)
            if try row.text() == merchant.text { found.append(place) }
        }
        return Array(found.sorted(by: >).prefix(limit))
    }

    private func invoicesByID(
        _ text: String,
        of merchant: MerchantID
    ) throws(StorageError) -> [InvoiceID] {
        var references: [InvoiceReference] = [
            .code(InvoiceCode(text.uppercased())), .id(InvoiceID(text.lowercased())),
            .choice(ChoiceID(text.lowercased())),
        ]
        for dialect in Dialect.allCases {
            references.append(.external(text, of: merchant, in: dialect))
        }
        var ids: [InvoiceID] = []
        for reference in references {
            if let id = try invoiceID(of: reference) { ids.append(id) }
        }
        return ids
    }

    private func invoicesByText(
        _ text: String,
        of merchant: MerchantID,
        limit: Int
    ) throws(StorageError) -> [InvoiceID] {
        let newest: SQL = "ORDER BY opened_at DESC, id DESC LIMIT \(limit)"
        let conditions: [SQL] = [
            "WHERE merchant_id = \(merchant) AND label = \(text)",
            "WHERE merchant_id = \(merchant) AND payer_email = \(text)",
            "WHERE merchant_id = \(merchant) AND payer_reference = \(text)",
        ]
        var ids: [InvoiceID] = []
        for condition in conditions {
            let columns: SQL = "SELECT id FROM invoices"
            ids += try self.ids(columns.followed(by: condition).followed(by: newest))
        }
        return ids
    }

    /// The invoices an address was given to, alone or through its customer.
    private func invoices(at address: String) throws(StorageError) -> [InvoiceID] {
        var ids: [InvoiceID] = []
        for row in try connection.rows(
            """
            SELECT invoice_id, static_address_id
            FROM addresses
            WHERE address = \(address)
            LIMIT \(Self.rowsMax)
            """
        ) {
            var row = row
            if let own = try row.optionalText() { ids.append(InvoiceID(own)) }
            guard let shared = try row.optionalText() else { continue }
            ids += try self.ids(
                """
                SELECT invoice_id
                FROM choices
                WHERE static_address_id = \(shared)
                ORDER BY chosen_at DESC
                LIMIT \(Self.rowsMax)
                """
            )
        }
        return ids
    }

    private func invoices(paidWith txid: String) throws(StorageError) -> [InvoiceID] {
        try ids(
            """
            SELECT invoice_id
            FROM transfers
            WHERE txid = \(txid) AND invoice_id IS NOT NULL
            LIMIT \(Self.rowsMax)
            """
        )
    }

    private func ids(_ statement: SQL) throws(StorageError) -> [InvoiceID] {
        try connection.rows(statement).map { row throws(StorageError) in
            var row = row
            return InvoiceID(try row.text())
        }
    }
}

extension Instant {
    /// Before every moment that is stored.
    fileprivate static let earliest = Instant(microseconds: .min)
    /// After every moment that is stored.
    fileprivate static let latest = Instant(microseconds: .max)
}
