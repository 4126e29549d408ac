import Payments

/// Euro reference rates of the European Central Bank: `GET /stats/eurofxref/eurofxref-daily.xml`.
///
/// They are of one moment of every working day, for money of states only. A dollar price of one
/// is dollars for a euro divided by its units for a euro. The bank's list does not have every
/// currency; what it lacks, such as the hryvnia, others have to know.
struct ECBRates: RateSource {
    /// How many days after its own a table still counts.
    ///
    /// Nothing is published at weekends and on the bank's holidays: from the Thursday before
    /// Easter until the afternoon of the Tuesday after it are five days.
    static let ageDaysMax: Int64 = 5
    /// When on its day a table is from: the banks confer at 14.15 in Frankfurt.
    static let secondOfDay: Int64 = 12 * 3_600

    /// What the bank has reference rates of, and the euro itself.
    static let currencies: Set<String> = [
        "EUR", "JPY", "CZK", "DKK", "GBP", "HUF", "PLN", "RON", "SEK", "CHF", "ISK", "NOK", "TRY",
        "AUD", "BRL", "CAD", "CNY", "HKD", "IDR", "ILS", "INR", "KRW", "MXN", "MYR", "NZD", "PHP",
        "SGD", "THB", "ZAR",
    ]

    /// A table changes once a day.
    private static let pauseSecondsLong: Int64 = 3_600

    let name = RateProvider.ecb.rawValue
    let tickers: Set<String>
    let pauseSeconds = Self.pauseSecondsLong
    /// Until the end of the last day.
    let ageSecondsMax: Int64? = (ageDaysMax + 1) * 86_400 - secondOfDay
    let endpoint: RateEndpoint

    init(endpoint: RateEndpoint, fiat: Set<String>) {
        tickers = fiat.intersection(Self.currencies)
        self.endpoint = endpoint
    }

    func prices(at now: Instant) async throws -> [AssetPrice] {
        if tickers.isEmpty { return [] }
        let table = try ECBTable(
            await endpoint.bytes(at: "/stats/eurofxref/eurofxref-daily.xml")
        )
        let dollars = PriceText.price(table.unitsPerEuro[AssetPrice.dollarTicker])
        guard !dollars.isZero else { throw RateError.malformed(what: "there is no dollar") }
        let time = Instant(seconds: table.dayFirstSecond + Self.secondOfDay)
        return tickers.sorted().compactMap { ticker in
            let price: Ratio
            if ticker == "EUR" {
                price = dollars
            } else if let units = table.unitsPerEuro[ticker] {
                price = PriceText.crossed(units, dollars: dollars)
            } else {
                return nil
            }
            return AssetPrice(ticker: ticker, dollars: price, time: time, source: name)
        }
    }
}
