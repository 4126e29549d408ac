import Payments
import Testing

@testable import Storage

/// Money that comes to a static address for which no invoice waits.
@Suite(.timeLimit(.minutes(1)))
struct DepositTests {
    private static func fixture(
        confirmations: Int = 2
    ) async throws -> (fixture: StoreFixture, chain: ScriptedChain) {
        let fixture = try await StoreFixture()
        try await fixture.issueShared(confirmations: confirmations)
        let chain = ScriptedChain()
        try await fixture.follow(chain)
        return (fixture, chain)
    }

    @Test func `a deposit is pending, then processed, each with a numbered event to tell`()
        async throws
    {
        var (fixture, chain) = try await Self.fixture()
        chain.pay(to: "shared", 5)
        try await fixture.follow(chain)
        #expect(try await fixture.deposits().map(\.state) == [.pending])
        chain.mine()
        try await fixture.follow(chain)
        #expect(try await fixture.deposits().map(\.confirmations) == [1])
        chain.mine()
        try await fixture.follow(chain)
        #expect(try await fixture.deposits().map(\.state) == [.processed])
        let events = try await fixture.store.read {
            try $0.events(of: StoreFixture.merchant, after: 0, limit: 10)
        }
        #expect(events.map(\.depositState) == [.pending, .processed])
        #expect(events.map(\.number) == [1, 2])
        #expect(events.map(\.revision) == [1, 2])
        #expect(events.map(\.state) == [.waiting, .waiting])
        #expect(events.map(\.word) == ["deposit.pending", "deposit.processed"])
        #expect(Set(events.map(\.subject)) == ["litecoin:tx-1:0"])
        #expect(events.allSatisfy { $0.invoice == nil })
    }

    @Test func `a deposit deep enough at first sight has one event`() async throws {
        var (fixture, chain) = try await Self.fixture()
        chain.pay(to: "shared", 5)
        chain.mine(2)
        try await fixture.follow(chain)
        #expect(try await fixture.depositEvents() == [.processed])
    }

    @Test func `without confirmations asked for, a deposit is processed at first sight`()
        async throws
    {
        var (fixture, chain) = try await Self.fixture(confirmations: 0)
        chain.pay(to: "shared", 5)
        try await fixture.follow(chain)
        #expect(try await fixture.depositEvents() == [.processed])
    }

    @Test func `a deposit that loses its block waits, vanishes, and comes back`() async throws {
        var (fixture, chain) = try await Self.fixture()
        chain.pay(to: "shared", 5)
        chain.mine(2)
        try await fixture.follow(chain)
        chain.reorganise(depth: 2)
        try await fixture.follow(chain)
        #expect(try await fixture.deposits().map(\.state) == [.pending])
        chain.drop("tx-1")
        try await fixture.follow(chain)
        #expect(try await fixture.deposits().map(\.state) == [.lost])
        chain.pay(to: "shared", 5)
        chain.mine(2)
        try await fixture.follow(chain)
        #expect(try await fixture.depositEvents() == [.processed, .pending, .lost, .processed])
        #expect(try await fixture.deposits().count == 1)
    }

    @Test func `a final deposit that loses its block stays, and is reported`() async throws {
        var (fixture, chain) = try await Self.fixture()
        chain.pay(to: "shared", 5)
        chain.mine(6)
        try await fixture.follow(chain)
        chain.reorganise(depth: 6)
        chain.drop("tx-1")
        try await fixture.follow(chain)
        #expect(try await fixture.deposits().map(\.state) == [.processed])
        #expect(try await fixture.depositEvents() == [.processed])
        let incidents = try await fixture.store.read { try $0.incidents(limit: 5) }
        #expect(incidents.map(\.kind) == [.finalTransferReversed])
        #expect(incidents.map(\.invoice) == [nil])
    }

    @Test func `a deposit is read back as it came`() async throws {
        var (fixture, chain) = try await Self.fixture()
        let seen = StoreFixture.start.advanced(bySeconds: 7)
        chain.pay(to: "shared", 5)
        try await fixture.follow(chain, at: seen)
        let deposit = try #require(try await fixture.deposits().first)
        let expected = Deposit(
            id: DepositID("litecoin:tx-1:0"),
            address: StoreFixture.staticAddress("static-1", text: "shared"),
            transfer: ScriptedChain.transfer("tx-1", to: "shared", units: 5),
            state: .pending,
            confirmations: 0,
            arrivedAt: seen,
            updatedAt: seen
        )
        #expect(deposit == expected)
        #expect(try await fixture.store.read { try $0.deposit(deposit.id) } == expected)
        #expect(try await fixture.store.read { try $0.deposit(DepositID("litecoin:tx:1")) } == nil)
    }

    @Test func `deposits are listed page by page, the newest first, of their merchant only`()
        async throws
    {
        var (fixture, chain) = try await Self.fixture()
        for number in 1...5 {
            chain.pay(to: "shared", 1, txid: "tx-\(number)")
            let seen = StoreFixture.start.advanced(bySeconds: Int64(number))
            try await fixture.follow(chain, at: seen)
        }
        var listed: [String] = []
        for offset in [0, 2, 4, 6] {
            listed += try await fixture.store.read {
                try $0.deposits(of: StoreFixture.merchant, limit: 2, offset: offset)
            }.map(\.transfer.id.txid)
        }
        #expect(listed == ["tx-5", "tx-4", "tx-3", "tx-2", "tx-1"])
        let neighbours = try await fixture.store.read {
            try $0.deposits(of: StoreFixture.neighbour, limit: 2, offset: 0)
        }
        #expect(neighbours.isEmpty)
    }

    @Test func `what a shop answers about a deposit decides nothing`() async throws {
        var (fixture, chain) = try await Self.fixture()
        chain.pay(to: "shared", 5)
        try await fixture.follow(chain)
        let event = try #require(
            try await fixture.store.read {
                try $0.dueEvents(at: StoreFixture.start, perMerchant: 4, limit: 4).first
            }
        )
        let isDecided = try await fixture.store.write {
            try $0.record(
                .acknowledged(.accepted),
                of: event,
                answer: DeliveryAnswer(label: "x"),
                at: StoreFixture.start
            )
        }
        #expect(!isDecided)
        #expect(try await fixture.store.read { try $0.nextDueAt() } == nil)
    }
}
