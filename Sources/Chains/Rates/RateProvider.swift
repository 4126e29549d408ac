package import AsyncHTTPClient

/// The providers of live prices that Florin can ask, by the names of their sources.
package enum RateProvider: String, Sendable, CaseIterable {
    /// An average of many exchanges.
    case coingecko
    /// An exchange, in USDT.
    case binance
    /// An exchange, in dollars.
    case kraken
    /// An exchange, in dollars, with money of states.
    case coinbase
    /// An exchange, in USDT.
    case okx
    /// The European Central Bank: money of states, once a day.
    case ecb

    /// How long an exchange is left alone after an answer.
    static let exchangePauseSeconds: Int64 = 20

    /// Where it answers unless a configuration says otherwise.
    package var defaultURL: String {
        switch self {
        case .coingecko: "https://api.coingecko.com"
        case .binance: "https://api.binance.com"
        case .kraken: "https://api.kraken.com"
        case .coinbase: "https://api.coinbase.com"
        case .okx: "https://www.okx.com"
        case .ecb: "https://www.ecb.europa.eu"
        }
    }

    /// The source that asks it for some assets; nothing is asked yet.
    ///
    /// - Parameters:
    ///   - url: Where it answers; nil for the provider's own address.
    ///   - key: What it knows the asker by; only CoinGecko has one.
    ///   - coins: The tickers of coins that are wanted.
    ///   - fiat: The tickers of money of states that are wanted.
    ///   - httpClient: Sends the requests; it is not shut down here.
    /// - Returns: A source that has the provider's name.
    package func source(
        at url: String? = nil,
        key: String? = nil,
        coins: Set<String>,
        fiat: Set<String>,
        httpClient: HTTPClient
    ) -> any RateSource {
        var baseURL = url ?? defaultURL
        while baseURL.hasSuffix("/") { baseURL.removeLast() }
        let endpoint = RateEndpoint(httpClient: httpClient, baseURL: baseURL)
        // Prices in USDT can be used only where the price of USDT is known.
        let wanted = coins.union(fiat).union(["USDT"])
        return switch self {
        case .coingecko: CoinGeckoRates(endpoint: endpoint, key: key, tickers: wanted)
        case .binance: BinanceRates(endpoint: endpoint, tickers: wanted)
        case .kraken: KrakenRates(endpoint: endpoint, tickers: wanted)
        case .coinbase: CoinbaseRates(endpoint: endpoint, tickers: wanted)
        case .okx: OKXRates(endpoint: endpoint, tickers: wanted)
        case .ecb: ECBRates(endpoint: endpoint, fiat: fiat)
        }
    }
}
