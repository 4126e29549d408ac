extension InvoiceRecord {
    /// What a payer is told about a transaction he asked for: the facts first, then the finding.
    ///
    /// Of several transfers in one transaction those of one coin to one choice are told of as one,
    /// with their sum; of several coins the one that counts, and of those the largest.
    package func answer(to inquiry: Inquiry) -> InquiryAnswer {
        guard let hash = TransactionHash(inquiry.txid) else { return .malformed }
        if let fact = fact(of: hash) { return .known(fact) }
        return inquiry.finding.map(InquiryAnswer.found) ?? .looking
    }

    /// What a transaction brought this invoice, as one transfer; nil where it brought nothing.
    package func fact(of hash: TransactionHash) -> TransferFact? {
        var sums: [TransferFact] = []
        for fact in facts.transfers where hash.names(fact.transfer.id.txid) {
            if let place = sums.firstIndex(where: { $0.isAlike(fact) }) {
                sums[place] = sums[place].adding(fact)
            } else {
                sums.append(fact)
            }
        }
        return sums.max { left, right in
            if left.weight != right.weight { return left.weight < right.weight }
            return left.transfer.amount.units < right.transfer.amount.units
        }
    }
}

extension TransferFact {
    /// Whether two transfers of one transaction may be told of as one.
    fileprivate func isAlike(_ other: TransferFact) -> Bool {
        transfer.amount.asset == other.transfer.amount.asset && choice == other.choice
            && position == other.position && rating == other.rating
            && transfer.id.network == other.transfer.id.network
    }

    /// The same with another transfer's amount on top; a sum beyond 128 bits stays what it is.
    fileprivate func adding(_ other: TransferFact) -> TransferFact {
        guard let sum = try? transfer.amount.adding(other.transfer.amount) else { return self }
        return TransferFact(
            transfer: Transfer(id: transfer.id, address: transfer.address, amount: sum),
            choice: choice,
            position: position,
            isFinal: isFinal && other.isFinal,
            arrivedAt: min(arrivedAt, other.arrivedAt),
            rating: rating,
            needed: needed
        )
    }

    /// What still is somewhere goes before what is gone, what counts before what is set aside.
    fileprivate var weight: Int {
        (position == .gone ? 0 : 2) + (rating.isSetAside ? 0 : 1)
    }
}
