/// An invoice with its facts and the standing that was last derived from them.
package struct InvoiceRecord: Sendable, Hashable {
    /// The invoice as it was opened.
    package let invoice: Invoice
    /// What is known about it.
    package let facts: Facts
    /// What the facts added up to when they last changed.
    package let standing: Standing
    /// How often the standing changed; 1 when opened.
    package let revision: Int
    /// When it last changed.
    package let updatedAt: Instant
    /// When it was paid or ended.
    package let doneAt: Instant?
    /// When the merchant's shop last answered a notification about it.
    package let answeredAt: Instant?

    /// Puts together what is stored about an invoice.
    package init(
        invoice: Invoice,
        facts: Facts,
        standing: Standing,
        revision: Int,
        updatedAt: Instant,
        doneAt: Instant?,
        answeredAt: Instant?
    ) {
        self.invoice = invoice
        self.facts = facts
        self.standing = standing
        self.revision = revision
        self.updatedAt = updatedAt
        self.doneAt = doneAt
        self.answeredAt = answeredAt
    }
}

extension InvoiceRecord {
    /// What came to a choice's address, confirmed or not.
    package func seen(by choice: Choice) -> Amount { standing.seen(by: choice) }
}

extension InvoiceRecord {
    /// Everything received by a standing, confirmed or not, in the price asset.
    ///
    /// At the quoted rates, and what was rated at its arrival at that rate; rounded down once.
    package func worth(at standing: Standing) -> Amount {
        let asset = invoice.price.asset
        var total = WideRatio.zero
        for receipt in standing.receipts {
            guard let choice = facts.choices.first(where: { $0.id == receipt.choice }) else {
                continue
            }
            let seen = (try? receipt.confirmed.adding(receipt.pending)) ?? receipt.confirmed
            for part in parts(of: seen.units, to: choice) {
                total = total.adding(
                    WideRatio(
                        WideInteger(
                            product: part.units,
                            part.price.numerator,
                            asset.unitsPerWhole
                        ),
                        over: WideInteger(
                            product: part.price.denominator,
                            seen.asset.unitsPerWhole
                        )
                    )
                )
            }
        }
        return Amount(units: total.roundedDown ?? .max, of: asset)
    }

    /// Splits a sum received by a choice into what its transfers brought, in the order of their
    /// arrival, each with the price it counts at.
    private func parts(of sum: UInt128, to choice: Choice) -> [(units: UInt128, price: Ratio)] {
        var rest = sum
        var parts: [(units: UInt128, price: Ratio)] = []
        let transfers = facts.transfers.filter { fact in
            fact.choice == choice.id && !fact.rating.isSetAside
                && (fact.isFinal || fact.position != .gone)
        }
        for fact in transfers.sorted(by: { $0.arrivedAt < $1.arrivedAt }) where rest > 0 {
            let units = min(rest, choice.received(fact).units)
            rest -= units
            // Another coin's units were turned into this coin's by their prices already.
            if case .atArrival(let price) = fact.rating,
                fact.transfer.amount.asset == choice.quote.coin.asset
            {
                parts.append((units, price))
            } else {
                parts.append((units, choice.quote.rate.price))
            }
        }
        // What a reorganisation took away since then.
        if rest > 0 { parts.append((rest, choice.quote.rate.price)) }
        return parts
    }
}

extension InvoiceRecord {
    /// The invoice as it stood by a change, with what is known about it since.
    package func standing(at change: InvoiceChange) -> InvoiceRecord {
        InvoiceRecord(
            invoice: invoice,
            facts: facts,
            standing: change.standing,
            revision: revision,
            updatedAt: updatedAt,
            doneAt: doneAt,
            answeredAt: answeredAt
        )
    }
}

extension InvoiceRecord {
    /// Whether a merchant's decision may be taken now.
    ///
    /// Beside what the standing allows, too little is accepted only where something is missing, and
    /// where a block holds some of it: what waits for one may still be taken back by its sender.
    package func allows(_ mark: Mark) -> Bool {
        guard standing.allows(mark) else { return false }
        guard mark == .acceptedShort else { return true }
        let isHeld = facts.transfers.contains { fact in
            guard case .inBlock = fact.position else { return false }
            return !fact.rating.isSetAside
        }
        guard isHeld, let choice = facts.activeChoice(at: standing) else { return false }
        return !missing(by: choice).isZero
    }

    /// What is still to be sent in the coin of a choice, after what came by any of them.
    package func missing(by choice: Choice) -> Amount {
        let due = choice.quote.due
        let units = invoice.coverage(given: facts).missing(of: due.units)
        return Amount(units: units, of: due.asset)
    }

    /// What came too much, in the coin of a choice.
    package func excess(by choice: Choice) -> Amount {
        let due = choice.quote.due
        let units = invoice.coverage(given: facts).excess(of: due.units)
        return Amount(units: units, of: due.asset)
    }
}
