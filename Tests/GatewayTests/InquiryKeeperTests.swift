import Chains
import Logging
import Payments
import Storage
import Synchronization
import Testing

@testable import Gateway

/// Payers' questions, looked into in the database and on simulated networks.
@Suite(.timeLimit(.minutes(1)))
struct InquiryKeeperTests {
    private static let stranger = "9f3e2d1c0b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
    private static let litecoin = GatewayFixture.ltc.network
    private static let bitcoin = GatewayFixture.btc.network

    private struct World {
        let fixture: GatewayFixture
        let caller: Caller
        let desk: InquiryDesk
        let keeper: InquiryKeeper

        init(_ changed: (GatewayFixture) -> [any TransactionSource] = { _ in [] }) async throws {
            fixture = try await GatewayFixture()
            caller = try await fixture.caller()
            desk = InquiryDesk(fixture.gateway)
            keeper = InquiryKeeper(
                fixture.gateway,
                // The first of a network is asked.
                sources: changed(fixture)
                    + fixture.chains.values.map { $0 as any TransactionSource },
                bell: Bell()
            )
        }

        /// Asks, has it looked into, and answers what the page says.
        func answer(_ text: String, on stored: InvoiceRecord) async throws -> InquiryAnswer? {
            let outcome = try await desk.ask(text, on: stored.invoice.id, from: "a")
            try #require(outcome == .asked)
            _ = try await keeper.step()
            return try await told(text, on: stored)
        }

        func told(_ text: String, on stored: InvoiceRecord) async throws -> InquiryAnswer? {
            let id = stored.invoice.id
            let now = try #require(try await fixture.invoices.invoice(.id(id)))
            let digits = TransactionHash(pasted: text)?.digits
            return try await desk.answers(for: now).first { $0.txid == digits }?.answer
        }

        /// Lets time pass and has looked into what is due then.
        func look(after seconds: Int64) async throws {
            fixture.clock.advance(bySeconds: seconds)
            _ = try await keeper.step()
        }
    }

    /// A source of a network that says what a test wants.
    private final class Teller: TransactionSource {
        let network: NetworkID
        private let reply: Mutex<Result<TransactionSighting?, ChainError>>

        init(
            _ network: NetworkID,
            _ reply: Result<TransactionSighting?, ChainError>
        ) {
            self.network = network
            self.reply = Mutex(reply)
        }

        func says(_ reply: Result<TransactionSighting?, ChainError>) {
            self.reply.withLock { $0 = reply }
        }

        func transaction(
            _ hash: TransactionHash,
            payingTo accounts: Set<[UInt8]>
        ) async throws -> TransactionSighting? {
            try reply.withLock(\.self).get()
        }
    }

    private static func coin(_ units: UInt128 = 5) -> TransactionSighting.Payment {
        .coin(Amount(units: units, of: GatewayFixture.ltc.asset))
    }

    private static func sighting(
        _ position: TransactionSighting.Position,
        _ payments: [TransactionSighting.Payment] = [Self.coin()],
        mayPayUnseen: Bool = false
    ) -> Result<TransactionSighting?, ChainError> {
        .success(
            TransactionSighting(
                position: position,
                payments: payments,
                mayPayUnseen: mayPayUnseen
            )
        )
    }

    @Test func `what is among the facts is told as it is, and no network is needed`() async throws {
        let world = try await World()
        let stored = try await world.fixture.open(by: world.caller)
        let txid = try await world.fixture.pay(stored, thousandths: 400)
        try await world.fixture.look()
        guard case .known(let fact) = try await world.answer("0x\(txid)", on: stored) else {
            Issue.record("not known")
            return
        }
        #expect(fact.position == .pending)
        try await world.fixture.chains[Self.litecoin]?.replace(txid: txid)
        try await world.fixture.look()
        guard case .known(let gone) = try await world.told(txid, on: stored) else {
            Issue.record("not known")
            return
        }
        #expect(gone.position == .gone)
    }

    @Test func `what waits and was not read yet is seen on its network, and then known`()
        async throws
    {
        let world = try await World()
        let stored = try await world.fixture.open(by: world.caller)
        let txid = try await world.fixture.pay(stored)
        #expect(
            try await world.answer(txid, on: stored)
                == .found(.waiting(network: Self.litecoin, isFeeLow: false))
        )
        try await world.fixture.chains[Self.litecoin]?.mine()
        try await world.look(after: 10)
        #expect(try await world.told(txid, on: stored) == .found(.recorded(network: Self.litecoin)))
        try await world.fixture.look()
        guard case .known = try await world.told(txid, on: stored) else {
            Issue.record("not known")
            return
        }
        try await world.look(after: 30)
        try await world.look(after: 86_400)
        let id = stored.invoice.id
        let due = try await world.fixture.gateway.store.read {
            try $0.inquiriesToLook(at: Instant(seconds: 4_000_000_000), limit: 9)
        }
        #expect(!due.contains { $0.invoice == id })
    }

    @Test func `another's payment and a stranger's are told of in the same words`() async throws {
        let world = try await World()
        let one = try await world.fixture.open(1, by: world.caller)
        let two = try await world.fixture.open(2, by: world.caller)
        let txid = try await world.fixture.pay(one)
        try await world.fixture.look()
        let expected = InquiryAnswer.found(.notToThisInvoice(network: Self.litecoin))
        #expect(try await world.answer(txid, on: two) == expected)
        let chain = try #require(world.fixture.chains[Self.litecoin])
        let foreign = try await chain.replace(txid: try await world.fixture.pay(two))
        #expect(try await world.answer(foreign, on: two) == expected)
        // On another network than was chosen it is another matter, whoever's it is.
        let other = try await world.fixture.open(3, in: [GatewayFixture.btc], by: world.caller)
        let wrong = InquiryAnswer.found(.wrongNetwork(Self.litecoin))
        #expect(try await world.answer(txid, on: other) == wrong)
        #expect(try await world.answer(foreign, on: other) == wrong)
    }

    @Test func `what was waiting and is gone was replaced`() async throws {
        let world = try await World()
        let stored = try await world.fixture.open(by: world.caller)
        let txid = try await world.fixture.pay(stored)
        _ = try await world.answer(txid, on: stored)
        let chain = try #require(world.fixture.chains[Self.litecoin])
        try await chain.replace(txid: txid)
        try await world.look(after: 10)
        #expect(try await world.told(txid, on: stored) == .found(.replaced(network: Self.litecoin)))

        // A node remembers nothing of it: that it was seen before tells.
        let teller = Teller(Self.litecoin, Self.sighting(.waiting(isFeeLow: true)))
        let other = try await World { _ in [teller] }
        let again = try await other.fixture.open(by: other.caller)
        #expect(
            try await other.answer(Self.stranger, on: again)
                == .found(.waiting(network: Self.litecoin, isFeeLow: true))
        )
        teller.says(.failure(.timedOut))
        try await other.look(after: 10)
        #expect(try await other.told(Self.stranger, on: again) == .found(.outOfReach))
        teller.says(Self.sighting(.waiting(isFeeLow: false)))
        try await other.look(after: 20)
        teller.says(.success(nil))
        try await other.look(after: 40)
        #expect(
            try await other.told(Self.stranger, on: again)
                == .found(.replaced(network: Self.litecoin))
        )
    }

    @Test func `what nobody knows is looked for again for a while, less and less often`()
        async throws
    {
        let world = try await World()
        let stored = try await world.fixture.open(by: world.caller)
        #expect(try await world.answer(Self.stranger, on: stored) == .found(.unknown))
        var looks = 0
        for _ in 0..<1_000 {
            world.fixture.clock.advance(bySeconds: 10)
            looks += try await world.keeper.step()
        }
        #expect((8...30).contains(looks), "\(looks)")
    }

    @Test func `a network of the invoice that cannot be asked is waited for, another one is not`()
        async throws
    {
        let bad = Teller(Self.bitcoin, .failure(.timedOut))
        let world = try await World { _ in [bad] }
        let mine = try await world.fixture.open(1, in: [GatewayFixture.btc], by: world.caller)
        #expect(try await world.answer(Self.stranger, on: mine) == .found(.outOfReach))
        let other = try await world.fixture.open(2, by: world.caller)
        #expect(try await world.answer(Self.stranger, on: other) == .found(.unknown))
        bad.says(.success(nil))
        try await world.look(after: 10)
        #expect(try await world.told(Self.stranger, on: mine) == .found(.unknown))
    }

    @Test func `failed, in an unknown token, and what a contract may still pay`() async throws {
        let teller = Teller(Self.litecoin, Self.sighting(.failed, []))
        let world = try await World { _ in [teller] }
        let stored = try await world.fixture.open(by: world.caller)
        func hash(_ digit: String) -> String { String(repeating: digit, count: 64) }
        #expect(
            try await world.answer(hash("1"), on: stored)
                == .found(.failed(network: Self.litecoin))
        )
        let fake = TransactionSighting.Payment.unknownToken(contract: "0xdd")
        let block = TransactionSighting.Position.inBlock(height: 0, hash: nil)
        teller.says(Self.sighting(block, [fake]))
        #expect(
            try await world.answer(hash("2"), on: stored)
                == .found(.wrongToken(network: Self.litecoin, contract: "0xdd"))
        )
        // Code that nobody has run yet: nothing is said until it has.
        teller.says(Self.sighting(.waiting(isFeeLow: false), [], mayPayUnseen: true))
        #expect(try await world.answer(hash("3"), on: stored) == .looking)
        teller.says(
            Self.sighting(.inBlock(height: 1, hash: "block"), [], mayPayUnseen: true)
        )
        try await world.look(after: 10)
        #expect(try await world.told(hash("3"), on: stored) == .looking)
        try await world.fixture.mine(3)
        try await world.look(after: 10)
        #expect(
            try await world.told(hash("3"), on: stored)
                == .found(.notToThisInvoice(network: Self.litecoin))
        )
    }

    @Test func `a client keeps its pace, and nonsense costs nothing`() async throws {
        let world = try await World()
        let stored = try await world.fixture.open(by: world.caller)
        let id = stored.invoice.id
        for text in ["", "hello", String(repeating: "a", count: 3_000)] {
            #expect(try await world.desk.ask(text, on: id, from: "a") == .malformed)
        }
        for _ in 0..<InquiryPace.questionsMax {
            #expect(try await world.desk.ask(Self.stranger, on: id, from: "a") == .asked)
        }
        #expect(try await world.desk.ask(Self.stranger, on: id, from: "a") == .later)
        #expect(try await world.desk.ask(Self.stranger, on: id, from: "b") == .asked)
        world.fixture.clock.advance(bySeconds: InquiryPace.seconds)
        #expect(try await world.desk.ask(Self.stranger, on: id, from: "a") == .asked)
    }

    // MARK: what was overlooked

    /// A chain of which whoever reads it sees no payments for a while.
    private final class BlindSource: ChainSource {
        let network = GatewayFixture.ltc.network
        let isBlind = Mutex(true)
        private let chain: SimulatedChain

        init(_ chain: SimulatedChain) { self.chain = chain }

        func update(
            after cursor: ChainCursor?,
            watching: @Sendable () async throws -> WatchedSet
        ) async throws -> ChainUpdate {
            let isBlind = isBlind.withLock(\.self)
            return try await chain.update(after: cursor) {
                if isBlind { return WatchedSet(seed: 1) }
                return try await watching()
            }
        }

        func block(at height: UInt64) async throws -> BlockID? {
            try await chain.block(at: height)
        }

        func status() async throws -> ChainStatus { try await chain.status() }
    }

    private struct Overlooked {
        let world: World
        let source: BlindSource
        let watcher: ChainWatcher
        let stored: InvoiceRecord
        let txid: String

        /// An invoice that is paid and mined, and whose payment was not seen.
        init() async throws {
            world = try await World()
            let fixture = world.fixture
            guard let chain = fixture.chains[GatewayFixture.ltc.network] else {
                throw GatewayFixture.Unexpected(what: "no chain")
            }
            source = BlindSource(chain)
            watcher = ChainWatcher(
                fixture.gateway,
                source: source,
                health: NetworkHealth(),
                bell: Bell()
            )
            stored = try await fixture.open(by: world.caller)
            txid = try await fixture.pay(stored)
            try await chain.mine(blocks: 10)
            try await read()
        }

        func read() async throws {
            for _ in 0..<10 { _ = try await watcher.step() }
        }

        var standing: Standing {
            get async throws { try await world.fixture.standing(stored) }
        }
    }

    @Test func `what was overlooked is read again and counts once, however often one asks`()
        async throws
    {
        let scene = try await Overlooked()
        #expect(try await scene.standing.seen == .unpaid)
        scene.source.isBlind.withLock { $0 = false }
        try await scene.read()
        // Reading on does not find it: its block lies behind.
        #expect(try await scene.standing.seen == .unpaid)
        let answer = try await scene.world.answer(scene.txid, on: scene.stored)
        #expect(answer == .found(.recorded(network: Self.litecoin)))
        // A question credits nothing.
        #expect(try await scene.standing.seen == .unpaid)
        try await scene.read()
        #expect(try await scene.standing.confirmed == .paid)
        guard case .known = try await scene.world.told(scene.txid, on: scene.stored) else {
            Issue.record("not known")
            return
        }
        for _ in 0..<3 {
            scene.world.fixture.clock.advance(bySeconds: 700)
            _ = try await scene.world.answer(scene.txid, on: scene.stored)
            try await scene.read()
        }
        let events = try await scene.world.fixture.events(scene.stored)
        #expect(events.count { $0 == .paid } == 1)
        let stored = try await scene.world.fixture.invoices.invoice(.id(scene.stored.invoice.id))
        #expect(stored?.facts.transfers.count == 1)
        let incidents = try await scene.world.fixture.gateway.store.read {
            try $0.incidents(limit: 5)
        }
        #expect(incidents.map(\.kind) == [.paymentOverlooked])
    }

    @Test func `what a server says of a transaction credits nothing that its blocks do not show`()
        async throws
    {
        // The one who is asked for transactions says so, and whoever reads blocks never sees it.
        let scene = try await Overlooked()
        let answer = try await scene.world.answer(scene.txid, on: scene.stored)
        #expect(answer == .found(.recorded(network: Self.litecoin)))
        for _ in 0..<20 {
            try await scene.read()
            try await scene.world.look(after: 600)
        }
        #expect(
            try await scene.world.told(scene.txid, on: scene.stored) == .found(.outOfReach)
        )
        #expect(try await scene.standing.seen == .unpaid)
        let events = try await scene.world.fixture.events(scene.stored)
        #expect(!events.contains(.paid))
    }

    @Test func `a crash between the question and the reading leaves both to be done`()
        async throws
    {
        let scene = try await Overlooked()
        scene.source.isBlind.withLock { $0 = false }
        _ = try await scene.world.answer(scene.txid, on: scene.stored)
        // Another process takes over with nothing but the database.
        let fixture = scene.world.fixture
        let successor = InquiryKeeper(
            fixture.gateway,
            sources: fixture.chains.values.map { $0 as any TransactionSource },
            bell: Bell()
        )
        let watcher = ChainWatcher(
            fixture.gateway,
            source: scene.source,
            health: NetworkHealth(),
            bell: Bell()
        )
        fixture.clock.advance(bySeconds: 10)
        _ = try await successor.step()
        for _ in 0..<10 { _ = try await watcher.step() }
        #expect(try await scene.standing.confirmed == .paid)
    }
}
