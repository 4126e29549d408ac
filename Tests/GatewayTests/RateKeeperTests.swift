import AsyncHTTPClient
import Chains
import Gateway
import Logging
import Payments
import Rigs
import Synchronization
import Testing

/// A source that answers when it is let.
private struct GatedRates: RateSource {
    let name = "gated"
    let pauseSeconds: Int64 = 20
    let gate: Bell

    func prices(at now: Instant) async throws -> [AssetPrice] {
        await gate.sleep(atMost: .seconds(60))
        return [AssetPrice(ticker: "LTC", dollars: Ratio(whole: 87), time: now, source: name)]
    }
}

/// Prices that are set: it is slow to say what it said first.
private final class SlowHand: RateSource {
    let name = "hand"
    let isOverride = true
    let gate = Bell()
    private let asked = Mutex(0)

    var askedCount: Int { asked.withLock { $0 } }

    func prices(at now: Instant) async throws -> [AssetPrice] {
        let number = asked.withLock { asked in
            asked += 1
            return asked
        }
        if number == 1 { await gate.sleep(atMost: .seconds(60)) }
        let dollars = Ratio(whole: UInt128(number))
        return [AssetPrice(ticker: "LTC", dollars: dollars, time: now, source: name)]
    }
}

/// When sources are asked, and what becomes of their answers.
@Suite(.timeLimit(.minutes(2)))
struct RateKeeperTests {
    private static let start = GatewayFixture.start

    private static func keeper(
        _ sources: [any RateSource],
        _ board: RateBoard,
        _ clock: HandClock
    ) -> RateKeeper {
        RateKeeper(
            sources: sources,
            board: board,
            time: clock.source,
            bell: Bell(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    @Test func `a source that keeps us waiting does not hold up the others`() async throws {
        let clock = HandClock(Self.start)
        let board = RateBoard()
        let gate = Bell()
        let quick = ScriptedRates("quick")
        quick.tell(["LTC": "88"], at: Self.start)
        let keeper = Self.keeper([GatedRates(gate: gate), quick], board, clock)
        async let refreshed: Void = keeper.refresh()
        let rate = try await Patience.wait(for: "a price") {
            board.rate(of: "LTC", in: "USD", at: Self.start)
        }
        #expect(rate.source == "quick")
        gate.ring()
        await refreshed
        let both = board.rate(of: "LTC", in: "USD", at: Self.start)
        #expect(try both?.price == Ratio(decimal: "87.5"))
        #expect(both?.source == "median(gated,quick)")
    }

    @Test func `of two questions at once the later one's answer stays`() async throws {
        let clock = HandClock(Self.start)
        let board = RateBoard()
        let slow = SlowHand()
        let keeper = Self.keeper([slow], board, clock)
        async let first: Void = keeper.refresh()
        try await Patience.wait(for: "the first question") { slow.askedCount > 0 ? () : nil }
        await keeper.refresh()
        #expect(board.dollars(of: "LTC") == Ratio(whole: 2))
        slow.gate.ring()
        await first
        #expect(board.dollars(of: "LTC") == Ratio(whole: 2))
    }

    /// The seconds at which a source is asked when there is an opportunity every second.
    private static func asked(_ source: ScriptedRates, during seconds: Int) async -> [Int] {
        let clock = HandClock(start)
        let keeper = keeper([source], RateBoard(), clock)
        var moments: [Int] = []
        for second in 0..<seconds {
            let before = source.askedCount
            await keeper.refresh()
            if source.askedCount > before { moments.append(second) }
            clock.advance(bySeconds: 1)
        }
        return moments
    }

    @Test func `a source has its pause, and a longer one each time it fails, up to a limit`() async
    {
        let source = ScriptedRates("a", pauseSeconds: 20)
        source.tell(["LTC": "88"], at: Self.start)
        #expect(await Self.asked(source, during: 60) == [0, 20, 40])
        source.fail(.timedOut)
        #expect(
            await Self.asked(source, during: 1_300)
                == [0, 10, 30, 70, 150, 310, 610, 910, 1_210]
        )
        source.fail(.refused(status: 429))
        #expect(
            await Self.asked(source, during: 4_000) == [0, 60, 180, 420, 900, 1_800, 2_700, 3_600]
        )
        let near = ScriptedRates("near", pauseSeconds: 0)
        near.fail(.timedOut)
        #expect(await Self.asked(near, during: 3) == [0, 1, 2])
    }

    @Test func `what a source that is down said before grows old, and it comes back by itself`()
        async throws
    {
        let clock = HandClock(Self.start)
        let board = RateBoard(ageSecondsMax: 60)
        let source = ScriptedRates("a")
        source.tell(["LTC": "88"], at: Self.start)
        let keeper = Self.keeper([source], board, clock)
        await keeper.refresh()
        #expect(board.sources.map(\.fault) == [nil])
        source.fail(.refused(status: 503))
        clock.advance(bySeconds: 60)
        await keeper.refresh()
        #expect(board.rate(of: "LTC", in: "USD", at: clock.now)?.price == Ratio(whole: 88))
        #expect(board.sources.map(\.fault) == ["answered HTTP 503"])
        clock.advance(bySeconds: 1)
        #expect(board.rate(of: "LTC", in: "USD", at: clock.now) == nil)
        source.tell(["LTC": "89"], at: clock.now)
        clock.advance(bySeconds: 9)
        await keeper.refresh()
        #expect(board.rate(of: "LTC", in: "USD", at: clock.now)?.price == Ratio(whole: 89))
        #expect(board.sources.map(\.isUp) == [true])
    }

    /// What an honest provider says of Litecoin: these many cents above 87 dollars.
    private static let honest: [RateProvider: String] = [
        .kraken: "87.41", .coinbase: "87.43", .coingecko: "87.47", .binance: "87.45",
    ]

    /// A provider's answer with a text in the place of Litecoin's price.
    private static func answer(_ provider: RateProvider, _ price: String, at now: Instant) -> String
    {
        switch provider {
        case .kraken:
            """
            {"error":[],"result":{"XLTCZUSD":{"a":["\(price)","1","1"],"b":["\(price)","1","1"]},
             "USDTZUSD":{"a":["1.000","1","1"],"b":["1.000","1","1"]}}}
            """
        case .coinbase:
            // It says what a dollar buys; what is no number stays what it is.
            """
            {"data":{"currency":"USD","rates":{"USDT":"1.0","LTC":"\(inverse(price) ?? price)"}}}
            """
        case .coingecko:
            """
            {"litecoin":{"usd":\(price),"last_updated_at":\(now.seconds)},
             "tether":{"usd":1,"last_updated_at":\(now.seconds)}}
            """
        case .binance:
            """
            [{"symbol":"LTCUSDT","bidPrice":"\(price)","askPrice":"\(price)",
              "closeTime":\(now.seconds * 1_000)}]
            """
        case .okx, .ecb: "null"
        }
    }

    private static func inverse(_ price: String) -> String? {
        guard let ratio = try? Ratio(decimal: price), !ratio.isZero else { return nil }
        return try? Ratio.one.divided(by: ratio).decimal(places: 18)
    }

    private static func provider(at path: String) -> RateProvider {
        if path.hasPrefix("/0/") { return .kraken }
        if path.hasPrefix("/v2/") { return .coinbase }
        return path.hasPrefix("/api/v3/simple") ? .coingecko : .binance
    }

    /// What a liar answers, by what it says of the price or instead of an answer.
    private enum Lie: Sendable {
        case price(String)
        case reply(Rigs.ShopServer.Reply)
    }

    private static let lies: [Lie] = [
        .price("0"), .price("-87.41"), .price("87410"), .price("0.08741"), .price("874"),
        .price("1e400"), .price("1" + String(repeating: "0", count: 60)), .price("NaN"),
        .price("\"\""), .price("null"), .price("91.9"), .price("0.000000000000000000001"),
        .reply(.status("429 Too Many Requests")), .reply(.status("500 Internal Server Error")),
        .reply(.answer("<html>Are you a human?</html>")), .reply(.answer("")),
        .reply(.answer("{}")), .reply(.answer("[]")), .reply(.closeEarly), .reply(.garbage),
        .reply(.huge(bytes: 10_000_000)), .reply(.redirect(to: "/nowhere")),
    ]

    private static let panel: [RateProvider] = [.kraken, .coinbase, .coingecko, .binance]

    @Test(arguments: panel)
    func `a price is quoted and right whatever one provider of several answers`(liar: RateProvider)
        async throws
    {
        let server = try await Rigs.ShopServer.start()
        let clock = HandClock(Self.start)
        let board = RateBoard()
        let keeper = Self.keeper(Self.sources(Self.panel, at: server), board, clock)
        let range = try Ratio(decimal: "87.4")...Ratio(decimal: "87.48")
        for lie in Self.lies {
            Self.script(server, liar: liar, lie, clock)
            await keeper.refresh()
            let report = board.report(on: "LTC", at: clock.now)
            let price = try #require(report.dollars, "\(lie): \(report.message)")
            #expect(range.contains(price), "\(lie): \(report)")
            #expect(!report.isWeak, "\(lie): \(report)")
            // Beyond every pause, and beyond the age of what was said before.
            clock.advance(bySeconds: 1_000)
        }
        Self.script(server, liar: nil, .price(""), clock)
        await keeper.refresh()
        #expect(board.report(on: "LTC", at: clock.now).used.count == Self.panel.count)
    }

    @Test(arguments: panel.dropLast())
    func `a provider that stands alone quotes what is right or nothing`(liar: RateProvider)
        async throws
    {
        let server = try await Rigs.ShopServer.start()
        let clock = HandClock(Self.start)
        let board = RateBoard(ageSecondsMax: 2_000)
        let keeper = Self.keeper(Self.sources([liar], at: server), board, clock)
        let range = try Ratio(decimal: "87.4")...Ratio(decimal: "92")
        for lie in Self.lies {
            if case .price("874") = lie { continue }
            for isHonest in [true, false] {
                Self.script(server, liar: isHonest ? nil : liar, lie, clock)
                await keeper.refresh()
                let rate = board.rate(of: "LTC", in: "USD", at: clock.now)
                if isHonest { #expect(rate != nil, "before \(lie)") }
                if let rate { #expect(range.contains(rate.price), "\(lie): \(rate)") }
                clock.advance(bySeconds: 1_000)
            }
        }
    }

    private static func sources(
        _ providers: [RateProvider],
        at server: Rigs.ShopServer
    ) -> [any RateSource] {
        providers.map { provider in
            provider.source(
                at: String(server.url.dropLast("/callback".count)),
                coins: ["LTC"],
                fiat: [],
                httpClient: .shared
            )
        }
    }

    private static func script(
        _ server: Rigs.ShopServer,
        liar: RateProvider?,
        _ lie: Lie,
        _ clock: HandClock
    ) {
        server.answers { call in
            let provider = provider(at: call.path)
            guard provider == liar else {
                return .answer(answer(provider, honest[provider] ?? "", at: clock.now))
            }
            switch lie {
            case .price(let text): return .answer(answer(provider, text, at: clock.now))
            case .reply(let reply): return reply
            }
        }
    }
}
