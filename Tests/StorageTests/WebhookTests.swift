import Payments
import Testing

@testable import Storage

/// What is kept of a notification: its bytes, its name, the attempts to deliver it.
@Suite(.timeLimit(.minutes(1)))
struct WebhookTests {
    private static let webhook = WebhookID("webhook-1")

    /// The events to tell of invoices that were cancelled, one each.
    private static func events(
        _ count: Int,
        in fixture: StoreFixture
    ) async throws -> [EventRecord] {
        for number in 1...count {
            let id = try await fixture.open(number)
            try await fixture.store.write {
                _ = try $0.decide(.cancelled, on: id, at: StoreFixture.start)
            }
        }
        return try await fixture.store.read {
            try $0.dueEvents(at: StoreFixture.start, perMerchant: 10, limit: 10)
        }
    }

    private static func keep(
        _ body: [UInt8],
        webhook: WebhookID = webhook,
        of event: EventRecord,
        in fixture: StoreFixture
    ) async throws -> Bool {
        try await fixture.store.write {
            try $0.keep(body: body, url: "http://\(body)", webhook: webhook, of: event)
        }
    }

    private static func lastAttempt(
        of event: EventRecord,
        in fixture: StoreFixture
    ) async throws -> AttemptRecord? {
        try await fixture.store.read { try $0.lastAttempt(of: event) }
    }

    @Test func `the bytes kept first are the ones, and whoever comes later is told so`()
        async throws
    {
        let fixture = try await StoreFixture()
        let event = try await Self.events(1, in: fixture)[0]
        #expect(try await Self.keep([1], of: event, in: fixture))
        #expect(try await !Self.keep([2], webhook: WebhookID("2"), of: event, in: fixture))
        let stored = try await fixture.store.read { try $0.event(of: Self.webhook) }
        #expect(stored?.body == [1])
        #expect(stored?.url == "http://[1]")
        #expect(stored?.webhook == Self.webhook)
        #expect(stored?.subject == event.subject)
        #expect(try await fixture.store.read { try $0.event(of: WebhookID("2")) } == nil)
    }

    @Test func `a webhook names one event`() async throws {
        let fixture = try await StoreFixture()
        let events = try await Self.events(2, in: fixture)
        #expect(try await Self.keep([1], of: events[0], in: fixture))
        await #expect(throws: StorageError.self) {
            try await Self.keep([1], of: events[1], in: fixture)
        }
    }

    @Test func `each attempt is kept with its answer and the key that signed it`() async throws {
        let fixture = try await StoreFixture()
        let event = try await Self.events(1, in: fixture)[0]
        #expect(try await Self.lastAttempt(of: event, in: fixture) == nil)
        let key = StoreFixture.keyID(of: StoreFixture.merchant)
        let answers = [
            DeliveryAnswer(label: "timeout", key: key),
            DeliveryAnswer(label: "answered", httpStatus: 500, body: "Oops\n\u{1F4A5}", key: key),
        ]
        for (attempts, answer) in answers.enumerated() {
            let now = StoreFixture.start.advanced(bySeconds: Int64(attempts) * 3_600)
            let due = try await fixture.store.read {
                try $0.dueEvents(at: now, perMerchant: 10, limit: 10)
            }
            #expect(due.map(\.attempts) == [attempts])
            try await fixture.store.write {
                _ = try $0.record(.failed, of: due[0], answer: answer, at: now)
            }
            let attempt = try #require(try await Self.lastAttempt(of: event, in: fixture))
            #expect(attempt.number == attempts + 1)
            #expect(attempt.happenedAt == now)
            #expect(attempt.answer == answer.label)
            #expect(attempt.httpStatus == answer.httpStatus)
            #expect(attempt.answerBody == answer.body)
            #expect(attempt.key == key)
        }
    }
}
