package import Payments

extension Transaction {
    /// How many open invoices that share a static address are looked at for one transfer, the
    /// oldest first, and how many that ran out of time, the newest first.
    package static let attributionMax = 200

    /// Decides how a transfer counts that came after the deadline or in another coin, by its asset
    /// and when it was seen.
    package typealias Rater = (Invoice, Choice, Asset, Instant) -> TransferFact.Rating

    /// Decides how many blocks must hold a payment for an invoice on another network than was
    /// chosen, by the merchant and that network's own number.
    package typealias DepthRule = (Merchant, Invoice, NetworkID, Int) -> Int

    /// What is the same for every transfer of a step.
    struct RecordingTerms {
        let kinship: ChainStep.Kinship?
        let rate: Rater
        let depth: DepthRule
        var isByBalance = false

        /// The same for transfers that only balances show.
        var findingByBalance: RecordingTerms {
            RecordingTerms(kinship: kinship, rate: rate, depth: depth, isByBalance: true)
        }
    }

    /// Reads `network, txid, output, invoice_id`.
    static func touched(from row: inout SQLRow) throws(StorageError) -> TransferOwner {
        let id = try transferID(from: &row)
        guard let invoice = try row.optionalText() else { return .deposit(DepositID(id)) }
        return .invoice(InvoiceID(invoice))
    }

    func recordWaiting(
        _ step: ChainStep,
        on terms: RecordingTerms,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        for transfer in step.waiting ?? [] {
            try record(transfer, in: nil, at: step.askedAt, on: terms, into: &outcome)
        }
    }

    /// Marks transfers as gone that wait no longer and are in no new block either.
    ///
    /// Before anything new is recorded: what takes the place of a payment to a shared address is
    /// then given to the invoice that the payment was for.
    func dropVanished(
        _ step: ChainStep,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        guard let waiting = step.waiting, step.isWaitingComplete else { return }
        var known = Set(waiting.map(\.id))
        for block in step.connected { known.formUnion(block.transfers.map(\.id)) }
        var shared: Set<InvoiceID> = []
        let stored = try connection.rows(
            """
            SELECT txid, output, static_address_id IS NOT NULL, network, txid, output, invoice_id
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
            let isShared = try row.bool()
            let owner = try Self.touched(from: &row)
            outcome.touch(owner)
            if isShared, let invoice = owner.invoice { shared.insert(invoice) }
            try connection.run(
                """
                UPDATE transfers
                SET is_gone = 1
                WHERE network = \(step.network) AND txid = \(txid) AND output = \(index)
                """
            )
        }
        // Their phase says whether they wait for money again.
        for invoice in shared where try settle(invoice, at: step.askedAt) != nil {
            outcome.changed.append(invoice)
        }
    }

    /// Records where a transfer is now; one to an address nobody issued is no business of ours.
    func record(
        _ transfer: Transfer,
        in block: BlockID?,
        at seen: Instant,
        on terms: RecordingTerms,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        if let moved = try move(transfer.id, to: block) {
            if moved.isChanged { outcome.touch(moved.owner) }
            return
        }
        let network = transfer.id.network
        let own = try owner(of: transfer.address, on: network)
        let kin = own == nil ? terms.kinship : nil
        let related = try owner(of: transfer.address, on: kin?.siblings ?? [])
        guard let owner = own ?? related else { return }
        if !terms.isByBalance, block != nil {
            try withdrawBalanceFinds(explainedBy: transfer, into: &outcome)
        }
        let sighting = Sighting(
            transfer: transfer,
            block: block,
            seenAt: seen,
            kinship: kin,
            isByBalance: terms.isByBalance
        )
        switch owner {
        case .choice(let choice, let invoice):
            try add(sighting, to: choice, of: invoice, at: nil, on: terms)
            outcome.touched.insert(invoice)
        case .staticAddress(let shared):
            outcome.touch(try attribute(sighting, at: shared, on: terms))
        }
    }

    /// What an address of one of several networks was issued for: the first that has it.
    private func owner(
        of address: String,
        on networks: [NetworkID]
    ) throws(StorageError) -> AddressOwner? {
        for network in networks {
            if let owner = try owner(of: address, on: network) { return owner }
        }
        return nil
    }

    /// A transfer where and when it was found.
    private struct Sighting {
        let transfer: Transfer
        let block: BlockID?
        let seenAt: Instant
        /// Set where the address was issued on another network than it was paid on.
        let kinship: ChainStep.Kinship?
        let isByBalance: Bool
    }

    /// Gives a transfer to a static address to the invoice it belongs to, or makes it a deposit.
    private func attribute(
        _ sighting: Sighting,
        at shared: StaticAddressID,
        on terms: RecordingTerms
    ) throws(StorageError) -> TransferOwner {
        let candidate = Attribution.candidate(
            for: sighting.transfer.amount,
            seenAt: sighting.seenAt,
            among: try candidates(at: shared, now: sighting.seenAt)
        )
        if let candidate {
            try add(
                sighting,
                to: candidate.choice,
                of: candidate.invoice,
                at: shared,
                on: terms
            )
            return .invoice(candidate.invoice)
        }
        guard let address = try staticAddress(shared) else {
            preconditionFailure("an address without its static address")
        }
        try insert(
            sighting,
            of: address.merchant,
            choice: nil,
            at: shared,
            needed: sighting.kinship?.confirmations,
            finality: sighting.kinship?.finality ?? address.finality,
            rating: .quoted
        )
        let id = sighting.transfer.id
        try connection.run(
            """
            INSERT INTO deposits
                (id, merchant_id, static_address_id, network, txid, output, state, revision,
                arrived_at, updated_at)
            VALUES (\(DepositID(id)), \(address.merchant), \(shared), \(id.network), \(id.txid),
                \(id.index), \(Deposit.State.pending.rawValue), 0, \(sighting.seenAt),
                \(sighting.seenAt))
            """
        )
        return .deposit(DepositID(id))
    }

    /// The invoices that wait for money at a static address: the newest, if there are too many.
    private func candidates(
        at shared: StaticAddressID,
        now: Instant
    ) throws(StorageError) -> [Attribution.Candidate] {
        let open = try connection.rows(
            """
            SELECT choices.invoice_id, choices.id
            FROM choices
            JOIN standings ON standings.invoice_id = choices.invoice_id
            WHERE choices.static_address_id = \(shared)
                AND standings.phase IN ('chosen', 'underway')
            ORDER BY standings.opened_at
            LIMIT \(Self.attributionMax)
            """
        )
        let late = try connection.rows(
            """
            SELECT choices.invoice_id, choices.id
            FROM choices
            JOIN standings ON standings.invoice_id = choices.invoice_id
            WHERE choices.static_address_id = \(shared)
                AND standings.phase IN ('short', 'expired')
            ORDER BY standings.opened_at DESC
            LIMIT \(Self.attributionMax)
            """
        )
        var candidates: [Attribution.Candidate] = []
        for row in open + late {
            var row = row
            let id = InvoiceID(try row.text())
            let choiceID = ChoiceID(try row.text())
            guard let stored = try invoice(id),
                let choice = stored.facts.choices.first(where: { $0.id == choiceID }),
                // Who chose one coin, another and the first again pays the last choice.
                stored.facts.choices.last(where: { $0.address == choice.address }) == choice
            else { continue }
            // The stored standing does not know yet what the same step brought before.
            let standing = stored.invoice.standing(given: stored.facts, at: now)
            if standing.seen >= .paid { continue }
            candidates.append(
                Attribution.Candidate(
                    invoice: id,
                    choice: choiceID,
                    openedAt: stored.invoice.openedAt,
                    chosenAt: choice.chosenAt,
                    deadline: stored.invoice.deadline,
                    lateWindowSeconds: stored.invoice.lateTerms.windowSeconds,
                    rest: stored.missing(by: choice)
                )
            )
        }
        return candidates
    }

    private func add(
        _ sighting: Sighting,
        to choiceID: ChoiceID,
        of id: InvoiceID,
        at shared: StaticAddressID?,
        on terms: RecordingTerms
    ) throws(StorageError) {
        guard let stored = try invoice(id), let merchant = try merchant(stored.invoice.merchant),
            let choice = stored.facts.choices.first(where: { $0.id == choiceID })
        else { preconditionFailure("an address without its choice") }
        let asset = sighting.transfer.amount.asset
        let rating: TransferFact.Rating =
            if Coin(asset, on: sighting.transfer.id.network) != choice.quote.coin {
                switch merchant.foreignPolicy {
                case .accept: terms.rate(stored.invoice, choice, asset, sighting.seenAt)
                case .hold: .foreign
                case .ignore: .ignored
                }
            } else if sighting.seenAt > stored.invoice.deadline {
                terms.rate(stored.invoice, choice, asset, sighting.seenAt)
            } else {
                .quoted
            }
        let needed = sighting.kinship.map {
            terms.depth(merchant, stored.invoice, sighting.transfer.id.network, $0.confirmations)
        }
        try insert(
            sighting,
            of: stored.invoice.merchant,
            choice: (choiceID, id),
            at: shared,
            needed: needed,
            finality: max(sighting.kinship?.finality ?? choice.finality, needed ?? 0),
            rating: rating
        )
    }

    private func insert(
        _ sighting: Sighting,
        of merchant: MerchantID,
        choice: (id: ChoiceID, invoice: InvoiceID)?,
        at shared: StaticAddressID?,
        needed: Int?,
        finality: Int,
        rating: TransferFact.Rating
    ) throws(StorageError) {
        let transfer = sighting.transfer
        try connection.run(
            """
            INSERT INTO transfers
                (network, txid, output, address, merchant_id, invoice_id, choice_id,
                static_address_id, finality, asset, decimals, units, block_height, block_hash,
                arrived_at, rating, needed, by_balance)
            VALUES (\(transfer.id.network), \(transfer.id.txid), \(transfer.id.index),
                \(transfer.address), \(merchant), \(choice?.invoice), \(choice?.id), \(shared),
                \(finality),
                \(transfer.amount.asset.ticker), \(transfer.amount.asset.decimals),
                \(transfer.amount.units), \(sighting.block?.height), \(sighting.block?.hash),
                \(sighting.seenAt), \(RatingText.text(of: rating)),
                \(needed), \(sighting.isByBalance))
            """
        )
    }

    /// Moves a known transfer to a block, or back among the waiting.
    ///
    /// Answer: Whose it is and whether that changed anything; nil where it is not known.
    private func move(
        _ id: Transfer.ID,
        to block: BlockID?
    ) throws(StorageError) -> (owner: TransferOwner, isChanged: Bool)? {
        guard
            var row = try connection.rows(
                """
                SELECT block_hash, is_gone, network, txid, output, invoice_id
                FROM transfers
                WHERE network = \(id.network) AND txid = \(id.txid) AND output = \(id.index)
                """
            ).first
        else { return nil }
        let hash = try row.optionalText()
        let isGone = try row.bool()
        let owner = try Self.touched(from: &row)
        // A view of the mempool is older than the blocks read after it: a block wins.
        if block == nil, hash != nil { return (owner, false) }
        if hash == block?.hash, !isGone { return (owner, false) }
        try connection.run(
            """
            UPDATE transfers
            SET block_height = \(block?.height), block_hash = \(block?.hash), is_gone = 0
            WHERE network = \(id.network) AND txid = \(id.txid) AND output = \(id.index)
            """
        )
        return (owner, true)
    }

    /// Touches what gained depth, and makes deep transfers final.
    func settleDepth(
        of network: NetworkID,
        into outcome: inout ChainStepOutcome
    ) throws(StorageError) {
        let growing = try connection.rows(
            """
            SELECT transfers.txid, transfers.output,
                CASE
                    WHEN cursors.finalized_height IS NULL
                    THEN cursors.height - transfers.block_height + 1 >= transfers.finality
                    ELSE transfers.block_height <= cursors.finalized_height
                END,
                transfers.network, transfers.txid, transfers.output, transfers.invoice_id
            FROM transfers
            JOIN cursors ON cursors.network = transfers.network
            WHERE transfers.network = \(network) AND transfers.is_final = 0
                AND transfers.is_gone = 0 AND transfers.block_height IS NOT NULL
            """
        )
        for row in growing {
            var row = row
            let txid = try row.text()
            let index = try row.integer()
            let isDeep = try row.bool()
            outcome.touch(try Self.touched(from: &row))
            guard isDeep else { continue }
            try connection.run(
                """
                UPDATE transfers
                SET is_final = 1
                WHERE network = \(network) AND txid = \(txid) AND output = \(index)
                """
            )
        }
    }
}
