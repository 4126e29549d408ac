import Payments
import Testing

@testable import Chains

@Suite struct `An EVM source` {
    private static func chain(_ transactions: [EVMStubChain.Transaction]) -> EVMStubChain {
        var chain = EVMStubChain(blocks: 11)
        chain.mine(transactions)
        return chain
    }

    @Test func `begins at the tip`() async throws {
        let chain = EVMStubChain(blocks: 30)
        let bench = try await EVMBench.start(chain)
        let update = try await bench.update(after: nil)
        #expect(update.connected.isEmpty)
        #expect(update.tip == BlockID(height: 29, hash: chain.blocks[29].hash))
        #expect(update.finalizedHeight == 19)
        #expect(update.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
        try await bench.close()
    }

    @Test func `finds payments and tokens, two in one transaction each by itself`() async throws {
        var double = EVMStubChain.token("double", EVMBench.usdt, to: EVMBench.ours, amount: 5)
        double.logs.append(EVMStubChain.log(EVMBench.usdc, to: EVMBench.other, amount: 7))
        let chain = Self.chain([
            EVMStubChain.token("foreign", EVMBench.usdt, to: EVMStubChain.stranger, amount: 9),
            EVMStubChain.payment("native", to: EVMBench.ours, value: 1 << 70),
            double,
        ])
        let bench = try await EVMBench.start(chain)
        let update = try await bench.update(after: EVMBench.cursor(chain, at: 10))
        let block = try #require(update.connected.first)
        #expect(update.connected.count == 1)
        #expect(block.id.hash == chain.blocks[11].hash)
        #expect(block.time == Instant(seconds: EVMStubChain.startSeconds + 11))
        #expect(block.transfers == EVMLedger.truth(chain, above: 10))
        #expect(block.transfers.map(\.id.index) == [0, 2, 3])
        #expect(block.transfers.map(\.amount.asset.ticker) == ["ETH", "USDT", "USDC"])
        #expect(block.transfers.map(\.amount.units) == [1 << 70, 5, 7])
        #expect(block.transfers[0].address == EVMBench.oursAsIssued)
        #expect(block.transfers[0].id.txid == EVMStubChain.hash("native"))
        try await bench.close()
    }

    struct Fake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let transaction: EVMStubChain.Transaction

        static func token(
            _ name: String,
            _ change: (inout EVMStubChain.Log) -> Void
        ) -> Fake {
            var fake = EVMStubChain.token("fake", EVMBench.usdt, to: EVMBench.ours, amount: 5)
            change(&fake.logs[0])
            return Fake(testDescription: name, transaction: fake)
        }

        static func native(
            _ name: String,
            _ change: (inout EVMStubChain.Transaction) -> Void
        ) -> Fake {
            var fake = EVMStubChain.payment("fake", to: EVMBench.ours, value: 5)
            change(&fake)
            return Fake(testDescription: name, transaction: fake)
        }
    }

    static let fakes: [Fake] = [
        .token("another contract") { $0.contract = "0x00000000000000000000000000000000000000dd" },
        .token("nothing moved") { $0.data = "0x" + String(repeating: "0", count: 64) },
        .token("beyond 128 bits") {
            $0.data =
                "0x" + String(repeating: "0", count: 31) + "1"
                + String(repeating: "0", count: 32)
        },
        .token("beyond everything") { $0.data = "0x" + String(repeating: "f", count: 64) },
        .token("short data") { $0.data = "0x05" },
        .token("long data") { $0.data += "00" },
        .token("no data") { $0.data = "0x" },
        .token("no digits") { $0.data = "0x" + String(repeating: "g", count: 64) },
        .token("two topics") { $0.topics.removeLast() },
        .token("four topics") { $0.topics.append($0.topics[1]) },
        .token("no topics") { $0.topics = [] },
        .token("another event") { $0.topics[0] = EVMStubChain.hash("Approval") },
        .token("a receiver with more bytes") {
            $0.topics[2] = "0x01" + $0.topics[2].dropFirst(4)
        },
        .token("taken back") { $0.isRemoved = true },
        .token("to himself") { $0.topics[1] = $0.topics[2] },
        .native("failed") { $0.status = "0x0" },
        .native("a payment of nothing") { $0.value = "0x0" },
        .native("a new contract") { $0.to = nil },
        .native("payment to himself") { $0.from = EVMBench.ours },
        .native("payment beyond 128 bits") {
            $0.value = "0x1" + String(repeating: "0", count: 32)
        },
        .native("failed with a log shown") {
            $0 = EVMStubChain.token("fake", EVMBench.usdt, to: EVMBench.ours, amount: 5)
            $0.status = "lie"
        },
    ]

    @Test(arguments: fakes) func `credits no fake, and what is beside it`(_ fake: Fake) async throws
    {
        let chain = Self.chain([
            EVMStubChain.token("before", EVMBench.usdc, to: EVMBench.ours, amount: 1),
            fake.transaction,
            EVMStubChain.payment("after", to: EVMBench.ours, value: 2),
        ])
        let bench = try await EVMBench.start(chain)
        let update = try await bench.update(after: EVMBench.cursor(chain, at: 10))
        let good = [EVMStubChain.hash("after"), EVMStubChain.hash("before")]
        #expect(update.connected.flatMap(\.transfers).map(\.id.txid) == good)
        try await bench.close()
    }

    @Test func `believes no log of another block, and asks again`() async throws {
        var transaction = EVMStubChain.token("t", EVMBench.usdt, to: EVMBench.ours, amount: 5)
        transaction.logs[0].blockHash = EVMStubChain.hash("elsewhere")
        let chain = Self.chain([transaction])
        let bench = try await EVMBench.start(chain)
        let cursor = EVMBench.cursor(chain, at: 10)
        await #expect(throws: ChainError.disagreement(height: 11, what: "a log")) {
            try await bench.update(after: cursor)
        }
        bench.servers[0].change {
            $0.lie = { method, text in
                method == "eth_getLogs"
                    ? text.replacing(EVMStubChain.hash("elsewhere"), with: chain.blocks[11].hash)
                    : text
            }
        }
        let update = try await bench.update(after: cursor)
        #expect(update.connected.flatMap(\.transfers).count == 1)
        try await bench.close()
    }

    @Test func `asks a block alone whose filter promises logs that a range did not give`()
        async throws
    {
        let chain = Self.chain([
            EVMStubChain.token("t", EVMBench.usdt, to: EVMBench.ours, amount: 5)
        ])
        let bench = try await EVMBench.start(chain)
        bench.servers[0].change { $0.hidesLogs = true }
        let cursor = EVMBench.cursor(chain, at: 5)
        let update = try await bench.update(after: cursor)
        #expect(update.connected.flatMap(\.transfers).count == 1)
        #expect(bench.servers[0].count("eth_getLogs") == 2)
        bench.servers[0].change { $0.knowsBlockHash = false }
        await #expect(throws: ChainError.node(code: -32602, message: "unknown field blockHash")) {
            try await bench.update(after: cursor)
        }
        try await bench.close()
    }

    @Test func `gives nothing while the server is behind the cursor`() async throws {
        let chain = EVMStubChain(blocks: 30)
        let bench = try await EVMBench.start(chain)
        bench.servers[0].change { $0.lag = 3 }
        let update = try await bench.update(after: EVMBench.cursor(chain, at: 29))
        #expect(update.connected.isEmpty && update.disconnected.isEmpty)
        #expect(update.tip.height == 26)
        #expect(update.mempool?.isComplete == false)
        try await bench.close()
    }

    @Test(arguments: [1, 2, 7, 19]) func `follows a reorg`(_ depth: Int) async throws {
        var chain = EVMStubChain(blocks: 40)
        for number in 0..<5 {
            chain.mine([EVMStubChain.payment("a\(number)", to: EVMBench.ours, value: 1)])
        }
        let bench = try await EVMBench.start(chain)
        var ledger = EVMLedger(after: EVMBench.cursor(chain, at: 30))
        ledger.store(try await bench.update(after: ledger.cursor))
        #expect(ledger.all.count == 5)
        let old = chain.blocks.suffix(depth).reversed().map(\.hash)
        chain.takeBack(depth)
        for _ in 0...depth { chain.mine() }
        chain.mine([EVMStubChain.payment("b", to: EVMBench.ours, value: 2)])
        bench.show(chain)
        let update = try await bench.update(after: ledger.cursor)
        #expect(update.disconnected.map(\.hash) == old)
        #expect(update.mempool?.isComplete == true)
        ledger.store(update)
        ledger.store(try await bench.update(after: ledger.cursor))
        #expect(ledger.blocks.last?.hash == chain.blocks.last?.hash)
        #expect(ledger.all == EVMLedger.truth(chain, above: 30))
        try await bench.close()
    }

    @Test func `follows a reorg below what it has read while it catches up`() async throws {
        var chain = EVMStubChain(blocks: 20)
        for number in 0..<60 {
            chain.mine([EVMStubChain.payment("a\(number)", to: EVMBench.ours, value: 1)])
        }
        let bench = try await EVMBench.start(chain)
        var ledger = EVMLedger(after: EVMBench.cursor(chain, at: 19))
        ledger.store(try await bench.update(after: ledger.cursor))
        #expect(ledger.blocks.last?.height == 44)
        chain.takeBack(45)
        for number in 0..<50 {
            chain.mine([EVMStubChain.payment("b\(number)", to: EVMBench.other, value: 2)])
        }
        bench.show(chain)
        for _ in 0..<3 { ledger.store(try await bench.update(after: ledger.cursor)) }
        #expect(ledger.blocks.last?.hash == chain.blocks.last?.hash)
        #expect(ledger.all == EVMLedger.truth(chain, above: 19))
        try await bench.close()
    }

    @Test func `says when a reorg is deeper than its cursor`() async throws {
        var chain = EVMStubChain(blocks: 40)
        let bench = try await EVMBench.start(chain)
        let cursor = EVMBench.cursor(chain, at: 39, depth: 5)
        chain.takeBack(6)
        for _ in 0..<8 { chain.mine() }
        bench.show(chain)
        await #expect(throws: ChainError.reorgTooDeep(heightFirst: 34)) {
            try await bench.update(after: cursor)
        }
        try await bench.close()
    }

    @Test func `tells of displaced transfers while their transactions wait`() async throws {
        var chain = EVMStubChain(blocks: 20)
        let gone = EVMStubChain.payment("gone", to: EVMBench.ours, value: 1)
        let back = EVMStubChain.token("back", EVMBench.usdt, to: EVMBench.ours, amount: 2)
        chain.mine([gone, back])
        let bench = try await EVMBench.start(chain)
        var ledger = EVMLedger(after: EVMBench.cursor(chain, at: 10))
        ledger.store(try await bench.update(after: ledger.cursor))
        let seen = ledger.all
        #expect(seen.count == 2)

        chain.takeBack(1)
        for _ in 0..<2 { chain.mine() }
        bench.show(chain)
        let first = try await bench.update(after: ledger.cursor)
        #expect(Set(try #require(first.mempool).transfers) == Set(seen))
        // Who could not store an update gets the same again.
        #expect(try await bench.update(after: ledger.cursor) == first)
        ledger.store(first)
        let second = try await bench.update(after: ledger.cursor)
        #expect(Set(try #require(second.mempool).transfers) == Set(seen))
        #expect(second.mempool?.isComplete == true)

        chain.mine([EVMStubChain.token("x", EVMBench.usdc, to: EVMBench.other, amount: 1), back])
        chain.waiting = []
        bench.show(chain)
        let third = try await bench.update(after: ledger.cursor)
        ledger.store(third)
        #expect(third.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
        #expect(ledger.all.map(\.id.index) == [1, 2])
        try await bench.close()
    }

    @Test func `refuses a server of another chain`() async throws {
        let chain = EVMStubChain(blocks: 20)
        let bench = try await EVMBench.start(chain)
        bench.servers[0].change { $0.chainID = 56 }
        await #expect(throws: ChainError.wrongChain(expected: "1", found: "56")) {
            try await bench.update(after: nil)
        }
        bench.servers[0].change { $0.chainID = 1 }
        _ = try await bench.update(after: nil)
        // Behind the name another server may stand after a failure.
        bench.servers[0].change { $0.status = 503 }
        await #expect(throws: ChainError.refused(status: 503)) {
            try await bench.update(after: nil)
        }
        bench.servers[0].change {
            $0.status = nil
            $0.chainID = 56
        }
        await #expect(throws: ChainError.wrongChain(expected: "1", found: "56")) {
            try await bench.update(after: nil)
        }
        try await bench.close()
    }

    @Test func `knows what is final where the server says it, and asks again later`() async throws {
        let chain = EVMStubChain(blocks: 60)
        let bench = try await EVMBench.start(chain)
        let cursor = EVMBench.cursor(chain, at: 20)
        // No more than is known: 25 blocks an update.
        #expect(try await bench.update(after: cursor).finalizedHeight == 45)
        bench.servers[0].change { $0.offersFinalized = false }
        #expect(try await bench.update(after: cursor).finalizedHeight == nil)
        bench.servers[0].change { $0.offersFinalized = true }
        #expect(try await bench.update(after: cursor).finalizedHeight == nil)
        bench.clock.advance(601)
        #expect(try await bench.update(after: cursor).finalizedHeight == 45)
        try await bench.close()
    }

    @Test func `tells how it is doing without a key`() async throws {
        let chain = EVMStubChain(blocks: 20)
        let bench = try await EVMBench.start(chain)
        let status = try await bench.source.status()
        #expect(status.chainName == "1")
        #expect(status.height == 19)
        #expect(!status.isSyncing)
        #expect(status.clockOffsetSeconds == 784_111_777 - EVMStubChain.startSeconds - 1_000)
        #expect(try await bench.source.block(at: 7)?.hash == chain.blocks[7].hash)
        #expect(try await bench.source.block(at: 20) == nil)
        #expect(try await bench.source.block(at: .max) == nil)
        let reports = await bench.source.endpointReports()
        #expect(reports.map(\.isHealthy) == [true])
        #expect(!"\(reports)".contains("secret"))
        #expect(reports[0].name.hasPrefix("127.0.0.1:"))
        try await bench.close()
    }

    @Test func `knows what moving coins costs`() async throws {
        let chain = EVMStubChain(blocks: 20)
        let bench = try await EVMBench.start(chain)
        let time = Instant(seconds: 5)
        let costs = try await bench.source.networkCosts(at: time)
        #expect(costs.keys.sorted() == ["ETH", "USDC", "USDT"])
        #expect(try costs["ETH"]?.amount.units == 21_000 * 1_000_000_005)
        #expect(try costs["USDT"]?.amount.units == 65_000 * 1_000_000_005)
        #expect(costs["USDT"]?.asset.ticker == "ETH")
        bench.servers[0].change { $0.offersHistory = false }
        let plain = try await bench.source.networkCosts(at: time)
        #expect(try plain["ETH"]?.amount.units == 21_000 * 2_000_000_000)
        #expect(plain["ETH"]?.time == time)
        try await bench.close()
    }
}
