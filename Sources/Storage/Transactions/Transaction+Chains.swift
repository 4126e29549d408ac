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
            SET rescan_from = CASE
                WHEN rescan_from < \(height) THEN rescan_from
                ELSE \(height)
            END
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
    /// `depth`: Decides how deep a payment must be that came on another network than was chosen.
    /// `rate`: Decides how a transfer counts that came after the deadline or in another coin.
    package func record(
        _ step: ChainStep,
        depth: @escaping DepthRule = { _, _, _, own in own },
        rate: @escaping Rater
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
        try dropVanished(step, into: &outcome)
        if step.start == nil { try remember(step.tip, of: network) }
        let terms = RecordingTerms(kinship: step.kinship, rate: rate, depth: depth)
        for transfer in step.found {
            try record(
                transfer,
                in: step.start,
                at: min(step.foundAt ?? step.askedAt, step.askedAt),
                on: terms.findingByBalance,
                into: &outcome
            )
        }
        for block in step.connected {
            try displaceOthers(than: block.id, of: network, at: step.askedAt, into: &outcome)
            try remember(block.id, of: network)
            for transfer in block.transfers {
                try record(
                    transfer,
                    in: block.id,
                    at: min(block.time, step.askedAt),
                    on: terms,
                    into: &outcome
                )
            }
        }
        try recordWaiting(step, on: terms, into: &outcome)
        let finalizedBefore = try finalizedHeight(of: network)
        try moveCursor(by: step)
        if step.start == nil || !step.connected.isEmpty || !step.disconnected.isEmpty
            || !step.found.isEmpty || step.finalizedHeight != finalizedBefore
        {
            try settleDepth(of: network, into: &outcome)
        }
        for invoice in outcome.touched where try settle(invoice, at: step.askedAt) != nil {
            outcome.changed.append(invoice)
        }
        for deposit in outcome.touchedDeposits where try settle(deposit, at: step.askedAt) {
            outcome.changedDeposits += 1
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
        try free("block_hash = \(block.hash)", from: block, of: network, at: now, into: &outcome)
        try connection.run(
            "DELETE FROM blocks WHERE network = \(network) AND height >= \(block.height)"
        )
    }

    /// Takes transfers out of blocks that had the height of one that is connected.
    ///
    /// After a rescan the blocks that are read again are not known any more, so one that left the
    /// chain meanwhile, or that a server made up, is not told of as disconnected.
    private func displaceOthers(
        than block: BlockID,
        of network: NetworkID,
        at now: Instant,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        let others: SQL = "block_height = \(block.height) AND block_hash <> \(block.hash)"
        try free(others, from: block, of: network, at: now, into: &outcome)
    }

    /// Takes transfers out of blocks and notes whose they are; a final one among them is an
    /// incident.
    private func free(
        _ places: SQL,
        from block: BlockID,
        of network: NetworkID,
        at now: Instant,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        let change: SQL = """
            UPDATE transfers
            SET block_height = NULL, block_hash = NULL
            WHERE network = \(network) AND
            """
        let statement = change.followed(by: places)
            .followed(by: "RETURNING network, txid, output, invoice_id, is_final, txid")
        for row in try connection.rows(statement) {
            var row = row
            let touched = try Self.touched(from: &row)
            outcome.touch(touched)
            if try row.bool() {
                outcome.reversedFinals += 1
                let txid = try row.text()
                try report(
                    IncidentRecord(
                        kind: .finalTransferReversed,
                        happenedAt: now,
                        network: network,
                        invoice: touched.invoice,
                        details: "\(txid) lost its block at \(block.height) (\(block.hash))"
                    )
                )
            }
        }
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
            INSERT INTO cursors (network, height, tip_height, caught_up_at, finalized_height)
            VALUES (\(step.network), \(height), \(step.tip.height),
                \(isCaughtUp ? step.askedAt : nil), \(step.finalizedHeight))
            ON CONFLICT (network) DO UPDATE
            SET height = excluded.height, tip_height = excluded.tip_height,
                caught_up_at = COALESCE(excluded.caught_up_at, cursors.caught_up_at),
                finalized_height = excluded.finalized_height
            """
        )
        let oldest = Int64(clamping: last.height) - Int64(Self.rememberedBlocksMax)
        try connection.run(
            "DELETE FROM blocks WHERE network = \(step.network) AND height < \(oldest)"
        )
    }

    /// The height up to which a network called its blocks irreversible when it was last read.
    private func finalizedHeight(of network: NetworkID) throws(StorageError) -> UInt64? {
        guard
            var row = try connection.rows(
                "SELECT finalized_height FROM cursors WHERE network = \(network)"
            ).first
        else { return nil }
        return try row.optionalInteger().map { UInt64(clamping: $0) }
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
