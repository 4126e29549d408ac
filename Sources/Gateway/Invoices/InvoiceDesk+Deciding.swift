package import Payments
import Storage

extension InvoiceDesk {
    /// Makes a merchant's decision about an invoice stick where its standing still allows it, and
    /// writes down whose it was.
    ///
    /// - Returns: Whether it was taken.
    package func decide(
        _ mark: Mark,
        on id: InvoiceID,
        by actor: Actor
    ) async throws -> Bool {
        let now = gateway.time.now()
        let isTaken = try await gateway.store.write { transaction in
            guard let stored = try transaction.invoice(id) else { return false }
            let before = PhaseGroup(stored.invoice.phase(at: stored.standing)).title
            guard try transaction.decide(mark, on: id, at: now) else { return false }
            try transaction.record(
                Self.entry(stored.invoice, by: actor, at: now, before, Self.word(for: mark))
            )
            return true
        }
        if isTaken { gateway.announce([id]) }
        return isTaken
    }

    private static func word(for mark: Mark) -> String {
        switch mark {
        case .paid: "Paid"
        case .accepted: "Accepted"
        case .acceptedShort: "Paid, less than was asked for accepted"
        case .cancelled: "Cancelled"
        case .deleted: "Deleted"
        case .failed: "Failed"
        }
    }

    /// Has payments in another coin that wait for a word not count.
    ///
    /// `txid`: Those of one transaction only; nil for all.
    /// Answer: What is ignored now; empty where nothing fits or waits.
    package func ignoreForeign(
        of id: InvoiceID,
        txid: String?,
        by actor: Actor
    ) async throws -> [Transfer] {
        let now = gateway.time.now()
        let ignored = try await gateway.store.write { transaction in
            guard let stored = try transaction.invoice(id) else { return [Transfer]() }
            let waiting = stored.facts.transfers.filter { fact in
                fact.rating == .foreign && fact.position != .gone
                    && (txid == nil || fact.transfer.id.txid == txid)
            }
            let ignored = try waiting.map(\.transfer).filter { try transaction.ignore($0.id) }
            try transaction.settle(id, at: now)
            for transfer in ignored {
                try transaction.record(
                    Self.entry(stored.invoice, by: actor, at: now, nil, "ignored \(transfer.words)")
                )
            }
            return ignored
        }
        if !ignored.isEmpty { gateway.announce([id]) }
        return ignored
    }

    /// What the audit log says of an invoice.
    static func entry(
        _ invoice: Invoice,
        by actor: Actor,
        at now: Instant,
        _ before: String?,
        _ after: String
    ) -> AuditEntry {
        AuditEntry(
            merchant: invoice.merchant,
            actor: actor,
            happenedAt: now,
            subject: "invoice \(invoice.code.text)",
            before: before,
            after: after
        )
    }
}

extension Transfer {
    /// `10 USDC on bsc, transaction 0x…`.
    var words: String {
        "\(amount.decimal) \(amount.asset.ticker) on \(id.network.name), transaction \(id.txid)"
    }
}
