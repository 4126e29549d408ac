import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct OutboxTests {
    private static let start = StoreFixture.start

    private static func due(
        _ fixture: StoreFixture,
        at now: Instant = start,
        perMerchant: Int = 10
    ) async throws -> [EventRecord] {
        try await fixture.store.read {
            try $0.dueEvents(at: now, perMerchant: perMerchant, limit: 100)
        }
    }

    @discardableResult
    private static func record(
        _ outcome: DeliveryOutcome,
        of event: EventRecord,
        in fixture: StoreFixture,
        at now: Instant = start
    ) async throws -> Bool {
        let answer = DeliveryAnswer(label: "x", httpStatus: 200)
        return try await fixture.store.write {
            try $0.record(outcome, of: event, answer: answer, at: now)
        }
    }

    /// A paid invoice with its two events to tell: received and paid.
    private static func paid(_ fixture: StoreFixture, _ number: Int = 1) async throws -> InvoiceID {
        let id = try await fixture.open(number)
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(number, 100)
        try await fixture.follow(chain)
        chain.mine(2)
        try await fixture.follow(chain)
        return id
    }

    @Test func `events are numbered for each merchant from one without gaps`() async throws {
        let fixture = try await StoreFixture()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...30 {
                let merchant =
                    number % 3 == 0 ? StoreFixture.neighbour : StoreFixture.merchant
                group.addTask { try await fixture.open(number, of: merchant) }
            }
            try await group.waitForAll()
        }
        for (merchant, count) in [(StoreFixture.merchant, 20), (StoreFixture.neighbour, 10)] {
            let events = try await fixture.store.read {
                try $0.events(of: merchant, after: 0, limit: 100)
            }
            #expect(events.map(\.number) == Array(1...Int64(count)))
            #expect(events.map(\.state) == Array(repeating: .quiet, count: count))
        }
    }

    @Test func `an invoice's events are told in order`() async throws {
        let fixture = try await StoreFixture()
        _ = try await Self.paid(fixture)
        let first = try await Self.due(fixture)
        #expect(first.map(\.invoiceEvent) == [.received])
        try await Self.record(.acknowledged(nil), of: first[0], in: fixture)
        let second = try await Self.due(fixture)
        #expect(second.map(\.invoiceEvent) == [.paid])
        try await Self.record(.acknowledged(nil), of: second[0], in: fixture)
        #expect(try await Self.due(fixture, at: Self.start.advanced(bySeconds: 86_400)).isEmpty)
    }

    @Test func `a failure holds the later events back, an answer does not`() async throws {
        let fixture = try await StoreFixture()
        _ = try await Self.paid(fixture)
        let first = try await Self.due(fixture)[0]
        try await Self.record(.failed, of: first, in: fixture)
        #expect(try await Self.due(fixture).isEmpty)
        let later = Self.start.advanced(bySeconds: 10)
        let again = try await Self.due(fixture, at: later)
        #expect(again.map(\.invoiceEvent) == [.received])
        #expect(again[0].attempts == 1)
        try await Self.record(.answered, of: again[0], in: fixture, at: later)
        #expect(try await Self.due(fixture, at: later).map(\.invoiceEvent) == [.paid])
    }

    @Test func `a new event brings the unheard ones of its invoice forward`() async throws {
        let fixture = try await StoreFixture()
        let id = try await Self.paid(fixture)
        try await Self.record(.failed, of: try await Self.due(fixture)[0], in: fixture)
        #expect(try await Self.due(fixture).isEmpty)
        let isTaken = try await fixture.store.write {
            try $0.decide(.accepted, on: id, at: Self.start)
        }
        #expect(isTaken)
        #expect(try await Self.due(fixture).map(\.invoiceEvent) == [.received])
    }

    @Test func `an unheard event is tried 19 times and then given up`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        let isTaken = try await fixture.store.write {
            try $0.decide(.cancelled, on: id, at: Self.start)
        }
        #expect(isTaken)
        var now = Self.start
        var attempts = 0
        while let next = try await fixture.store.read({ try $0.nextDueAt() }) {
            now = next
            let event = try #require(try await Self.due(fixture, at: now).first)
            try await Self.record(.failed, of: event, in: fixture, at: now)
            attempts += 1
        }
        #expect(attempts == DeliverySchedule.attemptsMax)
        #expect(now == Self.start.advanced(bySeconds: 46 * 3_600 + 31 * 60))
        let event = try #require(
            try await fixture.store.read { try $0.events(of: id).last }
        )
        #expect(event.state == .abandoned)
        let incidents = try await fixture.store.read { try $0.incidents(limit: 5) }
        #expect(incidents.map(\.kind) == [.deliveryAbandoned])
    }

    @Test func `an acceptance completes the invoice, and its own event is quiet`() async throws {
        let fixture = try await StoreFixture()
        let id = try await Self.paid(fixture)
        try await Self.record(.acknowledged(nil), of: try await Self.due(fixture)[0], in: fixture)
        let paid = try await Self.due(fixture)[0]
        #expect(try await Self.record(.acknowledged(.accepted), of: paid, in: fixture))
        let stored = try await fixture.invoice(id)
        #expect(stored.standing.decision == .accepted)
        #expect(stored.answeredAt == Self.start)
        #expect(stored.doneAt == Self.start)
        let events = try await fixture.store.read { try $0.events(of: id) }
        #expect(events.last?.invoiceEvent == .accepted)
        #expect(events.last?.state == .quiet)
        #expect(try await Self.due(fixture).isEmpty)
    }

    @Test func `an acceptance of what is not paid is heard and not taken`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        chain.pay(1, 100)
        try await fixture.follow(chain)
        let event = try await Self.due(fixture)[0]
        #expect(try await !Self.record(.acknowledged(.accepted), of: event, in: fixture))
        #expect(try await fixture.invoice(id).standing.decision == nil)
        #expect(try await Self.due(fixture).isEmpty)
    }

    @Test func `no merchant takes more than its places`() async throws {
        let fixture = try await StoreFixture()
        for number in 1...6 {
            let merchant = number == 6 ? StoreFixture.neighbour : StoreFixture.merchant
            let id = try await fixture.open(number, of: merchant)
            try await fixture.store.write { _ = try $0.decide(.cancelled, on: id, at: Self.start) }
        }
        let due = try await Self.due(fixture, perMerchant: 2)
        #expect(due.count == 3)
        #expect(due.contains { $0.merchant == StoreFixture.neighbour })
    }

    @Test func `the bytes that were kept are the ones of every attempt`() async throws {
        let fixture = try await StoreFixture()
        _ = try await Self.paid(fixture)
        let event = try await Self.due(fixture)[0]
        try await fixture.store.write {
            _ = try $0.keep(
                body: [9, 8, 7],
                url: "http://shop.example",
                webhook: WebhookID("w"),
                of: event
            )
        }
        try await Self.record(.failed, of: event, in: fixture)
        let again = try await Self.due(fixture, at: Self.start.advanced(bySeconds: 10))[0]
        #expect(again.body == [9, 8, 7])
        #expect(again.url == "http://shop.example")
    }

    @Test func `a silenced event is not due`() async throws {
        let fixture = try await StoreFixture()
        _ = try await Self.paid(fixture)
        let event = try await Self.due(fixture)[0]
        try await fixture.store.write { try $0.silence(event) }
        #expect(try await Self.due(fixture).map(\.invoiceEvent) == [.paid])
    }
}
