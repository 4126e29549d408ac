extension Invoice {
    /// What the facts add up to: the one place where an invoice's state is decided.
    ///
    /// Pure: the same facts in any order give the same standing. The deadline counts as passed only
    /// when every network that was chosen has been read beyond it, so that nothing paid in time
    /// expires because a node was down.
    package func standing(given facts: Facts, at now: Instant) -> Standing {
        let late = facts.transfers.contains {
            $0.position != .gone && $0.arrivedAt > deadline && !$0.rating.isSetAside
        }
        let confirmed = level(of: facts) { isConfirmed($0, given: facts) }
        return Standing(
            confirmed: confirmed,
            seen: level(of: facts) { $0.isFinal || $0.position != .gone },
            receipts: facts.choices.compactMap { receipt(for: $0, given: facts) },
            isChosen: facts.choices.contains { $0.chooser == .payer },
            // Time cannot run out for what is paid.
            isExpired: confirmed < .paid && isExpired(given: facts, at: now),
            hasLateMoney: late,
            hasLostMoney: facts.transfers.contains {
                $0.position == .gone && !$0.isFinal && !$0.rating.isSetAside
            },
            decision: decision(given: facts.marks)
        )
    }

    /// When the standing may change although no new fact comes; nil when only facts can change it.
    package func nextCheck(after standing: Standing) -> Instant? {
        let isSettled = standing.decision != nil || standing.confirmed >= .paid
        return standing.isExpired || isSettled ? nil : deadline
    }

    private func isExpired(given facts: Facts, at now: Instant) -> Bool {
        guard now > deadline else { return false }
        let networks = Set(facts.choices.map(\.quote.coin.network))
        return networks.allSatisfy { network in
            (facts.tips[network]?.caughtUpAt).map { $0 > deadline } ?? false
        }
    }

    /// Whether a transfer counts: it is deep enough, in a coin that counts, and its rate is known.
    package func isConfirmed(_ fact: TransferFact, given facts: Facts) -> Bool {
        if fact.rating == .awaited || fact.rating.isSetAside { return false }
        if fact.isFinal { return true }
        guard let choice = facts.choices.first(where: { $0.id == fact.choice }) else {
            return false
        }
        let needed = fact.needed ?? choice.confirmations
        switch fact.position {
        case .gone: return false
        case .pending: return needed == 0
        case .inBlock: return facts.confirmations(of: fact) >= UInt64(max(needed, 1))
        }
    }

    private func level(of facts: Facts, where counts: (TransferFact) -> Bool) -> Standing.Level {
        let coverage = coverage(of: facts, where: counts)
        if coverage.isZero { return .unpaid }
        // Who took less than was asked for once is not asked again while any of it is there.
        let isEnough = facts.marks.contains(.acceptedShort)
        // Who sends what is missing rounded up has paid exactly: too much is a whole unit at least.
        let paid = Set(facts.transfers.filter(counts).map(\.choice))
        let dues = facts.choices.filter { paid.contains($0.id) }.map(\.quote.due.units)
        if coverage.exceedsWhole, dues.contains(where: { coverage.excess(of: max($0, 1)) > 0 }) {
            return .overPaid
        }
        return isEnough || coverage.reaches(wholeLess: tolerance) ? .paid : .partlyPaid
    }

    /// How much of the due is covered by everything seen, over all choices.
    func coverage(given facts: Facts) -> Coverage {
        coverage(of: facts) { $0.isFinal || $0.position != .gone }
    }

    private func coverage(
        of facts: Facts,
        where counts: (TransferFact) -> Bool
    ) -> Coverage {
        var coverage = Coverage()
        for fact in facts.transfers where !fact.rating.isSetAside && counts(fact) {
            guard let choice = facts.choices.first(where: { $0.id == fact.choice }) else {
                continue
            }
            coverage.add(choice.counted(fact), of: choice.quote.due.units)
        }
        return coverage
    }

    private func receipt(for choice: Choice, given facts: Facts) -> Standing.Receipt? {
        let own = facts.transfers.filter {
            $0.choice == choice.id && ($0.isFinal || $0.position != .gone)
                && !$0.rating.isSetAside
        }
        if own.isEmpty { return nil }
        let asset = choice.quote.coin.asset
        func sum(where counts: (TransferFact) -> Bool) -> Amount {
            own.filter(counts).reduce(Amount.zero(asset)) { total, fact in
                // A sum beyond 128 bits cannot come from a real chain; it stays at the limit.
                (try? total.adding(choice.received(fact))) ?? Amount(units: .max, of: asset)
            }
        }
        return Standing.Receipt(
            choice: choice.id,
            confirmed: sum { isConfirmed($0, given: facts) },
            pending: sum { !isConfirmed($0, given: facts) }
        )
    }

    private func decision(given marks: Set<Mark>) -> Standing.Decision? {
        if marks.contains(.deleted) { return .deleted }
        if marks.contains(.accepted) { return .accepted }
        if marks.contains(.cancelled) { return .cancelled }
        return marks.contains(.failed) ? .failed : nil
    }
}
