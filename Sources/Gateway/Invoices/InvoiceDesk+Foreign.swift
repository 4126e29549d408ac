package import Payments
import Storage

extension InvoiceDesk {
    /// Takes payments in other coins for an invoice that were set aside.
    ///
    /// They count at the rate of the moment the running server next looks at its prices, which is
    /// at once where it knows them.
    ///
    /// `txid`: Takes the transfers of one transaction only; nil takes all.
    /// `actor`: Who it is written down for; nil writes nothing down.
    /// Answer: What is taken; empty where nothing fits or all of it counts already.
    package func acceptForeign(
        of id: InvoiceID,
        txid: String?,
        by actor: Actor? = nil
    ) async throws -> [Transfer] {
        let now = gateway.time.now()
        let accepted = try await gateway.store.write { transaction in
            guard let stored = try transaction.invoice(id) else { return [Transfer]() }
            let fitting = stored.facts.transfers.filter { fact in
                fact.rating.isSetAside && fact.position != .gone
                    && (txid == nil || fact.transfer.id.txid == txid)
            }
            let taken = try fitting.filter { try transaction.count($0.transfer.id, as: .awaited) }
            try transaction.settle(id, at: now)
            if let actor {
                for fact in taken {
                    let words = "accepted \(fact.transfer.words)"
                    try transaction.record(
                        Self.entry(stored.invoice, by: actor, at: now, nil, words)
                    )
                }
            }
            return taken.map(\.transfer)
        }
        if !accepted.isEmpty { gateway.announce([id]) }
        return accepted
    }
}
