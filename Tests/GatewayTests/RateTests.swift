import Chains
import Gateway
import Logging
import Payments
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RateTests {
    private static let start = GatewayFixture.start

    private static func price(
        _ ticker: String,
        _ dollars: String,
        at time: Instant = start,
        source: String = "test"
    ) throws -> AssetPrice {
        AssetPrice(
            ticker: ticker,
            dollars: try Ratio(decimal: dollars),
            time: time,
            source: source
        )
    }

    @Test func `a rate is the quotient of two prices, as old as the older one`() throws {
        let board = RateBoard()
        let later = Self.start.advanced(bySeconds: 30)
        board.take([
            try Self.price("LTC", "88"), try Self.price("EUR", "1.1", at: later, source: "bank"),
        ])
        let rate = try #require(board.rate(of: "LTC", in: "EUR", at: later))
        #expect(rate.price == Ratio(whole: 80))
        #expect(rate.time == Self.start)
        #expect(rate.source == "test+bank")
    }

    @Test func `a price older than is allowed gives no rate`() throws {
        let board = RateBoard(ageSecondsMax: 60)
        board.take([try Self.price("LTC", "88"), try Self.price("USD", "1")])
        let limit = Self.start.advanced(bySeconds: 60)
        #expect(board.rate(of: "LTC", in: "USD", at: limit) != nil)
        let after = Instant(microseconds: limit.microseconds + 1)
        #expect(board.rate(of: "LTC", in: "USD", at: after) == nil)
        #expect(board.price(of: "LTC", at: after)?.isFresh == false)
        board.take([try Self.price("USD", "1", at: after)])
        #expect(board.rate(of: "LTC", in: "USD", at: after) == nil)
    }

    @Test func `an older price never replaces a newer one, and nothing is never a price`() throws {
        let board = RateBoard()
        board.take([try Self.price("LTC", "88"), try Self.price("USD", "1")])
        board.take([try Self.price("LTC", "70", at: Self.start.advanced(bySeconds: -1))])
        board.take([try Self.price("LTC", "0", at: Self.start.advanced(bySeconds: 1))])
        #expect(board.rate(of: "LTC", in: "USD", at: Self.start)?.price == Ratio(whole: 88))
    }

    @Test func `an unknown asset has no rate, and any asset is worth itself`() {
        let board = RateBoard()
        #expect(board.rate(of: "LTC", in: "USD", at: Self.start) == nil)
        #expect(board.rate(of: "LTC", in: "LTC", at: Self.start)?.price == .one)
    }

    @Test func `a price that a later source overrides never reaches the board`() async throws {
        let board = RateBoard()
        let keeper = RateKeeper(
            sources: [
                FixedRates(prices: ["LTC": Ratio(whole: 88)]),
                FixedRates(prices: ["LTC": Ratio(whole: 90)]),
            ],
            board: board,
            time: TimeSource { Self.start },
            bell: Bell(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        for _ in 0..<3 { await keeper.refresh() }
        #expect(board.dollars(of: "LTC") == Ratio(whole: 90))
        #expect(board.revision == 1)
    }

    struct LateCase: Sendable {
        let name: String
        let seenAfter: Int64
        let price: String?
        let rating: TransferFact.Rating
    }

    private static func at(_ text: String) -> TransferFact.Rating {
        (try? Ratio(decimal: text)).map { .atArrival($0) } ?? .awaited
    }

    static let lateCases: [LateCase] = [
        LateCase(name: "unmoved", seenAfter: 1, price: "100", rating: .quoted),
        LateCase(name: "up by less", seenAfter: 1, price: "100.99", rating: .quoted),
        LateCase(name: "up by as much", seenAfter: 1, price: "101", rating: at("101")),
        LateCase(name: "down by less", seenAfter: 1, price: "99.01", rating: .quoted),
        LateCase(name: "down by as much", seenAfter: 1, price: "99", rating: at("99")),
        LateCase(name: "end of the window", seenAfter: 60, price: "100", rating: .quoted),
        LateCase(name: "after the window", seenAfter: 61, price: "100", rating: at("100")),
        LateCase(name: "without a price", seenAfter: 1, price: nil, rating: .awaited),
    ]

    @Test(arguments: lateCases)
    func `late money counts by its time and the move of the rate`(given: LateCase) throws {
        let asset = GatewayFixture.ltc.asset
        let invoice = Invoice(
            id: InvoiceID("i"),
            code: InvoiceCode("AAAAAAAA"),
            merchant: MerchantID("m"),
            dialect: .okipays,
            key: APIKeyID("k"),
            externalID: "1",
            isExternalIDNumeric: false,
            price: Amount(units: 100, of: GatewayFixture.usd),
            coins: [GatewayFixture.ltc],
            terms: Quote.Terms(),
            tolerance: Ratio(whole: 0),
            lateTerms: Invoice.LateTerms(windowSeconds: 60, tolerance: try Ratio(percent: "1")),
            details: nil,
            returnURL: nil,
            openedAt: Self.start,
            deadline: Self.start
        )
        let choice = Choice(
            id: ChoiceID("c"),
            address: "a",
            quote: Quote(
                coin: GatewayFixture.ltc,
                rate: Rate(price: Ratio(whole: 100), time: Self.start, source: "test"),
                net: .zero(asset),
                insurance: .zero(asset),
                networkFee: .zero(asset),
                feeTerms: .ignored,
                fees: [],
                due: .zero(asset)
            ),
            confirmations: 1,
            finality: 1,
            chooser: .shop,
            chosenAt: Self.start
        )
        let board = RateBoard()
        board.take([try Self.price("USD", "1")])
        if let price = given.price { board.take([try Self.price("LTC", price)]) }
        let seen = Self.start.advanced(bySeconds: given.seenAfter)
        let rating = ArrivalRater(board: board).rating(
            of: choice.quote.coin.asset,
            to: choice,
            in: invoice,
            seenAt: seen,
            now: seen
        )
        #expect(rating == given.rating)
    }
}
