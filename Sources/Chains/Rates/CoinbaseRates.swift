import Payments

/// Prices of Coinbase: `GET /v2/exchange-rates?currency=USD`.
///
///     {"data": {"currency": "USD", "rates": {"BTC": "0.0000149", "EUR": "0.92", "UAH": "41.2"}}}
///
/// It says what a dollar buys, so a price is the inverse. Money of states is among them, also such
/// as the European Central Bank has no rate of. No time is told, so it is the question's.
struct CoinbaseRates: RateSource {
    let name = RateProvider.coinbase.rawValue
    let tickers: Set<String>
    let pauseSeconds = RateProvider.exchangePauseSeconds
    let endpoint: RateEndpoint

    init(endpoint: RateEndpoint, tickers: Set<String>) {
        // It calls its assets by the tickers that everybody uses.
        self.tickers = tickers.subtracting([AssetPrice.dollarTicker])
        self.endpoint = endpoint
    }

    func prices(at now: Instant) async throws -> [AssetPrice] {
        let asked = tickers.sorted()
        if asked.isEmpty { return [] }
        let data = try await endpoint.json(at: "/v2/exchange-rates?currency=USD")["data"]
        guard data["currency"].spelling == AssetPrice.dollarTicker,
            case .object(let rates) = data["rates"]
        else { throw RateError.malformed(what: "there are no rates of the dollar") }
        return asked.compactMap { ticker in
            guard let rate = rates[ticker]?.spelling else { return nil }
            return AssetPrice(
                ticker: ticker,
                dollars: PriceText.inverse(rate),
                time: now,
                source: name
            )
        }
    }
}
