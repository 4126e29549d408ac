import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct ChainStepTests {
    private static let late = StoreFixture.deadline.advanced(bySeconds: 10)

    @Test func `a payment is seen, mined, and paid when deep enough`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.seen == .paid)
        chain.mine()
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.confirmed == .unpaid)
        chain.mine()
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.confirmed == .paid)
        #expect(try await fixture.events(of: id) == [.opened, .received, .paid])
        #expect(try await fixture.invoice(id).facts.marks == [.paid])
    }

    @Test func `a step recorded twice is superseded the second time`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine(2)
        let step = chain.step(after: try await fixture.cursor(), at: StoreFixture.start)
        #expect(try await fixture.record(step).changed == [id])
        let before = try await fixture.invoice(id)
        #expect(try await fixture.record(step).isSuperseded)
        #expect(try await fixture.invoice(id) == before)
    }

    @Test func `a step from another cursor is not recorded`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.mine()
        let older = chain.step(after: try await fixture.cursor(), at: StoreFixture.start)
        try await fixture.record(older)
        chain.pay(1, 100)
        chain.mine(3)
        let newest = chain.step(after: try await fixture.cursor(), at: StoreFixture.start)
        let stale = ChainStep(
            network: newest.network,
            start: older.start,
            disconnected: [],
            connected: newest.connected,
            waiting: nil,
            isWaitingComplete: false,
            tip: newest.tip,
            askedAt: newest.askedAt
        )
        #expect(try await fixture.record(stale).isSuperseded)
        #expect(try await fixture.invoice(id).standing.confirmed == .unpaid)
        try await fixture.record(newest)
        #expect(try await fixture.invoice(id).standing.confirmed == .paid)
    }

    @Test func `transfers to addresses nobody issued are ignored`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(99, 100)
        chain.mine(3)
        try await fixture.follow(chain)
        #expect(try await fixture.events(of: id) == [.opened])
        #expect(try await fixture.invoice(id).facts.transfers.isEmpty)
    }

    @Test func `a waiting payment that vanishes is lost, and counts again when it is back`()
        async throws
    {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        chain.pay(1, 100)
        try await fixture.follow(chain)
        chain.drop("tx-1")
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.hasLostMoney)
        #expect(try await fixture.invoice(id).standing.seen == .unpaid)
        chain.pay(1, 100)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.seen == .paid)
        #expect(try await !fixture.invoice(id).standing.hasLostMoney)
        #expect(try await fixture.events(of: id) == [.opened, .received, .lost, .received])
    }

    @Test func `an incomplete view of what waits loses nothing`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        chain.pay(1, 100)
        try await fixture.follow(chain)
        let tip = chain.tip
        try await fixture.record(
            ChainStep(
                network: StoreFixture.network,
                start: tip,
                disconnected: [],
                connected: [],
                waiting: [],
                isWaitingComplete: false,
                tip: tip,
                askedAt: StoreFixture.start
            )
        )
        #expect(try await fixture.invoice(id).standing.seen == .paid)
    }

    @Test func `a payment that loses its block is reorganised and later restored`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine(3)
        try await fixture.follow(chain)
        chain.reorganise(depth: 3)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.confirmed == .unpaid)
        #expect(try await fixture.invoice(id).doneAt == nil)
        chain.mine(2)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.confirmed == .paid)
        #expect(
            try await fixture.events(of: id) == [.opened, .paid, .reorganised, .restored]
        )
    }

    @Test func `a final payment that loses its block counts on and is reported`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open(finality: 3)
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine(3)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).facts.transfers.first?.isFinal == true)
        chain.reorganise(depth: 3)
        chain.drop("tx-1")
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(id).standing.confirmed == .paid)
        let incidents = try await fixture.store.read { try $0.incidents(limit: 10) }
        #expect(incidents.map(\.kind) == [.finalTransferReversed])
        #expect(incidents.first?.invoice == id)
        #expect(try await fixture.events(of: id) == [.opened, .paid])
    }

    @Test func `a replaced block of the same height takes its transfers along`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine()
        try await fixture.follow(chain)
        chain.reorganise(depth: 1)
        chain.mine()
        try await fixture.follow(chain)
        let fact = try #require(try await fixture.invoice(id).facts.transfers.first)
        #expect(fact.position == .inBlock(height: chain.tip.height))
    }

    @Test func `the rater is asked about late money only`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.open(1)
        try await fixture.open(2)
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        func raterCalls(at now: Instant) async throws -> [InvoiceID] {
            let step = chain.step(after: try await fixture.cursor(), at: now)
            return try await fixture.store.write { transaction in
                var asked: [InvoiceID] = []
                _ = try transaction.record(step) { invoice, _, _, _ in
                    asked.append(invoice.id)
                    return .awaited
                }
                return asked
            }
        }
        chain.pay(1, 100)
        #expect(try await raterCalls(at: StoreFixture.deadline).isEmpty)
        chain.pay(2, 100, txid: "tx-2")
        #expect(try await raterCalls(at: Self.late) == [InvoiceID("invoice-2")])
        // Known already: its rating stays.
        #expect(try await raterCalls(at: Self.late).isEmpty)
    }

    @Test func `a block made in time is in time however late it is read`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        chain.mine(2)
        try await fixture.follow(chain, at: Self.late, rating: .awaited)
        let stored = try await fixture.invoice(id)
        #expect(!stored.standing.hasLateMoney)
        #expect(stored.standing.confirmed == .paid)
    }

    @Test func `late money without a price is rated later`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.pay(1, 100)
        try await fixture.follow(chain, at: Self.late, rating: .awaited)
        chain.mine(2)
        try await fixture.follow(chain, at: Self.late)
        #expect(try await fixture.invoice(id).standing.confirmed == .unpaid)
        let rated = try await fixture.store.write { transaction in
            var seen: [Instant] = []
            let rated = try transaction.rateAwaited(limit: 10) { _, _, _, arrival in
                seen.append(arrival)
                return .quoted
            }
            for invoice in rated { try transaction.settle(invoice, at: Self.late) }
            #expect(seen == [Self.late])
            return rated
        }
        #expect(rated == [id])
        #expect(try await fixture.invoice(id).standing.confirmed == .paid)
        #expect(try await fixture.store.read { try !$0.hasAwaitedRating() })
    }

    @Test func `settling twice gives no second event`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        let settled = try await fixture.store.write { transaction in
            try transaction.mark(id, as: .cancelled, at: StoreFixture.start)
            return [
                try transaction.settle(id, at: StoreFixture.start),
                try transaction.settle(id, at: StoreFixture.start),
            ]
        }
        #expect(settled == [.cancelled, nil])
        #expect(try await fixture.events(of: id) == [.opened, .cancelled])
    }

    @Test func `an invoice is due for a look just after its deadline`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.open()
        func due(_ now: Instant) async throws -> [InvoiceID] {
            try await fixture.store.read { try $0.invoicesToCheck(at: now, limit: 10) }
        }
        #expect(try await due(StoreFixture.deadline).isEmpty)
        #expect(try await due(Self.late) == [id])
        try await fixture.follow(ScriptedChain(), at: Self.late)
        let event = try await fixture.store.write { try $0.settle(id, at: Self.late) }
        #expect(event == .expired)
        #expect(try await due(Self.late.advanced(bySeconds: 86_400)).isEmpty)
    }

    @Test func `blocks older than are remembered are forgotten`() async throws {
        let fixture = try await StoreFixture()
        var chain = ScriptedChain()
        try await fixture.follow(chain)
        chain.mine(Transaction.rememberedBlocksMax + 100)
        try await fixture.follow(chain)
        let recent = try #require(try await fixture.cursor()).recent
        #expect(recent.count == Transaction.rememberedBlocksMax + 1)
        #expect(recent.first == chain.tip)
    }
}
