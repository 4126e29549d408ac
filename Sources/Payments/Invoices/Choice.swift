/// The selection of a coin for an invoice: an address, an amount due, a rate, a time.
///
/// An invoice may have several. Every address that was ever shown stays watched.
package struct Choice: Sendable, Hashable {
    /// Who selected the coin.
    package enum Chooser: String, Sendable, Hashable {
        /// The shop offered a single coin.
        case shop
        /// The payer picked it on the checkout.
        case payer
    }

    /// Its identity.
    package let id: ChoiceID
    /// The receiving address: this choice's alone, or a customer's static one.
    package let address: String
    /// The amounts and the rate it was made with.
    package let firstQuote: Quote
    /// The quotes made since because the price moved, the oldest first; none after a payment.
    package let requotes: [Quote]
    /// How many blocks must hold a transfer before it counts: 0 counts at first sight.
    package let confirmations: Int
    /// How deep a transfer is taken as irreversible.
    package let finality: Int
    /// Who selected the coin.
    package let chooser: Chooser
    /// When.
    package let chosenAt: Instant

    /// Describes a choice.
    package init(
        id: ChoiceID,
        address: String,
        quote: Quote,
        requotes: [Quote] = [],
        confirmations: Int,
        finality: Int,
        chooser: Chooser,
        chosenAt: Instant
    ) {
        self.id = id
        self.address = address
        firstQuote = quote
        self.requotes = requotes
        self.confirmations = confirmations
        self.finality = finality
        self.chooser = chooser
        self.chosenAt = chosenAt
    }

    /// The amounts and the rate that count.
    package var quote: Quote { requotes.last ?? firstQuote }
}

extension Choice {
    /// How many units of the choice's coin a transfer counts as, exactly.
    ///
    /// What came late counts at the rate of its arrival over the quoted one. What came in another
    /// coin, which may have other decimals, by both prices: 20 USDC at 0.99 dollars count as 9.9
    /// of a coin quoted at 2 dollars.
    func counted(_ fact: TransferFact) -> WideRatio {
        let units = fact.transfer.amount.units
        guard case .atArrival(let price) = fact.rating else {
            // Another coin's units mean nothing here until its price is known.
            let isKnown = fact.transfer.amount.asset == quote.coin.asset
            return isKnown ? WideRatio(Ratio(whole: units)) : .zero
        }
        let old = quote.rate.price
        if old.isZero { return .zero }
        let upper = WideInteger(product: units, price.numerator, old.denominator)
        let lower = WideInteger(product: price.denominator, old.numerator)
        let (own, other) = (quote.coin.asset, fact.transfer.amount.asset)
        if own.decimals == other.decimals { return WideRatio(upper, over: lower) }
        return WideRatio(
            upper.multiplied(by: WideInteger(own.unitsPerWhole)),
            over: lower.multiplied(by: WideInteger(other.unitsPerWhole))
        )
    }

    /// What a transfer brought, in the choice's coin.
    ///
    /// Another coin is stated in this one by their prices, rounded down; this one as it is,
    /// whatever it counts for.
    func received(_ fact: TransferFact) -> Amount {
        let asset = quote.coin.asset
        if fact.transfer.amount.asset == asset { return fact.transfer.amount }
        return Amount(units: counted(fact).roundedDown ?? .max, of: asset)
    }
}
