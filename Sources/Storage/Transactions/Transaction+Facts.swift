package import Payments

extension Transaction {
    /// Everything stored about an invoice after it was opened.
    func facts(of invoice: InvoiceID) throws(StorageError) -> Facts {
        let choices = try choices(of: invoice)
        var facts = Facts(choices: choices, marks: try marks(of: invoice))
        // An invoice without a choice has no address, so nothing can have come.
        if choices.isEmpty { return facts }
        facts.transfers = try transfers(to: invoice)
        let asked = choices.map(\.quote.coin.network)
        for network in Set(asked + facts.transfers.map(\.transfer.id.network)) {
            facts.tips[network] = try tip(of: network)
        }
        return facts
    }

    private func marks(of invoice: InvoiceID) throws(StorageError) -> Set<Mark> {
        let marks = try connection.rows("SELECT mark FROM marks WHERE invoice_id = \(invoice)")
            .map { row throws(StorageError) -> Mark in
                var row = row
                return try row.word()
            }
        return Set(marks)
    }

    private func choices(of invoice: InvoiceID) throws(StorageError) -> [Choice] {
        try connection.rows(
            """
            SELECT id, network, asset, decimals, address, requotes, rate, rate_time, rate_source,
                net_units, insurance_units, fee_units, fee_terms, tariff_fees, due_units,
                network_cost, confirmations, finality, chooser, chosen_at
            FROM choices
            WHERE invoice_id = \(invoice)
            ORDER BY chosen_at, id
            """
        ).map { row throws(StorageError) in
            var row = row
            return try choice(from: &row)
        }
    }

    private func choice(from row: inout SQLRow) throws(StorageError) -> Choice {
        let id = ChoiceID(try row.text())
        let network = NetworkID(try row.text())
        let asset = try row.asset()
        let address = try row.text()
        let hasRequotes = try row.integer() > 0
        let quote = try Self.quote(in: Coin(asset, on: network), from: &row)
        return Choice(
            id: id,
            address: address,
            quote: quote,
            requotes: hasRequotes ? try requotes(of: id, in: quote.coin) : [],
            confirmations: try row.int(),
            finality: try row.int(),
            chooser: try row.word(),
            chosenAt: try row.instant()
        )
    }

    private static func quote(
        in coin: Coin,
        from row: inout SQLRow
    ) throws(StorageError) -> Quote {
        let asset = coin.asset
        let rate = Rate(
            price: try row.ratio(),
            time: try row.instant(),
            source: try row.text()
        )
        return Quote(
            coin: coin,
            rate: rate,
            net: Amount(units: try row.units(), of: asset),
            insurance: Amount(units: try row.units(), of: asset),
            networkFee: Amount(units: try row.units(), of: asset),
            feeTerms: try row.word(),
            fees: try FeeText.fees(of: row.text(), in: asset),
            due: Amount(units: try row.units(), of: asset),
            cost: try row.optionalText().map { text throws(StorageError) in
                try CostText.cost(of: text)
            }
        )
    }

    private func requotes(of choice: ChoiceID, in coin: Coin) throws(StorageError) -> [Quote] {
        try connection.rows(
            """
            SELECT rate, rate_time, rate_source, net_units, insurance_units, fee_units, fee_terms,
                tariff_fees, due_units, network_cost
            FROM requotes
            WHERE choice_id = \(choice)
            ORDER BY number
            """
        ).map { row throws(StorageError) in
            var row = row
            return try Self.quote(in: coin, from: &row)
        }
    }

    /// Stores a quote that takes the place of a choice's former one.
    package func add(
        requote quote: Quote,
        to choice: ChoiceID,
        at now: Instant
    ) throws(StorageError) {
        guard
            var row = try connection.rows(
                """
                UPDATE choices
                SET requotes = requotes + 1
                WHERE id = \(choice)
                RETURNING requotes
                """
            ).first
        else { preconditionFailure("a new quote for a choice that is not there") }
        try connection.run(
            """
            INSERT INTO requotes
                (choice_id, number, made_at, rate, rate_time, rate_source, net_units,
                insurance_units, fee_units, fee_terms, tariff_fees, due_units, network_cost)
            VALUES (\(choice), \(try row.integer()), \(now), \(quote.rate.price),
                \(quote.rate.time), \(quote.rate.source), \(quote.net.units),
                \(quote.insurance.units), \(quote.networkFee.units),
                \(quote.feeTerms.rawValue), \(FeeText.text(of: quote.fees)),
                \(quote.due.units), \(quote.cost.map(CostText.text)))
            """
        )
    }

    private func transfers(to invoice: InvoiceID) throws(StorageError) -> [TransferFact] {
        try connection.rows(
            """
            SELECT network, txid, output, asset, decimals, units, address, choice_id,
                block_height, is_gone, is_final, arrived_at, rating, needed
            FROM transfers
            WHERE invoice_id = \(invoice)
            ORDER BY arrived_at, txid, output
            """
        ).map { row throws(StorageError) in
            var row = row
            return try Self.transfer(from: &row)
        }
    }

    /// Reads `network, txid, output, asset, decimals, units, address`.
    static func bareTransfer(from row: inout SQLRow) throws(StorageError) -> Transfer {
        let id = try transferID(from: &row)
        let asset = try row.asset()
        let amount = Amount(units: try row.units(), of: asset)
        return Transfer(id: id, address: try row.text(), amount: amount)
    }

    /// Reads `network, txid, output`.
    static func transferID(from row: inout SQLRow) throws(StorageError) -> Transfer.ID {
        Transfer.ID(
            network: NetworkID(try row.text()),
            txid: try row.text(),
            index: UInt32(clamping: try row.integer())
        )
    }

    /// Reads `block_height, is_gone`.
    static func position(from row: inout SQLRow) throws(StorageError) -> TransferFact.Position {
        let height = try row.optionalInteger()
        let isGone = try row.bool()
        if let height { return .inBlock(height: UInt64(clamping: height)) }
        return isGone ? .gone : .pending
    }

    private static func transfer(from row: inout SQLRow) throws(StorageError) -> TransferFact {
        TransferFact(
            transfer: try bareTransfer(from: &row),
            choice: ChoiceID(try row.text()),
            position: try position(from: &row),
            isFinal: try row.bool(),
            arrivedAt: try row.instant(),
            rating: try RatingText.rating(of: row.text()),
            needed: try row.optionalInteger().map { Int(clamping: $0) }
        )
    }

    /// How far a network was read, or nil when never.
    func tip(of network: NetworkID) throws(StorageError) -> Facts.Tip? {
        guard
            var row = try connection.rows(
                "SELECT height, caught_up_at FROM cursors WHERE network = \(network)"
            ).first
        else { return nil }
        return Facts.Tip(
            height: UInt64(clamping: try row.integer()),
            caughtUpAt: try row.optionalInstant() ?? Instant(microseconds: 0)
        )
    }

    /// Whether some late transfer still waits for a fresh price.
    package func hasAwaitedRating() throws(StorageError) -> Bool {
        try !connection.rows("SELECT 1 FROM transfers WHERE rating = 'awaited' LIMIT 1").isEmpty
    }

    /// Rates transfers that came late or in another coin while no fresh price was known.
    ///
    /// - Returns: The invoices they belong to, to be settled.
    package func rateAwaited(
        limit: Int,
        rate: Rater
    ) throws(StorageError) -> [InvoiceID] {
        let rows = try connection.rows(
            """
            SELECT network, txid, output, invoice_id, choice_id, asset, decimals, arrived_at
            FROM transfers
            WHERE rating = 'awaited'
            LIMIT \(limit)
            """
        )
        var rated: [InvoiceID] = []
        for row in rows {
            var row = row
            let network = try row.text()
            let txid = try row.text()
            let index = try row.integer()
            let id = InvoiceID(try row.text())
            let choiceID = ChoiceID(try row.text())
            let asset = try row.asset()
            let arrival = try row.instant()
            guard let stored = try invoice(id),
                let choice = stored.facts.choices.first(where: { $0.id == choiceID })
            else { continue }
            let rating = rate(stored.invoice, choice, asset, arrival)
            if rating == .awaited { continue }
            try connection.run(
                """
                UPDATE transfers
                SET rating = \(RatingText.text(of: rating))
                WHERE network = \(network) AND txid = \(txid) AND output = \(index)
                """
            )
            rated.append(id)
        }
        return rated
    }
}
