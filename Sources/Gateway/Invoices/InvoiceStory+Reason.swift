import Payments
import Storage

extension InvoiceStory.Telling {
    /// The state and its reason, in one or two sentences.
    var reason: String {
        var sentences = [state]
        if standing.decision == nil, standing.confirmed < .paid {
            if lostBlockLast {
                sentences.append("A payment that counted before lost its block.")
            } else if standing.hasLostMoney {
                sentences.append("A payment that was seen vanished: replaced or dropped.")
            }
        }
        if standing.decision == nil || standing.decision == .accepted,
            standing.hasLateMoney, standing.confirmed > .unpaid
        {
            sentences.append("Some of it came after the deadline.")
        }
        if standing.confirmed < .paid, !held.isEmpty {
            let amounts = held.map { Self.text($0.transfer.amount) }.joined(separator: ", ")
            sentences.append("\(amounts) came in another coin and waits for your word.")
        }
        if !taken.isEmpty {
            let amounts = taken.map { Self.text($0.transfer.amount) }.joined(separator: ", ")
            sentences.append("\(amounts) in another coin counts as soon as a fresh rate is known.")
        }
        return sentences.joined(separator: " ")
    }

    /// What came in another coin, was taken, and waits for its price.
    private var taken: [TransferFact] {
        facts.transfers.filter { fact in
            guard fact.rating == .awaited, fact.position != .gone else { return false }
            return facts.choices.first { $0.id == fact.choice }.map(fact.isForeign) ?? false
        }
    }

    private var state: String {
        switch standing.decision {
        case .cancelled: return "Cancelled by the merchant. \(kept)"
        case .deleted: return "Deleted by the merchant. \(kept)"
        case .failed: return "Florin could not serve it. \(kept)"
        case .accepted: return "\(confirmedState) The shop has accepted the payment."
        case nil: return confirmedState
        }
    }

    /// What came to an invoice that was ended by a word.
    private var kept: String {
        guard let choice, !standing.seen(by: choice).isZero else { return "Nothing came." }
        return "\(Self.text(standing.seen(by: choice))) came and stays recorded."
    }

    private var confirmedState: String {
        guard let choice else {
            return standing.isExpired
                ? "Expired: no coin was chosen before the deadline."
                : "Waiting: no coin is chosen yet."
        }
        switch standing.confirmed {
        case .overPaid:
            return "Overpaid: \(Self.text(stored.excess(by: choice))) more than was asked for "
                + (standing.hasPending ? "has come." : "is confirmed.")
        case .paid: return paid(by: choice)
        case .partlyPaid: return partlyPaid(by: choice)
        case .unpaid: return unpaid(by: choice)
        }
    }

    private func paid(by choice: Choice) -> String {
        let missing = stored.missing(by: choice)
        if missing.isZero { return "Paid: the whole amount is confirmed." }
        if facts.marks.contains(.acceptedShort) {
            return "Paid: the merchant accepted \(Self.text(missing)) less than was asked for."
        }
        return "Paid: \(Self.text(missing)) is missing, which the accepted underpayment of "
            + "\(invoice.tolerance.percentText) % covers."
    }

    private func partlyPaid(by choice: Choice) -> String {
        let missing = stored.missing(by: choice)
        let receipt = standing.receipts.first { $0.choice == choice.id }
        let part =
            "\(Self.text(receipt?.confirmed ?? .zero(choice.quote.coin.asset))) of "
            + "\(Self.text(choice.quote.due)) is confirmed"
        if standing.isExpired {
            return "Partly paid: \(part) and time is over; \(Self.text(missing)) is missing."
        }
        if missing.isZero { return "Under way: \(part), and the rest waits for confirmations." }
        return "Under way: \(part); \(Self.text(missing)) is missing."
    }

    private func unpaid(by choice: Choice) -> String {
        if standing.hasPending { return pending(by: choice) }
        let due = Self.text(choice.quote.due)
        if standing.isExpired { return "Expired: \(due) did not come before the deadline." }
        let network = title(of: choice.quote.coin.network)
        return "Waiting for \(due) on \(network)" + (isOverdue ? ", past the deadline." : ".")
    }

    private func pending(by choice: Choice) -> String {
        let coming = facts.transfers.filter { $0.position != .gone && !$0.rating.isSetAside }
        let seen = Self.text(standing.seen(by: choice))
        if coming.allSatisfy({ $0.rating == .awaited }) {
            return "Under way: \(seen) came and counts as soon as a fresh rate is known."
        }
        let missing = stored.missing(by: choice)
        if missing.isZero { return "Under way: \(seen) was seen and waits for confirmations." }
        return "Under way: \(seen) was seen and waits for confirmations; "
            + "\(Self.text(missing)) is missing."
    }

    var isOverdue: Bool { now > invoice.deadline && !standing.isExpired }

    /// Whether the last thing that happened to confirmed money is that it lost its block.
    private var lostBlockLast: Bool {
        let told: Set<InvoiceEvent> = [.partlyPaid, .paid, .overPaid, .reorganised, .restored]
        let last = trail.events.compactMap { record -> InvoiceEvent? in
            guard case .invoice(let change) = record.change, told.contains(change.event) else {
                return nil
            }
            return change.event
        }.last
        return last == .reorganised
    }
}
