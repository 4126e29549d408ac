import GRDB
import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct ResendTests {
    private static let start = StoreFixture.start
    private static let url = "http://shop.example/new"

    /// A paid invoice with its two events to tell, whose bytes are made.
    private static func fixture() async throws -> (StoreFixture, [EventRecord]) {
        let fixture = try await StoreFixture()
        let id = try await fixture.open(1)
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        try await fixture.follow(chain)
        chain.mine(2)
        try await fixture.follow(chain)
        let waiting = try await fixture.store.read {
            try $0.events(of: id).filter { $0.state == .waiting }
        }
        try await fixture.store.write { transaction in
            for event in waiting {
                _ = try transaction.keep(
                    body: Array("event \(event.number)".utf8),
                    url: "http://shop.example/old",
                    webhook: WebhookID("w\(event.number)"),
                    of: event
                )
            }
        }
        return (fixture, try await numbered(waiting.map(\.number), in: fixture))
    }

    private static func numbered(
        _ numbers: [Int64],
        in fixture: StoreFixture
    ) async throws -> [EventRecord] {
        try await fixture.store.read { transaction in
            try numbers.compactMap { try transaction.event($0, of: StoreFixture.merchant) }
        }
    }

    @discardableResult
    private static func record(
        _ outcome: DeliveryOutcome,
        of event: EventRecord,
        in fixture: StoreFixture,
        at now: Instant = start
    ) async throws -> EventRecord {
        try await fixture.store.write { transaction in
            _ = try transaction.record(
                outcome,
                of: event,
                answer: DeliveryAnswer(label: "x", httpStatus: 500),
                at: now
            )
        }
        return try #require(try await numbered([event.number], in: fixture).first)
    }

    private static func resend(
        _ event: EventRecord,
        in fixture: StoreFixture,
        at now: Instant = start
    ) async throws -> EventRecord {
        let isSent = try await fixture.store.write {
            try $0.resend(event, to: url, at: now)
        }
        #expect(isSent)
        return try #require(try await numbered([event.number], in: fixture).first)
    }

    @Test func `a delivered event goes out once more with its bytes, and stays delivered`()
        async throws
    {
        let (fixture, events) = try await Self.fixture()
        let delivered = try await Self.record(.acknowledged(nil), of: events[0], in: fixture)
        let again = try await Self.resend(delivered, in: fixture)
        #expect(again.state == .waiting)
        #expect(again.resentFrom == .delivered)
        #expect(again.body == events[0].body)
        #expect(again.url == Self.url)
        let due = try await fixture.store.read {
            try $0.dueEvents(at: Self.start, perMerchant: 10, limit: 10)
        }
        #expect(due.map(\.number) == [events[0].number])
        let failed = try await Self.record(.failed, of: again, in: fixture)
        #expect(failed.state == .delivered)
        #expect(failed.dueAt == nil)
        #expect(failed.resentFrom == nil)
        #expect(failed.attempts == 2)
    }

    @Test func `one that fails again holds back nothing that came later`() async throws {
        let (fixture, events) = try await Self.fixture()
        let delivered = try await Self.record(.acknowledged(nil), of: events[0], in: fixture)
        let before = try await Self.numbered([events[1].number], in: fixture)
        let again = try await Self.resend(delivered, in: fixture)
        try await Self.record(.failed, of: again, in: fixture)
        #expect(try await Self.numbered([events[1].number], in: fixture) == before)
    }

    @Test func `one that was given up is given up again without another alarm, or delivered`()
        async throws
    {
        let (fixture, events) = try await Self.fixture()
        var event = events[0]
        for _ in 0..<DeliverySchedule.attemptsMax {
            event = try await Self.record(.failed, of: event, in: fixture)
        }
        #expect(event.state == .abandoned)
        let alarms = try fixture.raw { try Int.fetchOne($0, sql: "SELECT count(*) FROM incidents") }
        event = try await Self.resend(event, in: fixture)
        event = try await Self.record(.answered, of: event, in: fixture)
        #expect(event.state == .abandoned)
        #expect(
            try fixture.raw { try Int.fetchOne($0, sql: "SELECT count(*) FROM incidents") }
                == alarms
        )
        event = try await Self.resend(event, in: fixture)
        event = try await Self.record(.acknowledged(nil), of: event, in: fixture)
        #expect(event.state == .delivered)
        #expect(event.attempts == DeliverySchedule.attemptsMax + 2)
    }

    @Test func `one that waits is due now behind the older ones of its invoice`() async throws {
        let (fixture, events) = try await Self.fixture()
        try await Self.record(.failed, of: events[0], in: fixture)
        let (first, second) = (events[0].number, events[1].number)
        let held = try await Self.numbered([first, second], in: fixture)
        #expect(held.allSatisfy { ($0.dueAt ?? Self.start) > Self.start })
        let again = try await Self.resend(held[1], in: fixture)
        #expect(again.resentFrom == nil)
        let now = try await Self.numbered([first, second], in: fixture)
        #expect(now.map(\.dueAt) == [Self.start, Self.start])
        let due = try await fixture.store.read {
            try $0.dueEvents(at: Self.start, perMerchant: 10, limit: 10)
        }
        #expect(due.map(\.number) == [first])
    }

    @Test func `what has no bytes cannot be sent`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open(1)
        let opened = try #require(try await fixture.store.read { try $0.events(of: id).first })
        #expect(
            try await fixture.store.write { try $0.resend(opened, to: Self.url, at: Self.start) }
                == false
        )
        #expect(try await Self.numbered([opened.number], in: fixture) == [opened])
    }
}
