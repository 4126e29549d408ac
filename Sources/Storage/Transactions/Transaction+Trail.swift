package import Payments

extension Transaction {
    /// An invoice with everything that was ever stored about it, or nil.
    package func trail(of id: InvoiceID) throws(StorageError) -> InvoiceTrail? {
        guard let stored = try invoice(id) else { return nil }
        let events = try events(of: id)
        var attempts: [Int64: [AttemptRecord]] = [:]
        for event in events where event.attempts > 0 {
            attempts[event.number] = try self.attempts(of: event)
        }
        var origins: [ChoiceID: InvoiceTrail.Origin] = [:]
        var requotes: [ChoiceID: [Instant]] = [:]
        for choice in stored.facts.choices {
            origins[choice.id] = try origin(
                of: choice.address,
                on: choice.quote.coin.network
            )
            if !choice.requotes.isEmpty { requotes[choice.id] = try requoteTimes(of: choice.id) }
        }
        return InvoiceTrail(
            stored: stored,
            events: events,
            attempts: attempts,
            marks: try markTimes(of: id),
            blocks: try blockHashes(of: id),
            origins: origins,
            requotes: requotes,
            isKeyRevoked: try apiKey(stored.invoice.key)?.revokedAt != nil
        )
    }

    /// Every attempt to tell an event, the first one first.
    package func attempts(of event: EventRecord) throws(StorageError) -> [AttemptRecord] {
        try connection.rows(
            """
            SELECT attempt, happened_at, answer, http_status, key_id, answer_body
            FROM attempts
            WHERE merchant_id = \(event.merchant) AND number = \(event.number)
            ORDER BY attempt
            """
        ).map { row throws(StorageError) in
            var row = row
            return AttemptRecord(
                number: try row.int(),
                happenedAt: try row.instant(),
                answer: try row.text(),
                httpStatus: try row.optionalInteger().map { Int($0) },
                key: try row.optionalText().map(APIKeyID.init),
                answerBody: try row.optionalText()
            )
        }
    }

    private func origin(
        of address: String,
        on network: NetworkID
    ) throws(StorageError) -> InvoiceTrail.Origin? {
        guard
            var row = try connection.rows(
                """
                SELECT wallet_id, derivation_index, static_address_id IS NOT NULL
                FROM addresses
                WHERE network = \(network) AND address = \(address)
                """
            ).first
        else { return nil }
        return InvoiceTrail.Origin(
            wallet: try row.integer(),
            index: UInt32(clamping: try row.integer()),
            isStatic: try row.bool()
        )
    }

    private func requoteTimes(of choice: ChoiceID) throws(StorageError) -> [Instant] {
        try connection.rows(
            "SELECT made_at FROM requotes WHERE choice_id = \(choice) ORDER BY number"
        ).map { row throws(StorageError) in
            var row = row
            return try row.instant()
        }
    }

    private func markTimes(of invoice: InvoiceID) throws(StorageError) -> [Mark: Instant] {
        var times: [Mark: Instant] = [:]
        for row in try connection.rows(
            "SELECT mark, made_at FROM marks WHERE invoice_id = \(invoice)"
        ) {
            var row = row
            let mark: Mark = try row.word()
            times[mark] = try row.instant()
        }
        return times
    }

    private func blockHashes(of invoice: InvoiceID) throws(StorageError) -> [Transfer.ID: String] {
        var hashes: [Transfer.ID: String] = [:]
        for row in try connection.rows(
            """
            SELECT network, txid, output, block_hash
            FROM transfers
            WHERE invoice_id = \(invoice) AND block_hash IS NOT NULL
            """
        ) {
            var row = row
            let id = Transfer.ID(
                network: NetworkID(try row.text()),
                txid: try row.text(),
                index: UInt32(clamping: try row.integer())
            )
            hashes[id] = try row.text()
        }
        return hashes
    }
}
