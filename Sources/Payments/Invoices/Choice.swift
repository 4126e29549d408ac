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
