package import Payments

/// Prices from a configuration: they stay what they are until it changes.
package struct FixedRates: RateSource {
    /// What quotes made of these prices are marked with.
    package let name = "fixed"
    /// A configured price is not compared with anybody's.
    package let isOverride = true
    private let prices: [String: Ratio]

    /// Takes dollars for one whole unit of each ticker.
    package init(prices: [String: Ratio]) {
        self.prices = prices
    }

    /// Every price, by ticker, as if it had been asked for just now.
    package func prices(at now: Instant) async throws -> [AssetPrice] {
        prices.sorted { $0.key < $1.key }.map { ticker, dollars in
            AssetPrice(ticker: ticker, dollars: dollars, time: now, source: name)
        }
    }
}
