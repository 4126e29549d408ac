import NIOHTTP1
import Payments

/// Prices of CoinGecko, which averages many exchanges: `GET /api/v3/simple/price`.
///
///     {"bitcoin": {"usd": 67187.3358936566, "last_updated_at": 1711356300}}
struct CoinGeckoRates: RateSource {
    /// What CoinGecko calls the coins.
    static let ids = [
        "BTC": "bitcoin", "LTC": "litecoin", "DOGE": "dogecoin", "ETH": "ethereum",
        "BNB": "binancecoin", "POL": "polygon-ecosystem-token", "TRX": "tron",
        "BCH": "bitcoin-cash", "USDT": "tether", "USDC": "usd-coin",
    ]

    /// CoinGecko makes new prices once a minute.
    private static let pauseSecondsOpen: Int64 = 60
    /// A free key has 10 000 requests a month, one in 259 seconds.
    private static let pauseSecondsWithFreeKey: Int64 = 300

    let name = RateProvider.coingecko.rawValue
    let tickers: Set<String>
    let pauseSeconds: Int64
    private let endpoint: RateEndpoint

    init(endpoint: RateEndpoint, key: String?, tickers: Set<String>) {
        self.tickers = tickers.intersection(Self.ids.keys)
        var endpoint = endpoint
        // Keys that are paid for have a host and a header of their own.
        let isPaid = endpoint.baseURL.contains("://pro-")
        if let key {
            let header = isPaid ? "x-cg-pro-api-key" : "x-cg-demo-api-key"
            endpoint.headers.add(name: header, value: key)
        }
        pauseSeconds =
            key != nil && !isPaid ? Self.pauseSecondsWithFreeKey : Self.pauseSecondsOpen
        self.endpoint = endpoint
    }

    func prices(at now: Instant) async throws -> [AssetPrice] {
        let asked = tickers.sorted()
        if asked.isEmpty { return [] }
        let ids = asked.compactMap { Self.ids[$0] }.joined(separator: ",")
        let answer = try await endpoint.json(
            at: "/api/v3/simple/price?ids=\(ids)&vs_currencies=usd"
                + "&include_last_updated_at=true&precision=full"
        )
        guard case .object = answer else {
            throw RateError.malformed(what: "the prices are no object")
        }
        return asked.compactMap { ticker in
            // Without its time nobody knows how old a price is.
            guard let coin = Self.ids[ticker].map({ answer[$0] }),
                let price = coin["usd"].spelling,
                let time = Instant(unixSeconds: coin["last_updated_at"].integer)
            else { return nil }
            return AssetPrice(
                ticker: ticker,
                dollars: PriceText.price(price),
                time: time,
                source: name
            )
        }
    }
}
