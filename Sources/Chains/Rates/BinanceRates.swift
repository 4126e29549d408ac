import Payments

/// Prices of Binance's spot markets: `GET /api/v3/ticker/24hr`.
///
///     [{"symbol": "BTCUSDT", "bidPrice": "67000.01000000", "askPrice": "67000.02000000",
///       "closeTime": 1711356300123}]
///
/// They are in USDT. The price is the middle of bid and ask, which a halted market does not have.
struct BinanceRates: RateSource {
    /// The markets, by what is traded.
    static let symbols = [
        "BTC": "BTCUSDT", "LTC": "LTCUSDT", "DOGE": "DOGEUSDT", "ETH": "ETHUSDT",
        "BNB": "BNBUSDT", "POL": "POLUSDT", "TRX": "TRXUSDT", "BCH": "BCHUSDT",
        "USDC": "USDCUSDT", "EUR": "EURUSDT",
    ]

    let name = RateProvider.binance.rawValue
    let tickers: Set<String>
    let pauseSeconds = RateProvider.exchangePauseSeconds
    let endpoint: RateEndpoint

    init(endpoint: RateEndpoint, tickers: Set<String>) {
        self.tickers = tickers.intersection(Self.symbols.keys)
        self.endpoint = endpoint
    }

    func prices(at now: Instant) async throws -> [AssetPrice] {
        let asked = tickers.sorted()
        if asked.isEmpty { return [] }
        var markets: [RateJSON] = []
        if let all = try await self.markets(of: asked) {
            markets = all
        } else if asked.count > 1 {
            // One market that is no more refuses all that are asked for with it.
            for ticker in asked { markets += try await self.markets(of: [ticker]) ?? [] }
        }
        return asked.compactMap { ticker in
            let symbol = Self.symbols[ticker]
            guard let market = markets.first(where: { $0["symbol"].spelling == symbol }),
                let time = Instant(unixMilliseconds: market["closeTime"].integer)
            else { return nil }
            return AssetPrice(
                ticker: ticker,
                dollars: PriceText.middle(
                    bid: market["bidPrice"].spelling,
                    ask: market["askPrice"].spelling
                ),
                quoteTicker: "USDT",
                time: time,
                source: name
            )
        }
    }

    /// What is said of some markets, or nil where one of them is not known.
    ///
    /// The list of their names is JSON inside the address.
    private func markets(of tickers: [String]) async throws(RateError) -> [RateJSON]? {
        let symbols = tickers.compactMap { Self.symbols[$0] }.map { "%22\($0)%22" }
        let answer: RateJSON
        do {
            answer = try await endpoint.json(
                at: "/api/v3/ticker/24hr?symbols=%5B\(symbols.joined(separator: ","))%5D"
            )
        } catch {
            guard error != .refused(status: 400) else { return nil }
            throw error
        }
        guard case .list(let markets) = answer else {
            throw .malformed(what: "the markets are no list")
        }
        return markets
    }
}
