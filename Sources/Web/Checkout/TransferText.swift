import Payments

/// What a payer should know of a transfer that does not simply count.
enum TransferText {
    /// What a payer must know before he sends anything more; nil where nothing was set aside.
    static func notice(for stored: InvoiceRecord) -> String? {
        let held = stored.facts.transfers.filter {
            $0.rating == .foreign && $0.position != .gone
        }
        guard let first = held.first else { return nil }
        let amount = first.transfer.amount
        return "\(amount.decimal) \(amount.asset.ticker) arrived, another coin than was asked "
            + "for. The shop decides whether it counts: please ask the shop before you send more."
    }

    /// Nil where there is nothing to say.
    static func remark(on fact: TransferFact, to choice: Choice) -> String? {
        if fact.position == .gone, !fact.isFinal {
            return "This transaction was replaced or dropped by its sender and does not count."
        }
        let asked = "\(choice.quote.coin.asset.ticker) was asked for."
        switch fact.rating {
        case .foreign:
            return "This is another coin: \(asked) It arrived safely at the shop's address; the "
                + "shop decides whether it counts. Nothing more has to be sent for it."
        case .ignored:
            return "This is another coin: \(asked) It arrived at the shop's address and does not "
                + "count; please ask the shop."
        case .awaited: return "It counts as soon as a fresh rate is known."
        case .atArrival where fact.isForeign(to: choice):
            return
                "This is another coin: \(asked) It counts at the rate it was taken at."
        case .atArrival: return "It came late and counts at the rate of its arrival."
        case .quoted: return nil
        }
    }
}
