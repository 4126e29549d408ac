import Payments
import Testing

@testable import Storage

/// Money that comes to an address which several invoices share.
@Suite(.timeLimit(.minutes(1)))
struct SharedAddressTests {
    private static let late = StoreFixture.deadline.advanced(bySeconds: 10)

    /// A fixture with the customer's address and a network that was read once.
    private static func fixture() async throws -> (fixture: StoreFixture, chain: ScriptedChain) {
        let fixture = try await StoreFixture()
        try await fixture.issueShared()
        let chain = ScriptedChain()
        try await fixture.follow(chain)
        return (fixture, chain)
    }

    private static func numbers(in fixture: StoreFixture) async throws -> [Int64] {
        try await fixture.store.read {
            try $0.events(of: StoreFixture.merchant, after: 0, limit: 1_000).map(\.number)
        }
    }

    @Test func `the exact amount pays its invoice, and the other is left alone`() async throws {
        var (fixture, chain) = try await Self.fixture()
        let old = try await fixture.openShared(1, due: 100)
        let young = try await fixture.openShared(2, due: 70)
        chain.pay(to: "shared", 70)
        chain.mine(2)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(young).standing.confirmed == .paid)
        #expect(try await fixture.invoice(old).standing.confirmed == .unpaid)
        #expect(try await fixture.deposits().isEmpty)
        #expect(try await fixture.events(of: young) == [.opened, .paid])
        #expect(try await fixture.events(of: old) == [.opened])
    }

    @Test func `any other amount pays the oldest, and the rest of it is then its exact amount`()
        async throws
    {
        var (fixture, chain) = try await Self.fixture()
        let old = try await fixture.openShared(1, due: 100)
        let young = try await fixture.openShared(
            2,
            due: 40,
            openedAt: StoreFixture.start.advanced(bySeconds: 1)
        )
        chain.pay(to: "shared", 60)
        try await fixture.follow(chain)
        chain.pay(to: "shared", 40, txid: "tx-2")
        try await fixture.follow(chain)
        #expect(try await fixture.received(old) == [60, 40])
        #expect(try await fixture.received(young).isEmpty)
    }

    @Test func `two payments in one block pay two invoices`() async throws {
        var (fixture, chain) = try await Self.fixture()
        let first = try await fixture.openShared(1, due: 100)
        let second = try await fixture.openShared(2, due: 100)
        chain.pay(to: "shared", 100, txid: "tx-1")
        chain.pay(to: "shared", 100, txid: "tx-2")
        chain.mine(2)
        try await fixture.follow(chain)
        #expect(try await fixture.received(first) == [100])
        #expect(try await fixture.received(second) == [100])
    }

    @Test(arguments: [false, true])
    func `what takes the place of a payment goes to the same invoice`(isMined: Bool) async throws {
        var (fixture, chain) = try await Self.fixture()
        let id = try await fixture.openShared(1, due: 100)
        chain.pay(to: "shared", 100, txid: "tx-1")
        try await fixture.follow(chain)
        chain.drop("tx-1")
        chain.pay(to: "shared", 100, txid: "tx-2")
        if isMined { chain.mine(2) }
        try await fixture.follow(chain)
        #expect(try await fixture.deposits().isEmpty)
        let stored = try await fixture.invoice(id)
        #expect(stored.standing.seen == .paid)
        #expect(stored.facts.transfers.first { $0.position == .gone }?.transfer.id.txid == "tx-1")
    }

    @Test func `what comes when every invoice is paid is a deposit`() async throws {
        var (fixture, chain) = try await Self.fixture()
        let id = try await fixture.openShared(1, due: 100)
        chain.pay(to: "shared", 100, txid: "tx-1")
        try await fixture.follow(chain)
        chain.pay(to: "shared", 100, txid: "tx-2")
        try await fixture.follow(chain)
        #expect(try await fixture.received(id) == [100])
        #expect(try await fixture.deposits().map(\.transfer.id.txid) == ["tx-2"])
        #expect(try await fixture.events(of: id) == [.opened, .received])
        #expect(try await Self.numbers(in: fixture) == [1, 2, 3])
    }

    @Test func `a cancelled invoice takes nothing`() async throws {
        var (fixture, chain) = try await Self.fixture()
        let id = try await fixture.openShared(1, due: 100)
        try await fixture.store.write {
            _ = try $0.decide(.cancelled, on: id, at: StoreFixture.start)
        }
        chain.pay(to: "shared", 100)
        try await fixture.follow(chain)
        #expect(try await fixture.received(id).isEmpty)
        #expect(try await fixture.deposits().count == 1)
    }

    @Test func `money in another asset is a deposit, not a payment`() async throws {
        var (fixture, chain) = try await Self.fixture()
        let id = try await fixture.openShared(1, due: 100)
        chain.pay(to: "shared", 100, of: StoreFixture.usd)
        try await fixture.follow(chain)
        #expect(try await fixture.received(id).isEmpty)
        let deposit = try #require(try await fixture.deposits().first)
        #expect(deposit.transfer.amount == Amount(units: 100, of: StoreFixture.usd))
    }

    @Test(arguments: [(UInt128(100), Int64(10), true), (99, 10, false), (100, 61, false)])
    func `after the deadline only the exact amount within the window pays`(
        units: UInt128,
        secondsLate: Int64,
        isPaid: Bool
    ) async throws {
        var (fixture, chain) = try await Self.fixture()
        let id = try await fixture.openShared(1, due: 100)
        let now = StoreFixture.deadline.advanced(bySeconds: secondsLate)
        try await fixture.follow(chain, at: now)
        try await fixture.store.write { _ = try $0.settle(id, at: now) }
        #expect(try await fixture.invoice(id).standing.isExpired)
        chain.pay(to: "shared", units)
        try await fixture.follow(chain, at: now)
        #expect(try await fixture.received(id) == (isPaid ? [units] : []))
        #expect(try await fixture.deposits().count == (isPaid ? 0 : 1))
    }

    @Test func `a payment stays with its invoice through a reorganisation`() async throws {
        var (fixture, chain) = try await Self.fixture()
        let old = try await fixture.openShared(1, due: 100)
        let young = try await fixture.openShared(2, due: 70)
        chain.pay(to: "shared", 70)
        chain.mine(2)
        try await fixture.follow(chain)
        chain.reorganise(depth: 2)
        try await fixture.follow(chain)
        #expect(try await fixture.invoice(young).standing.confirmed == .unpaid)
        chain.mine(2)
        try await fixture.follow(chain)
        #expect(
            try await fixture.events(of: young) == [.opened, .paid, .reorganised, .restored]
        )
        #expect(try await fixture.received(old).isEmpty)
    }

    @Test func `a step that comes twice, also after opening anew, changes nothing`() async throws {
        var (fixture, chain) = try await Self.fixture()
        let id = try await fixture.openShared(1, due: 100)
        chain.pay(to: "shared", 100, txid: "tx-1")
        chain.mine()
        chain.pay(to: "shared", 5, txid: "tx-2")
        chain.mine()
        let step = chain.step(after: try await fixture.cursor(), at: StoreFixture.start)
        try await fixture.record(step)
        let numbers = try await Self.numbers(in: fixture)
        let before = try await fixture.invoice(id)
        let deposits = try await fixture.deposits()
        #expect(deposits.count == 1)
        let origin = chain.blocks[0].id
        let reopened = try Store(sqlitePath: fixture.folder.databasePath)
        for store in [fixture.store, reopened] {
            let outcome = try await store.write { try $0.record(step) { _, _, _, _ in .quoted } }
            #expect(outcome.isSuperseded)
            try await store.write { try $0.rewind(StoreFixture.network, to: origin) }
            try await fixture.follow(chain)
        }
        #expect(try await fixture.invoice(id).standing == before.standing)
        #expect(try await fixture.deposits() == deposits)
        #expect(try await Self.numbers(in: fixture) == numbers)
    }

    @Test(arguments: 0..<5)
    func `exact amounts find their invoices in whatever order and portions they come`(
        round: Int
    ) async throws {
        var dice = SeededGenerator()
        var (fixture, chain) = try await Self.fixture()
        let dues = [UInt128](arrayLiteral: 100, 70, 45, 31, 12)
        var invoices: [InvoiceID] = []
        for (number, due) in dues.enumerated() {
            invoices.append(try await fixture.openShared(number, due: due))
        }
        for (number, due) in dues.enumerated().shuffled(using: &dice) {
            chain.pay(to: "shared", due, txid: "tx-\(number)")
            if Bool.random(using: &dice) { chain.mine() }
            if Bool.random(using: &dice) { try await fixture.follow(chain) }
        }
        chain.mine(2)
        try await fixture.follow(chain)
        for (invoice, due) in zip(invoices, dues) {
            #expect(try await fixture.received(invoice) == [due], "\(dice)")
            #expect(try await fixture.invoice(invoice).standing.confirmed == .paid, "\(dice)")
        }
        let numbers = try await Self.numbers(in: fixture)
        #expect(numbers == Array(1...Int64(numbers.count)), "\(dice)")
    }
}
