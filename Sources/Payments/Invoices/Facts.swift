/// A decision that must stick, whatever the chain does afterwards.
package enum Mark: String, Sendable, Hashable, CaseIterable {
    /// The invoice was fully paid for the first time.
    case paid
    /// The merchant answered that the payment is accepted.
    case accepted
    /// The merchant takes what is confirmed as enough, though it is less than was asked for.
    case acceptedShort
    /// The merchant cancelled.
    case cancelled
    /// The merchant removed the invoice.
    case deleted
    /// Florin itself could not serve the invoice.
    case failed
}

/// A transfer to one of an invoice's addresses, as it stands on its chain now.
package struct TransferFact: Sendable, Hashable {
    /// Where a transfer is.
    package enum Position: Sendable, Hashable {
        /// Seen, in no block.
        case pending
        /// In a block of this height on the best chain.
        case inBlock(height: UInt64)
        /// Replaced, double-spent or dropped: no longer anywhere.
        case gone
    }

    /// How a transfer is counted that came after the deadline, or in another coin.
    package enum Rating: Sendable, Hashable {
        /// At the choice's own rate.
        case quoted
        /// At this price of one whole unit of what came, in the invoice's price asset.
        case atArrival(Ratio)
        /// No fresh rate was known when it came; it is shown and not yet counted.
        case awaited
        /// It is in another coin than was asked for; it waits for the merchant, and is not counted.
        case foreign
        /// It is in another coin than was asked for, and the merchant wants none of that.
        case ignored

        /// Whether it is another coin's and counts for nothing by itself.
        package var isSetAside: Bool { self == .foreign || self == .ignored }
    }

    /// The transfer itself.
    package let transfer: Transfer
    /// The choice whose address it went to.
    package let choice: ChoiceID
    /// Where it is now.
    package let position: Position
    /// Whether it was once deep enough to be irreversible; it counts for ever then.
    package let isFinal: Bool
    /// When it was made known: at first sight or by its block's time, whichever is earlier.
    package let arrivedAt: Instant
    /// The rate it counts at.
    package let rating: Rating
    /// How many blocks must hold it before it counts, where it came on another network than the
    /// choice's; nil for the choice's own number.
    package let needed: Int?

    /// Describes a transfer's present state.
    package init(
        transfer: Transfer,
        choice: ChoiceID,
        position: Position,
        isFinal: Bool,
        arrivedAt: Instant,
        rating: Rating,
        needed: Int? = nil
    ) {
        self.transfer = transfer
        self.choice = choice
        self.position = position
        self.isFinal = isFinal
        self.arrivedAt = arrivedAt
        self.rating = rating
        self.needed = needed
    }

    /// Whether it is in another coin than a choice asks for, or on another network.
    package func isForeign(to choice: Choice) -> Bool {
        choice.quote.coin != Coin(transfer.amount.asset, on: transfer.id.network)
    }
}

/// Everything stored about one invoice after it was opened.
package struct Facts: Sendable, Hashable {
    /// What is known about one network at a moment.
    package struct Tip: Sendable, Hashable {
        /// The height of the last block whose effects are stored.
        package let height: UInt64
        /// When the network was last seen to have nothing newer.
        package let caughtUpAt: Instant

        /// Describes how far a network was read.
        package init(height: UInt64, caughtUpAt: Instant) {
            self.height = height
            self.caughtUpAt = caughtUpAt
        }
    }

    /// The selections of coins, the oldest first.
    package var choices: [Choice]
    /// The transfers to their addresses, in any order.
    package var transfers: [TransferFact]
    /// The decisions that stick.
    package var marks: Set<Mark>
    /// How far the networks of the choices were read.
    package var tips: [NetworkID: Tip]

    /// Collects what is stored.
    package init(
        choices: [Choice] = [],
        transfers: [TransferFact] = [],
        marks: Set<Mark> = [],
        tips: [NetworkID: Tip] = [:]
    ) {
        self.choices = choices
        self.transfers = transfers
        self.marks = marks
        self.tips = tips
    }

    /// How many blocks hold a transfer, its own included: 0 while it waits or is gone.
    package func confirmations(of fact: TransferFact) -> UInt64 {
        guard case .inBlock(let height) = fact.position,
            let tip = tips[fact.transfer.id.network]?.height, tip >= height
        else { return 0 }
        return tip - height + 1
    }
}

extension Facts {
    /// The choice that an invoice is about by a standing: the last one money came to, else the
    /// last one made.
    package func activeChoice(at standing: Standing) -> Choice? {
        let paid = Set(standing.receipts.map(\.choice))
        return choices.last { paid.contains($0.id) } ?? choices.last
    }
}
