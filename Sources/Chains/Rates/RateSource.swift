package import Payments

/// The price of one whole unit of an asset in US dollars at a moment, and who said so.
package struct AssetPrice: Sendable, Hashable {
    /// The asset's ticker.
    package let ticker: String
    /// Dollars for one whole unit.
    package let dollars: Ratio
    /// When the source says this was the price.
    package let time: Instant
    /// The source's name.
    package let source: String

    /// Describes a price.
    package init(ticker: String, dollars: Ratio, time: Instant, source: String) {
        self.ticker = ticker
        self.dollars = dollars
        self.time = time
        self.source = source
    }
}

/// Something that knows prices: a configuration, a sandbox's walk, later an exchange.
package protocol RateSource: Sendable {
    /// The name that is stored with every quote it made.
    var name: String { get }

    /// The prices it knows now; an asset it does not know is left out.
    func prices(at now: Instant) async throws -> [AssetPrice]
}
