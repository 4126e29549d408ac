import Payments

/// What a payer should know of a transfer that does not simply count.
enum TransferText {
    /// What a payer must know before he sends anything more, the most important first.
    static func notices(for stored: InvoiceRecord, _ words: Words) -> [Sentence] {
        var notices: [Sentence] = []
        let held = stored.facts.transfers.first { $0.rating == .foreign && $0.position != .gone }
        if let held {
            let amount = held.transfer.amount
            let sum = "\(amount.decimal) \(amount.asset.ticker)"
            notices.append(words.sentence(.heldNotice, ["sum": sum]))
        }
        let standing = stored.standing
        if standing.hasLostMoney, standing.seen < .paid {
            notices.append(words.sentence(.paymentGone))
        } else if stored.facts.marks.contains(.paid), standing.confirmed < .paid,
            standing.seen >= .paid
        {
            notices.append(words.sentence(.reorganised))
        }
        return notices
    }

    /// Nil where there is nothing to say.
    static func remark(on fact: TransferFact, to choice: Choice, _ words: Words) -> Sentence? {
        if fact.position == .gone, !fact.isFinal { return words.sentence(.transferGone) }
        let asked = ["coin": choice.quote.coin.asset.ticker]
        switch fact.rating {
        case .foreign: return words.sentence(.foreignHeld, asked)
        case .ignored: return words.sentence(.foreignIgnored, asked)
        case .awaited: return words.sentence(.awaitedRate)
        case .atArrival where fact.isForeign(to: choice):
            return words.sentence(.foreignCounted, asked)
        case .atArrival: return words.sentence(.countedLate)
        case .quoted: return nil
        }
    }
}
