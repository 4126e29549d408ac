import Chains
import Payments
import Rigs
import Testing

/// What is made of the answers that the providers document.
@Suite(.timeLimit(.minutes(1)))
struct RateProviderTests {
    private static func told(by provider: RateProvider) async throws -> [String: String] {
        let fixture = try await RateFixture(.answer(RateFixture.answer(of: provider)))
        return try await fixture.told(by: provider)
    }

    @Test func `CoinGecko's numbers are read to their last digit, with their times`() async throws {
        #expect(
            try await Self.told(by: .coingecko) == [
                "BNB": "598.1432190876543 USD @1700000001",
                "BTC": "67187.33589365664 USD @1700000000",
                "DOGE": "0.15912345 USD @1699999990",
                "ETH": "3201 USD @1699999999",
                "LTC": "87.41 USD @1699999998",
                "POL": "0.45123 USD @1699999997",
                "USDT": "0.999812 USD @1699999996",
            ]
        )
    }

    @Test func `Binance's prices are the middle of bid and ask, in USDT`() async throws {
        #expect(
            try await Self.told(by: .binance) == [
                "BTC": "67000.025 USDT @1700000000",
                "LTC": "87.41 USDT @1700000000",
                "TRX": "0 USDT @1700000000",
                "EUR": "1.0809 USDT @1700000000",
            ]
        )
    }

    @Test func `Kraken's odd names are known, and a market of two minds has no price`() async throws
    {
        #expect(
            try await Self.told(by: .kraken) == [
                "BTC": "67010.05 USD @1700000000",
                "DOGE": "0.1591 USD @1700000000",
                "USDT": "0.99985 USD @1700000000",
                "EUR": "1.0811 USD @1700000000",
                "TRX": "0 USD @1700000000",
                "LTC": "0 USD @1700000000",
            ]
        )
    }

    @Test func `Coinbase's rates are turned round, those of money of states too`() async throws {
        #expect(
            try await Self.told(by: .coinbase) == [
                "BTC": "67114.0939597315436 USD @1700000000",
                "LTC": "87.4100000000005126 USD @1700000000",
                "EUR": "1.08108108108108108 USD @1700000000",
                "JPY": "0.006688963210702341 USD @1700000000",
                "UAH": "0.024242424242424242 USD @1700000000",
                "USDT": "0.999800039992001599 USD @1700000000",
                "DOGE": "0 USD @1700000000",
            ]
        )
    }

    @Test func `OKX's prices are found among all its markets`() async throws {
        #expect(
            try await Self.told(by: .okx) == [
                "BTC": "67005.1 USDT @1700000000",
                "DOGE": "0 USDT @1700000000",
                "LTC": "87.42 USDT @1700000000",
            ]
        )
    }

    @Test func `the bank's rates are turned into dollars, as of the day of its table`() async throws
    {
        #expect(
            try await Self.told(by: .ecb) == [
                "EUR": "1.0724 USD @1699963200",
                "GBP": "1.22812643151626202 USD @1699963200",
                "JPY": "0.006590057149880169 USD @1699963200",
            ]
        )
        let source = try await RateFixture(.done).source(.ecb)
        // Noon of the table's day, and the rest of it, and five days more.
        #expect(source.ageSecondsMax == Int64(5 * 86_400 + 43_200))
        #expect(!source.tickers.contains("UAH"))
    }

    @Test(arguments: RateProvider.allCases)
    func `a provider is asked for what is wanted and nothing else`(provider: RateProvider)
        async throws
    {
        let fixture = try await RateFixture(.answer(RateFixture.answer(of: provider)))
        _ = try await fixture.told(by: provider)
        let path: String =
            switch provider {
            case .coingecko:
                "/api/v3/simple/price?ids=binancecoin,bitcoin,dogecoin,ethereum,litecoin,"
                    + "polygon-ecosystem-token,tron,usd-coin,tether&vs_currencies=usd"
                    + "&include_last_updated_at=true&precision=full"
            case .binance:
                "/api/v3/ticker/24hr?symbols=%5B%22BNBUSDT%22,%22BTCUSDT%22,%22DOGEUSDT%22,"
                    + "%22ETHUSDT%22,%22EURUSDT%22,%22LTCUSDT%22,%22POLUSDT%22,%22TRXUSDT%22,"
                    + "%22USDCUSDT%22%5D"
            case .kraken:
                "/0/public/Ticker?pair=BNBUSD,XXBTZUSD,XDGUSD,XETHZUSD,ZEURZUSD,ZGBPZUSD,"
                    + "XLTCZUSD,POLUSD,TRXUSD,USDCUSD,USDTZUSD"
            case .coinbase: "/v2/exchange-rates?currency=USD"
            case .okx: "/api/v5/market/tickers?instType=SPOT"
            case .ecb: "/stats/eurofxref/eurofxref-daily.xml"
            }
        #expect(fixture.paths == [path])
        #expect(fixture.server.callbacks.first?.headers["user-agent"] == "florin")
    }

    @Test func `a key goes to CoinGecko as a header, and slows the asking down`() async throws {
        let fixture = try await RateFixture(.answer(RateFixture.answer(of: .coingecko)))
        let source = fixture.source(.coingecko, key: "CG-secret")
        _ = try await source.prices(at: RateFixture.now)
        let call = try #require(fixture.server.callbacks.first)
        #expect(call.headers["x-cg-demo-api-key"] == "CG-secret")
        #expect(!call.path.contains("CG-secret"))
        #expect(source.pauseSeconds == 300)
        #expect(fixture.source(.coingecko).pauseSeconds == 60)
    }

    @Test func `a pair that Kraken no longer has does not take the others with it`() async throws {
        let fixture = try await RateFixture(.done)
        let all = try RateFixture.answer(of: .kraken)
        fixture.server.answers { call in
            call.path.contains("pair=")
                ? .answer(#"{"error":["EQuery:Unknown asset pair"]}"#) : .answer(all)
        }
        #expect(try await fixture.told(by: .kraken)["BTC"] == "67010.05 USD @1700000000")
        #expect(fixture.paths.count == 2)
        let refusing = try await RateFixture(.answer(#"{"error":["EGeneral:Too many\nrequests"]}"#))
        #expect(
            await refusing.fault(of: .kraken) == #"answered error "EGeneral:Too many?requests""#
        )
    }

    @Test func `a market that Binance no longer has does not take the others with it`() async throws
    {
        let fixture = try await RateFixture(.done)
        fixture.server.answers { call in
            guard !call.path.contains("POLUSDT") else { return .status("400 Bad Request") }
            let isBitcoin = call.path.contains("5B%22BTCUSDT%22%5D")
            return .answer(
                isBitcoin
                    ? """
                    [{"symbol": "BTCUSDT", "bidPrice": "2", "askPrice": "2", "closeTime": 1000}]
                    """ : "[]"
            )
        }
        #expect(try await fixture.told(by: .binance) == ["BTC": "2 USDT @1"])
    }
}
