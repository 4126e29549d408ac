package import Payments

/// The price of one whole unit of an asset at a moment, and who said so.
package struct AssetPrice: Sendable, Hashable {
    /// The ticker of what prices are compared in.
    package static let dollarTicker = "USD"

    /// The asset's ticker.
    package let ticker: String
    /// Units of `quoteTicker` for one whole unit; zero where what was said is no price.
    package let dollars: Ratio
    /// What the price is stated in: dollars, or a coin that is worth about one, such as USDT.
    package let quoteTicker: String
    /// When the source says this was the price.
    package let time: Instant
    /// The source's name.
    package let source: String

    /// Describes a price.
    package init(
        ticker: String,
        dollars: Ratio,
        quoteTicker: String = dollarTicker,
        time: Instant,
        source: String
    ) {
        self.ticker = ticker
        self.dollars = dollars
        self.quoteTicker = quoteTicker
        self.time = time
        self.source = source
    }

    /// The same price, said no later than a moment: nothing is ever known of the future.
    package func said(noLaterThan moment: Instant) -> AssetPrice {
        guard time > moment else { return self }
        return AssetPrice(
            ticker: ticker,
            dollars: dollars,
            quoteTicker: quoteTicker,
            time: moment,
            source: source
        )
    }
}

/// Something that knows prices: a configuration, a sandbox's walk, an exchange, a bank.
package protocol RateSource: Sendable {
    /// The name that is stored with every quote it made.
    var name: String { get }

    /// Whether its prices are a decision that no other source is asked about.
    var isOverride: Bool { get }

    /// How old its prices may be, in seconds; nil for the limit of whoever uses them.
    var ageSecondsMax: Int64? { get }

    /// How long to wait after an answer before asking again; 0 where asking costs nothing.
    var pauseSeconds: Int64 { get }

    /// The tickers it is asked for, as far as they are known beforehand.
    var tickers: Set<String> { get }

    /// The prices it knows now; an asset it does not know is left out.
    func prices(at now: Instant) async throws -> [AssetPrice]
}

extension RateSource {
    /// Most sources are one of several.
    package var isOverride: Bool { false }
    /// Most sources are as old as is allowed in general.
    package var ageSecondsMax: Int64? { nil }
    /// Most sources are here, and asked for nothing.
    package var pauseSeconds: Int64 { 0 }
    /// Most sources are not asked for anything in particular.
    package var tickers: Set<String> { [] }
}
