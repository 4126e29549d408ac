import Payments

/// Prices of Kraken's markets in dollars: `GET /0/public/Ticker`.
///
///     {"error": [], "result": {"XXBTZUSD": {"a": ["30300.1", "1", "1.000"],
///                                           "b": ["30300.0", "1", "1.000"]}}}
///
/// The price is the middle of bid (`b`) and ask (`a`). No time is told, so it is the question's.
struct KrakenRates: RateSource {
    /// The markets under the names that Kraken answers with.
    static let pairs = [
        "BTC": "XXBTZUSD", "LTC": "XLTCZUSD", "DOGE": "XDGUSD", "ETH": "XETHZUSD", "BNB": "BNBUSD",
        "POL": "POLUSD", "TRX": "TRXUSD", "BCH": "BCHUSD", "USDT": "USDTZUSD", "USDC": "USDCUSD",
        "EUR": "ZEURZUSD",
        "GBP": "ZGBPZUSD", "AUD": "AUDUSD",
    ]

    /// What Kraken says when it does not have one of the pairs.
    private static let unknownPair = "EQuery:Unknown asset pair"

    let name = RateProvider.kraken.rawValue
    let tickers: Set<String>
    let pauseSeconds = RateProvider.exchangePauseSeconds
    let endpoint: RateEndpoint

    init(endpoint: RateEndpoint, tickers: Set<String>) {
        self.tickers = tickers.intersection(Self.pairs.keys)
        self.endpoint = endpoint
    }

    func prices(at now: Instant) async throws -> [AssetPrice] {
        let asked = tickers.sorted()
        if asked.isEmpty { return [] }
        let pairs = asked.compactMap { Self.pairs[$0] }.joined(separator: ",")
        var answer = try await endpoint.json(at: "/0/public/Ticker?pair=\(pairs)")
        if answer["error"].elements.first?.spelling == Self.unknownPair {
            // One pair that is no more refuses all that are asked for with it; every pair there is
            // never does.
            answer = try await endpoint.json(at: "/0/public/Ticker")
        }
        if let fault = answer["error"].elements.first?.spelling {
            throw RateError.declined(saying: fault)
        }
        guard case .object(let markets) = answer["result"] else {
            throw RateError.malformed(what: "there is no result")
        }
        return asked.compactMap { ticker in
            guard let market = Self.pairs[ticker].flatMap({ markets[$0] }) else { return nil }
            return AssetPrice(
                ticker: ticker,
                dollars: PriceText.middle(
                    bid: market["b"].elements.first?.spelling,
                    ask: market["a"].elements.first?.spelling
                ),
                time: now,
                source: name
            )
        }
    }
}
