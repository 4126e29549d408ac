import Payments

/// Prices of OKX's spot markets: `GET /api/v5/market/tickers?instType=SPOT`.
///
///     {"code": "0", "msg": "", "data": [{"instId": "BTC-USDT", "askPx": "67000.2",
///      "bidPx": "67000.1", "ts": "1711356300123"}]}
///
/// They are in USDT. The price is the middle of bid and ask; OKX leaves them empty where there is
/// no order.
struct OKXRates: RateSource {
    /// What is traded for USDT.
    static let coins: Set<String> = [
        "BTC", "LTC", "DOGE", "ETH", "BNB", "POL", "TRX", "BCH", "USDC",
    ]

    let name = RateProvider.okx.rawValue
    let tickers: Set<String>
    let pauseSeconds = RateProvider.exchangePauseSeconds
    let endpoint: RateEndpoint

    init(endpoint: RateEndpoint, tickers: Set<String>) {
        self.tickers = tickers.intersection(Self.coins)
        self.endpoint = endpoint
    }

    func prices(at now: Instant) async throws -> [AssetPrice] {
        if tickers.isEmpty { return [] }
        let answer = try await endpoint.json(at: "/api/v5/market/tickers?instType=SPOT")
        guard let code = answer["code"].spelling else {
            throw RateError.malformed(what: "there is no code")
        }
        guard code == "0" else { throw RateError.declined(saying: code) }
        var markets: [String: RateJSON] = [:]
        for market in answer["data"].elements {
            guard let id = market["instId"].spelling else { continue }
            markets[id] = market
        }
        return tickers.sorted().compactMap { ticker in
            guard let market = markets["\(ticker)-USDT"],
                let time = Instant(unixMilliseconds: market["ts"].integer)
            else { return nil }
            return AssetPrice(
                ticker: ticker,
                dollars: PriceText.middle(
                    bid: market["bidPx"].spelling,
                    ask: market["askPx"].spelling
                ),
                quoteTicker: "USDT",
                time: time,
                source: name
            )
        }
    }
}
