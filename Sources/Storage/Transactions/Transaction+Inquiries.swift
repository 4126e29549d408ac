package import Payments

extension Transaction {
    /// Stores a payer's question, or asks an earlier one again.
    package func ask(
        _ hash: TransactionHash,
        on invoice: InvoiceID,
        limits: InquiryLimits,
        at now: Instant
    ) throws(StorageError) -> InquiryOutcome {
        let earlier = try inquiries(of: invoice)
        if let same = earlier.first(where: { $0.txid == hash.digits }) {
            let again = same.askedAt.advanced(bySeconds: limits.againSecondsMin)
            guard now >= again else { return .asked }
        } else if earlier.count >= limits.hashesMax {
            return .tooMany
        }
        if try waitingInquiries() >= limits.waitingMax { return .busy }
        try connection.run(
            """
            INSERT INTO inquiries (invoice_id, txid, asked_at, look_at)
            VALUES (\(invoice), \(hash.digits), \(now), \(now))
            ON CONFLICT (invoice_id, txid) DO UPDATE
            SET asked_at = excluded.asked_at, look_at = excluded.look_at
            """
        )
        return .asked
    }

    private func waitingInquiries() throws(StorageError) -> Int {
        let rows = try connection.rows(
            "SELECT COUNT(*) FROM inquiries WHERE look_at IS NOT NULL"
        )
        guard var row = rows.first else { return 0 }
        return try row.int()
    }

    /// The questions on an invoice, the newest first.
    package func inquiries(of invoice: InvoiceID) throws(StorageError) -> [Inquiry] {
        try inquiries(where: "WHERE invoice_id = \(invoice) ORDER BY asked_at DESC, txid")
    }

    /// Questions that are to be looked into now.
    package func inquiriesToLook(
        at now: Instant,
        limit: Int
    ) throws(StorageError) -> [Inquiry] {
        // What nobody has looked into goes before what is looked into again.
        let fresh = try inquiries(
            where: """
                WHERE look_at <= \(now) AND answered_at IS NULL
                ORDER BY look_at
                LIMIT \(limit)
                """
        )
        if fresh.count == limit { return fresh }
        return fresh
            + (try inquiries(
                where: """
                    WHERE look_at <= \(now) AND answered_at IS NOT NULL
                    ORDER BY look_at
                    LIMIT \(limit - fresh.count)
                    """
            ))
    }

    private func inquiries(where clause: SQL) throws(StorageError) -> [Inquiry] {
        let columns: SQL = """
            SELECT invoice_id, txid, asked_at, answered_at, finding
            FROM inquiries
            """
        return try connection.rows(columns.followed(by: clause)).map { row throws(StorageError) in
            var row = row
            return Inquiry(
                invoice: InvoiceID(try row.text()),
                txid: try row.text(),
                askedAt: try row.instant(),
                answeredAt: try row.optionalInstant(),
                finding: try row.optionalText().map { text throws(StorageError) in
                    try FindingText.finding(of: text)
                }
            )
        }
    }

    /// What is known without asking a network; nil where the invoice is not there.
    package func ground(
        of inquiry: Inquiry,
        naming hash: TransactionHash
    ) throws(StorageError) -> InquiryGround? {
        guard let stored = try invoice(inquiry.invoice) else { return nil }
        return InquiryGround(
            stored: stored,
            accounts: try accounts(of: inquiry.invoice),
            networksOfOthers: try networks(of: hash, besides: inquiry.invoice)
        )
    }

    private func accounts(of invoice: InvoiceID) throws(StorageError) -> [PayableAccount] {
        try connection.rows(
            """
            SELECT DISTINCT addresses.network, addresses.match_bytes
            FROM choices
            JOIN addresses
                ON addresses.network = choices.network AND addresses.address = choices.address
            WHERE choices.invoice_id = \(invoice)
            """
        ).map { row throws(StorageError) in
            var row = row
            return PayableAccount(
                network: NetworkID(try row.text()),
                matchBytes: try row.blob()
            )
        }
    }

    private func networks(
        of hash: TransactionHash,
        besides invoice: InvoiceID
    ) throws(StorageError) -> [NetworkID] {
        var networks: [NetworkID] = []
        for txid in hash.spellings {
            let rows = try connection.rows(
                """
                SELECT DISTINCT network
                FROM transfers
                WHERE txid = \(txid) AND invoice_id IS DISTINCT FROM \(invoice)
                """
            )
            for row in rows {
                var row = row
                networks.append(NetworkID(try row.text()))
            }
        }
        return networks
    }

    /// The last block of a network whose effects are stored, or nil when it was never read.
    package func heightRead(of network: NetworkID) throws(StorageError) -> UInt64? {
        guard
            var row = try connection.rows(
                "SELECT MAX(height) FROM blocks WHERE network = \(network)"
            ).first
        else { return nil }
        return try row.optionalInteger().map { UInt64(clamping: $0) }
    }

    /// Stores what was found, and when to look again; the same finding twice changes no time.
    ///
    /// `finding`: Nil where nothing can be said yet, which leaves what was said before.
    /// `next`: When to look again; nil for never. Who asked again meanwhile is looked after sooner.
    /// Answer: Whether the payer is told something new.
    package func answer(
        _ inquiry: Inquiry,
        with finding: Inquiry.Finding?,
        lookAgain next: Instant?,
        at now: Instant
    ) throws(StorageError) -> Bool {
        try connection.run(
            """
            UPDATE inquiries
            SET look_at = \(next)
            WHERE invoice_id = \(inquiry.invoice) AND txid = \(inquiry.txid)
                AND asked_at = \(inquiry.askedAt)
            """
        )
        guard let text = finding.map(FindingText.text) else { return false }
        return try connection.run(
            """
            UPDATE inquiries
            SET finding = \(text), answered_at = \(now)
            WHERE invoice_id = \(inquiry.invoice) AND txid = \(inquiry.txid)
                AND finding IS DISTINCT FROM \(text)
            """
        ) > 0
    }

    /// Has blocks read again in which a payment must have been overlooked that a question is about.
    ///
    /// Nothing is credited here: what the blocks hold is recorded the way of every block, or not
    /// at all. It is done once for a question, and an operator is told.
    package func reread(
        for inquiry: Inquiry,
        naming hash: TransactionHash,
        on network: NetworkID,
        at height: UInt64,
        limits: InquiryLimits,
        now: Instant
    ) throws(StorageError) -> RereadOutcome {
        if try invoice(inquiry.invoice)?.fact(of: hash) != nil { return .recorded }
        guard let last = try heightRead(of: network), height <= last,
            let cursor = try cursor(of: network), cursor.rescanFrom == nil
        else { return .underway }
        let issued = try heightIssued(of: inquiry.invoice, on: network)
        if let issued, height <= issued { return .tooOld }
        if try rereadAt(of: inquiry) != nil { return .vain }
        guard issued != nil, last - height <= limits.rereadBlocksMax else {
            try note(inquiry, on: network, at: height, "is left to an operator", now)
            return .operatorsTurn
        }
        let latest = now.advanced(bySeconds: -limits.rereadSecondsMin)
        guard
            try connection.rows(
                "SELECT 1 FROM inquiries WHERE reread_at > \(latest) LIMIT 1"
            ).isEmpty
        else { return .underway }
        guard try requestRescan(of: network, from: height) else { return .underway }
        try note(inquiry, on: network, at: height, "is read again", now)
        return .requested
    }

    private func rereadAt(of inquiry: Inquiry) throws(StorageError) -> Instant? {
        guard
            var row = try connection.rows(
                """
                SELECT reread_at
                FROM inquiries
                WHERE invoice_id = \(inquiry.invoice) AND txid = \(inquiry.txid)
                """
            ).first
        else { return nil }
        return try row.optionalInstant()
    }

    /// Notes that blocks were dealt with for a question, and tells an operator.
    private func note(
        _ inquiry: Inquiry,
        on network: NetworkID,
        at height: UInt64,
        _ what: String,
        _ now: Instant
    ) throws(StorageError) {
        try connection.run(
            """
            UPDATE inquiries
            SET reread_at = \(now)
            WHERE invoice_id = \(inquiry.invoice) AND txid = \(inquiry.txid)
            """
        )
        try report(
            IncidentRecord(
                kind: .paymentOverlooked,
                happenedAt: now,
                network: network,
                invoice: inquiry.invoice,
                details: "\(inquiry.txid) pays it and is not recorded: block \(height) \(what)"
            )
        )
    }

    /// How far a network was read when the first of an invoice's addresses on it was issued.
    private func heightIssued(
        of invoice: InvoiceID,
        on network: NetworkID
    ) throws(StorageError) -> UInt64? {
        guard
            var row = try connection.rows(
                """
                SELECT MIN(addresses.issued_height)
                FROM choices
                JOIN addresses
                    ON addresses.network = choices.network AND addresses.address = choices.address
                WHERE choices.invoice_id = \(invoice) AND choices.network = \(network)
                """
            ).first
        else { return nil }
        return try row.optionalInteger().map { UInt64(clamping: $0) }
    }
}
