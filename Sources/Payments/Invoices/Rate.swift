/// What one whole unit of a coin costs in an invoice's price asset, who said so, and when.
package struct Rate: Sendable, Hashable {
    /// Whole units of the price asset for one whole unit of the coin.
    package let price: Ratio
    /// The age of the older of the two prices it is made of.
    package let time: Instant
    /// The name of the source.
    package let source: String

    /// Describes a rate.
    package init(price: Ratio, time: Instant, source: String) {
        self.price = price
        self.time = time
        self.source = source
    }
}

extension Rate {
    /// The price as decimal: eight places; eighteen for prices so small that eight would lose them.
    package var text: String {
        let isTiny = price.numerator < price.denominator / 10_000
        return price.decimal(places: isTiny ? 18 : 8)
    }
}
