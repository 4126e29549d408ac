import Payments
import Storage
import Testing

@testable import Gateway

/// The table of open pages by itself; `FeedKeeperTests` has the reading.
@Suite(.timeLimit(.minutes(1)))
struct InvoiceFeedTests {
    private static let one = InvoiceID("one")
    private static let other = InvoiceID("other")

    /// What a page hears until the feed closes.
    private static func rest(of listener: InvoiceListener) async -> [PageState] {
        await listener.states.reduce(into: []) { $0.append($1) }
    }

    /// States of one fresh invoice that differ by an answered question.
    private static func states() async throws -> [PageState] {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: fixture.caller())
        return (0..<5).map { PageState(of: stored, answeredAt: Instant(seconds: Int64($0))) }
    }

    @Test func `a change is remembered once, and only where a page shows the invoice`() {
        let feed = InvoiceFeed()
        let listener = feed.listen(to: Self.one)
        feed.announce([Self.one, Self.other, Self.one])
        feed.announce([Self.one])
        #expect(feed.takeStale(limit: 10) == [Self.one])
        #expect(feed.takeStale(limit: 10).isEmpty)
        withExtendedLifetime(listener) {}
    }

    @Test func `stale invoices are taken a few at a time`() {
        let feed = InvoiceFeed()
        let ids = (0..<7).map { InvoiceID("invoice-\($0)") }
        let listeners = ids.compactMap { feed.listen(to: $0) }
        feed.announce(ids)
        let taken = [3, 3, 3].map { feed.takeStale(limit: $0) }
        #expect(taken.map(\.count) == [3, 3, 1])
        #expect(Set(taken.joined()) == Set(ids))
        withExtendedLifetime(listeners) {}
    }

    @Test func `every page of an invoice is told, and nobody else`() async throws {
        let states = try await Self.states()
        let feed = InvoiceFeed()
        let pages = [Self.one, Self.one, Self.other].compactMap { feed.listen(to: $0) }
        feed.begin(Self.one, as: states[0])
        feed.begin(Self.other, as: states[0])
        feed.tell([Self.one: states[1]])
        feed.close()
        var heard: [[PageState]] = []
        for page in pages { heard.append(await Self.rest(of: page)) }
        #expect(heard == [[states[1]], [states[1]], []])
    }

    @Test func `the same again is not told`() async throws {
        let states = try await Self.states()
        let feed = InvoiceFeed()
        let page = try #require(feed.listen(to: Self.one))
        feed.begin(Self.one, as: states[0])
        feed.tell([Self.one: states[0]])
        feed.close()
        #expect(await Self.rest(of: page).isEmpty)
    }

    @Test func `whoever is slow hears the last state, whatever was missed`() async throws {
        let states = try await Self.states()
        let feed = InvoiceFeed()
        let page = try #require(feed.listen(to: Self.one))
        feed.begin(Self.one, as: states[0])
        for state in states { feed.tell([Self.one: state]) }
        for _ in 0..<InvoiceFeed.beatParts { feed.beat() }
        feed.close()
        #expect(await Self.rest(of: page) == [states[4]])
    }

    @Test func `each page hears one of so many beats`() async throws {
        let states = try await Self.states()
        let feed = InvoiceFeed()
        let pages = (0..<InvoiceFeed.beatParts).compactMap { _ in feed.listen(to: Self.one) }
        feed.begin(Self.one, as: states[0])
        feed.beat()
        feed.close()
        var heard = 0
        for page in pages { heard += await Self.rest(of: page).count }
        #expect(heard == 1)
    }

    @Test func `a page that is known already keeps what was read last`() async throws {
        let states = try await Self.states()
        let feed = InvoiceFeed()
        let first = try #require(feed.listen(to: Self.one))
        feed.begin(Self.one, as: states[0])
        feed.tell([Self.one: states[2]])
        let second = try #require(feed.listen(to: Self.one))
        // It read before the keeper did, and says so afterwards.
        feed.begin(Self.one, as: states[1])
        feed.tell([Self.one: states[2]])
        feed.close()
        #expect(await Self.rest(of: first) == [states[2]])
        #expect(await Self.rest(of: second).isEmpty)
    }

    @Test func `pages are limited, and a place is given back with its page`() {
        let feed = InvoiceFeed(pagesMax: 3, pagesPerAddressMax: 2)
        var first = feed.listen(to: Self.one, from: "1.2.3.4")
        let second = feed.listen(to: Self.other, from: "1.2.3.4")
        #expect(first != nil && second != nil)
        #expect(feed.listen(to: Self.one, from: "1.2.3.4") == nil)
        let third = feed.listen(to: Self.one)
        #expect(third != nil)
        #expect(feed.listen(to: Self.one, from: "5.6.7.8") == nil)
        #expect(feed.listenerCount == 3)
        first = nil
        #expect(feed.listenerCount == 2)
        #expect(feed.listen(to: Self.one, from: "1.2.3.4") != nil)
        withExtendedLifetime((first, second, third)) {}
    }

    @Test func `the end of one page disturbs no other of the same invoice`() async throws {
        let states = try await Self.states()
        let feed = InvoiceFeed()
        var leaving = feed.listen(to: Self.one)
        let staying = try #require(feed.listen(to: Self.one))
        #expect(leaving != nil)
        feed.begin(Self.one, as: states[0])
        leaving = nil
        feed.announce([Self.one])
        #expect(feed.takeStale(limit: 1) == [Self.one])
        feed.tell([Self.one: states[1]])
        feed.close()
        #expect(await Self.rest(of: staying) == [states[1]])
    }

    @Test func `a closed feed ends its lines and takes none`() async throws {
        let feed = InvoiceFeed()
        let page = try #require(feed.listen(to: Self.one))
        feed.close()
        #expect(await Self.rest(of: page).isEmpty)
        #expect(feed.listen(to: Self.one) == nil)
    }

    @Test func `only what is newer than a page makes it stale`() async throws {
        let states = try await Self.states()
        let feed = InvoiceFeed()
        let page = feed.listen(to: Self.one)
        feed.begin(Self.one, as: states[2])
        let now = Instant(seconds: 9)
        for revision in [0, states[2].revision] {
            let change = StandingChange(invoice: Self.one, revision: revision, changedAt: now)
            feed.compare(standings: [change], answers: [])
        }
        for seconds: Int64 in [0, 2] {
            let moment = Instant(seconds: seconds)
            let answer = InquiryChange(invoice: Self.one, answeredAt: moment)
            feed.compare(standings: [], answers: [answer])
        }
        #expect(feed.takeStale(limit: 1).isEmpty)
        let change = StandingChange(
            invoice: Self.one,
            revision: states[2].revision + 1,
            changedAt: now
        )
        feed.compare(standings: [change], answers: [])
        #expect(feed.takeStale(limit: 1) == [Self.one])
        let answer = InquiryChange(invoice: Self.one, answeredAt: Instant(seconds: 3))
        feed.compare(standings: [], answers: [answer])
        #expect(feed.takeStale(limit: 1) == [Self.one])
        withExtendedLifetime(page) {}
    }
}
