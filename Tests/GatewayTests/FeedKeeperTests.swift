import Chains
import Keys
import Logging
import Payments
import Storage
import Testing

@testable import Gateway

/// What open pages are told, by whomever it was changed.
@Suite(.timeLimit(.minutes(2)))
struct FeedKeeperTests {
    /// An open page: it remembers what it was told, as a browser does.
    private final class Page {
        let listener: InvoiceListener
        private var states: AsyncStream<PageState>.AsyncIterator
        private(set) var shown: PageState

        init(_ stored: InvoiceRecord, in fixture: GatewayFixture) async throws {
            listener = try #require(fixture.gateway.feed.listen(to: stored.invoice.id))
            states = listener.states.makeAsyncIterator()
            shown = try #require(try await fixture.invoices.pageState(of: stored.invoice.id))
            fixture.gateway.feed.begin(stored.invoice.id, as: shown)
        }

        /// Waits for a state that looks different.
        func change() async throws -> PageState {
            while let state = await states.next(isolation: #isolation) {
                if state.version == shown.version { continue }
                shown = state
                return state
            }
            throw GatewayFixture.Unexpected(what: "the line has ended")
        }

        /// What was told since, after the feed was closed.
        func rest() async -> [PageState] {
            var told: [PageState] = []
            while let state = await states.next(isolation: #isolation) {
                if state.version != shown.version { told.append(state) }
            }
            return told
        }
    }

    private let fixture: GatewayFixture
    private let keeper: FeedKeeper

    init() async throws {
        fixture = try await GatewayFixture()
        keeper = FeedKeeper(fixture.gateway)
    }

    /// A gateway of another process: the same database, a feed of its own, and its own clock.
    private func otherProcess(secondsAhead: Int64 = 0) throws -> Gateway {
        let clock = HandClock(fixture.clock.now.advanced(bySeconds: secondsAhead))
        return Gateway(
            store: try Store(sqlitePath: "\(fixture.folder.path)/florin.sqlite"),
            catalogue: .standard,
            networks: Array(fixture.gateway.networks.values),
            board: fixture.board,
            vault: Vault(masterKey: Array(repeating: 1, count: Vault.masterKeyBytes)),
            time: clock.source,
            random: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private func opened(_ number: Int = 1) async throws -> InvoiceRecord {
        let coins = [GatewayFixture.ltc, GatewayFixture.btc]
        return try await fixture.open(number, in: coins, by: try await fixture.caller())
    }

    private func cancel(_ stored: InvoiceRecord, by gateway: Gateway) async throws {
        let id = stored.invoice.id
        let now = gateway.time.now()
        try await gateway.store.write { transaction in
            try transaction.mark(id, as: .cancelled, at: now)
            try transaction.settle(id, at: now)
        }
    }

    @Test func `a choice made by this process is told, and told once`() async throws {
        let stored = try await opened()
        let page = try await Page(stored, in: fixture)
        _ = try await fixture.invoices.choose(GatewayFixture.btc, for: stored.invoice.id)
        try await keeper.step()
        let state = try await page.change()
        #expect(state.revision == stored.revision + 1)
        for _ in 0..<20 { try await keeper.step() }
        fixture.gateway.feed.close()
        #expect(await page.rest().isEmpty)
    }

    @Test(arguments: [0, -5, 5, 3_600])
    func `another process's change is found, also where its clock is another one`(
        secondsAhead: Int64
    ) async throws {
        let stored = try await opened()
        try await keeper.step()
        let page = try await Page(stored, in: fixture)
        try await keeper.step()
        let other = try otherProcess(secondsAhead: secondsAhead)
        try await cancel(stored, by: other)
        try await keeper.step()
        let state = try await page.change()
        #expect(state.isFinal)
    }

    @Test func `a change is found after this process's clock was put forward, and back`()
        async throws
    {
        let (first, second) = (try await opened(1), try await opened(2))
        let pages = [try await Page(first, in: fixture), try await Page(second, in: fixture)]
        try await keeper.step()
        try await fixture.advance(bySeconds: 86_400)
        try await keeper.step()
        try await cancel(first, by: try otherProcess())
        try await keeper.step()
        #expect(try await pages[0].change().isFinal)
        try await fixture.advance(bySeconds: -86_400)
        try await keeper.step()
        try await cancel(second, by: try otherProcess())
        try await keeper.step()
        #expect(try await pages[1].change().isFinal)
    }

    @Test func `a change between a page and its line is not lost`() async throws {
        let stored = try await opened()
        try await keeper.step()
        let listener = try #require(fixture.gateway.feed.listen(to: stored.invoice.id))
        let before = try #require(try await fixture.invoices.pageState(of: stored.invoice.id))
        // The other process is quicker than the line.
        try await cancel(stored, by: try otherProcess())
        fixture.gateway.feed.begin(stored.invoice.id, as: before)
        try await keeper.step()
        var states = listener.states.makeAsyncIterator()
        let last = await states.next(isolation: #isolation)
        #expect(last?.isFinal == true)
    }

    @Test func `each block is told where a payment waits for it, and nowhere else`() async throws {
        let stored = try await opened(1)
        let idle = try await opened(2)
        for invoice in [stored, idle] {
            _ = try await fixture.invoices.choose(GatewayFixture.ltc, for: invoice.invoice.id)
        }
        let chosen = try #require(try await fixture.invoices.invoice(.id(stored.invoice.id)))
        let needed = try #require(chosen.facts.choices.last?.confirmations)
        let page = try await Page(stored, in: fixture)
        let idlePage = try await Page(idle, in: fixture)
        try await keeper.step()
        try await fixture.pay(chosen)
        try await fixture.look()
        try await keeper.step()
        #expect(try await page.change().networks == [GatewayFixture.ltc.network])
        for depth in 1...needed {
            try await fixture.mine(1)
            try await keeper.step()
            let state = try await page.change()
            #expect(state.networks.isEmpty == (depth == needed))
            #expect(state.version.hasSuffix("-\(depth)"))
        }
        // Another network's blocks, and those that come after enough of them, change nothing.
        try await fixture.mine(3, on: GatewayFixture.btc.network)
        try await fixture.mine(1)
        try await keeper.step()
        fixture.gateway.feed.close()
        #expect(await page.rest().isEmpty)
        #expect(await idlePage.rest().isEmpty)
    }

    @Test func `a block that came while no page was open is told to the next one`() async throws {
        let stored = try await opened()
        _ = try await fixture.invoices.choose(GatewayFixture.ltc, for: stored.invoice.id)
        let chosen = try #require(try await fixture.invoices.invoice(.id(stored.invoice.id)))
        try await fixture.pay(chosen)
        try await fixture.mine(1)
        try await keeper.step()
        let page = try await Page(stored, in: fixture)
        try await fixture.mine(1)
        try await keeper.step()
        #expect(try await page.change().version.hasSuffix("-2"))
    }

    @Test func `a decision is the last word`() async throws {
        let stored = try await opened()
        let page = try await Page(stored, in: fixture)
        #expect(!page.shown.isFinal)
        try await cancel(stored, by: fixture.gateway)
        fixture.gateway.feed.announce([stored.invoice.id])
        try await keeper.step()
        #expect(try await page.change().isFinal)
    }

    @Test func `many pages of many invoices are all told in one step`() async throws {
        let caller = try await fixture.caller()
        var pages: [Page] = []
        var ids: [InvoiceID] = []
        // More than are read in one transaction.
        for number in 1...230 {
            let stored = try await fixture.open(
                number,
                in: [GatewayFixture.ltc, GatewayFixture.btc],
                by: caller
            )
            ids.append(stored.invoice.id)
            pages.append(try await Page(stored, in: fixture))
        }
        let other = InvoiceDesk(try otherProcess())
        for id in ids { _ = try await other.choose(GatewayFixture.ltc, for: id) }
        try await keeper.step()
        for page in pages { #expect(try await page.change().revision == 2) }
    }
}
