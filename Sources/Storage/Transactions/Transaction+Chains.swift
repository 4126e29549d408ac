package import Payments

extension Transaction {
    /// How many blocks of a network are remembered to find a common ancestor.
    package static let rememberedBlocksMax = 500

    /// How far a network was read, or nil when never.
    package func cursor(of network: NetworkID) throws(StorageError) -> CursorRecord? {
        guard
            var row = try connection.rows(
                """
                SELECT tip_height, caught_up_at, rescan_from
                FROM cursors
                WHERE network = \(network)
                """
            ).first
        else { return nil }
        let recent = try connection.rows(
            """
            SELECT height, hash
            FROM blocks
            WHERE network = \(network)
            ORDER BY height DESC
            """
        ).map { row throws(StorageError) in
            var row = row
            return BlockID(height: UInt64(clamping: try row.integer()), hash: try row.text())
        }
        if recent.isEmpty { return nil }
        return CursorRecord(
            recent: recent,
            tipHeight: UInt64(clamping: try row.integer()),
            caughtUpAt: try row.optionalInstant(),
            rescanFrom: try row.optionalInteger().map { UInt64(clamping: $0) }
        )
    }

    /// Asks whoever watches a network to read it again from a height.
    ///
    /// Answer: False where the network was never read so far: there is nothing to read again,
    ///   and going forward would skip blocks.
    package func requestRescan(
        of network: NetworkID,
        from height: UInt64
    ) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE cursors
            SET rescan_from = \(height)
            WHERE network = \(network) AND height >= \(height)
            """
        ) > 0
    }

    /// Moves a network's cursor back to a block of the best chain without undoing anything.
    ///
    /// How far it was read and until when stay known, so that nothing loses depth or its deadline
    /// while blocks are read again.
    package func rewind(_ network: NetworkID, to block: BlockID) throws(StorageError) {
        try connection.run(
            "DELETE FROM blocks WHERE network = \(network) AND height >= \(block.height)"
        )
        try remember(block, of: network)
        try connection.run(
            """
            UPDATE cursors
            SET rescan_from = NULL
            WHERE network = \(network)
            """
        )
    }

    /// Records one step of a chain and settles every invoice it touches: facts, cursor, standings
    /// and events in one transaction.
    ///
    /// Everything is idempotent: a block read twice, or again after a crash, changes nothing.
    ///
    /// `rate`: Decides how a transfer that came after the deadline counts.
    package func record(
        _ step: ChainStep,
        rate: (InvoiceRecord, Choice, Instant) -> TransferFact.Rating
    ) throws(StorageError) -> ChainStepOutcome {
        var outcome = ChainStepOutcome()
        let network = step.network
        let last = try cursor(of: network)?.recent.first
        guard last == step.start else {
            outcome.isSuperseded = true
            return outcome
        }
        for block in step.disconnected {
            try disconnect(block, of: network, at: step.askedAt, into: &outcome)
        }
        if step.start == nil { try remember(step.tip, of: network) }
        for block in step.connected {
            try remember(block.id, of: network)
            for transfer in block.transfers {
                try record(
                    transfer,
                    in: block.id,
                    at: min(block.time, step.askedAt),
                    rate: rate,
                    into: &outcome
                )
            }
        }
        try recordWaiting(step, rate: rate, into: &outcome)
        try moveCursor(by: step)
        try settleDepth(of: network, into: &outcome)
        for invoice in outcome.touched where try settle(invoice, at: step.askedAt) != nil {
            outcome.changed.append(invoice)
        }
        return outcome
    }

    private func remember(_ block: BlockID, of network: NetworkID) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO blocks (network, height, hash)
            VALUES (\(network), \(block.height), \(block.hash))
            ON CONFLICT (network, height) DO UPDATE SET hash = excluded.hash
            """
        )
    }

    private func disconnect(
        _ block: BlockID,
        of network: NetworkID,
        at now: Instant,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        let freed = try connection.rows(
            """
            UPDATE transfers
            SET block_height = NULL, block_hash = NULL
            WHERE network = \(network) AND block_hash = \(block.hash)
            RETURNING invoice_id, is_final, txid
            """
        )
        for row in freed {
            var row = row
            let invoice = InvoiceID(try row.text())
            outcome.touched.insert(invoice)
            if try row.bool() {
                outcome.reversedFinals += 1
                let txid = try row.text()
                try report(
                    IncidentRecord(
                        kind: .finalTransferReversed,
                        happenedAt: now,
                        network: network,
                        invoice: invoice,
                        details: "\(txid) lost block \(block.height) \(block.hash)"
                    )
                )
            }
        }
        try connection.run(
            "DELETE FROM blocks WHERE network = \(network) AND height >= \(block.height)"
        )
    }

    private func recordWaiting(
        _ step: ChainStep,
        rate: (InvoiceRecord, Choice, Instant) -> TransferFact.Rating,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        guard let waiting = step.waiting else { return }
        for transfer in waiting {
            try record(transfer, in: nil, at: step.askedAt, rate: rate, into: &outcome)
        }
        guard step.isWaitingComplete else { return }
        let known = Set(waiting.map(\.id))
        let stored = try connection.rows(
            """
            SELECT txid, output, invoice_id
            FROM transfers
            WHERE network = \(step.network) AND is_final = 0 AND block_height IS NULL
                AND is_gone = 0
            """
        )
        for row in stored {
            var row = row
            let txid = try row.text()
            let index = UInt32(clamping: try row.integer())
            if known.contains(Transfer.ID(network: step.network, txid: txid, index: index)) {
                continue
            }
            outcome.touched.insert(InvoiceID(try row.text()))
            try connection.run(
                """
                UPDATE transfers
                SET is_gone = 1
                WHERE network = \(step.network) AND txid = \(txid) AND output = \(index)
                """
            )
        }
    }

    /// Records where a transfer is now; one to an address nobody issued is no business of ours.
    private func record(
        _ transfer: Transfer,
        in block: BlockID?,
        at seen: Instant,
        rate: (InvoiceRecord, Choice, Instant) -> TransferFact.Rating,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        let network = transfer.id.network
        guard
            var row = try connection.rows(
                """
                SELECT invoice_id, choice_id
                FROM addresses
                WHERE network = \(network) AND address = \(transfer.address)
                """
            ).first
        else { return }
        let id = InvoiceID(try row.text())
        let choiceID = ChoiceID(try row.text())
        let moved = try move(transfer.id, to: block)
        if let moved {
            if moved { outcome.touched.insert(id) }
            return
        }
        guard let invoice = try invoice(id),
            let choice = invoice.facts.choices.first(where: { $0.id == choiceID }),
            choice.quote.coin.asset == transfer.amount.asset
        else { return }
        let isLate = seen > invoice.invoice.deadline
        let rating = isLate ? rate(invoice, choice, seen) : .quoted
        try connection.run(
            """
            INSERT INTO transfers
                (network, txid, output, address, invoice_id, choice_id, asset, decimals, units,
                block_height, block_hash, arrived_at, rating)
            VALUES (\(network), \(transfer.id.txid), \(transfer.id.index), \(transfer.address),
                \(id), \(choiceID), \(transfer.amount.asset.ticker),
                \(transfer.amount.asset.decimals), \(transfer.amount.units), \(block?.height),
                \(block?.hash), \(seen), \(RatingText.text(of: rating)))
            """
        )
        outcome.touched.insert(id)
    }

    /// Moves a known transfer to a block, or back among the waiting.
    ///
    /// Answer: Whether that changed anything; nil where the transfer is not known.
    private func move(_ id: Transfer.ID, to block: BlockID?) throws(StorageError) -> Bool? {
        guard
            var row = try connection.rows(
                """
                SELECT block_hash, is_gone
                FROM transfers
                WHERE network = \(id.network) AND txid = \(id.txid) AND output = \(id.index)
                """
            ).first
        else { return nil }
        let hash = try row.optionalText()
        let isGone = try row.bool()
        // A view of the mempool is older than the blocks read after it: a block wins.
        if block == nil, hash != nil { return false }
        if hash == block?.hash, !isGone { return false }
        try connection.run(
            """
            UPDATE transfers
            SET block_height = \(block?.height), block_hash = \(block?.hash), is_gone = 0
            WHERE network = \(id.network) AND txid = \(id.txid) AND output = \(id.index)
            """
        )
        return true
    }

    private func moveCursor(by step: ChainStep) throws(StorageError) {
        let last =
            step.connected.last?.id ?? step.start.map { start in
                step.disconnected.last.map { BlockID(height: $0.height - 1, hash: "") } ?? start
            } ?? step.tip
        let isCaughtUp = last.height >= step.tip.height
        // Blocks that are read again do not make what lies above them less deep.
        let known = try tip(of: step.network)?.height ?? 0
        let height =
            step.disconnected.isEmpty
            ? min(max(last.height, known), max(last.height, step.tip.height)) : last.height
        try connection.run(
            """
            INSERT INTO cursors (network, height, tip_height, caught_up_at)
            VALUES (\(step.network), \(height), \(step.tip.height),
                \(isCaughtUp ? step.askedAt : nil))
            ON CONFLICT (network) DO UPDATE
            SET height = excluded.height, tip_height = excluded.tip_height,
                caught_up_at = COALESCE(excluded.caught_up_at, cursors.caught_up_at)
            """
        )
        let oldest = Int64(clamping: last.height) - Int64(Self.rememberedBlocksMax)
        try connection.run(
            "DELETE FROM blocks WHERE network = \(step.network) AND height < \(oldest)"
        )
    }

    /// Touches the invoices whose transfers gained depth, and makes deep ones final.
    private func settleDepth(
        of network: NetworkID,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        let growing = try connection.rows(
            """
            SELECT transfers.txid, transfers.output, transfers.invoice_id,
                cursors.height - transfers.block_height + 1 >= choices.finality
            FROM transfers
            JOIN cursors ON cursors.network = transfers.network
            JOIN choices ON choices.id = transfers.choice_id
            WHERE transfers.network = \(network) AND transfers.is_final = 0
                AND transfers.block_height IS NOT NULL
            """
        )
        for row in growing {
            var row = row
            let txid = try row.text()
            let index = try row.integer()
            outcome.touched.insert(InvoiceID(try row.text()))
            guard try row.bool() else { continue }
            try connection.run(
                """
                UPDATE transfers
                SET is_final = 1
                WHERE network = \(network) AND txid = \(txid) AND output = \(index)
                """
            )
        }
    }

    /// Stores something an operator should look at.
    package func report(_ incident: IncidentRecord) throws(StorageError) {
        try connection.run(
            """
            INSERT INTO incidents (happened_at, kind, network, invoice_id, details)
            VALUES (\(incident.happenedAt), \(incident.kind.rawValue), \(incident.network),
                \(incident.invoice), \(incident.details))
            """
        )
    }

    /// The newest incidents.
    package func incidents(limit: Int) throws(StorageError) -> [IncidentRecord] {
        try connection.rows(
            """
            SELECT kind, happened_at, network, invoice_id, details
            FROM incidents
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ).map { row throws(StorageError) in
            var row = row
            return IncidentRecord(
                kind: try row.word(),
                happenedAt: try row.instant(),
                network: try row.optionalText().map(NetworkID.init),
                invoice: try row.optionalText().map(InvoiceID.init),
                details: try row.text()
            )
        }
    }
}
