import Payments
import Rigs
import Testing

@testable import Chains

@Suite struct `Several EVM servers` {
    private static func chain() -> EVMStubChain {
        var chain = EVMStubChain(blocks: 11)
        chain.mine([
            EVMStubChain.payment("native", to: EVMBench.ours, value: 5),
            EVMStubChain.token("token", EVMBench.usdt, to: EVMBench.ours, amount: 6),
        ])
        chain.mine()
        return chain
    }

    private static func transfers(
        _ bench: EVMBench,
        after cursor: ChainCursor
    ) async throws -> [Transfer] {
        try await bench.update(after: cursor).connected.flatMap(\.transfers)
    }

    @Test func `stand in for one that is down, and it is left alone ever longer`() async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        let cursor = EVMBench.cursor(chain, at: 10)
        bench.servers[0].change { $0.status = 503 }
        #expect(try await Self.transfers(bench, after: cursor).count == 2)
        #expect(await bench.source.endpointReports().map(\.isHealthy) == [false, true])
        let requests = bench.servers[0].requests
        _ = try await bench.update(after: cursor)
        #expect(bench.servers[0].requests == requests)
        bench.clock.advance(5)
        _ = try await bench.update(after: cursor)
        #expect(bench.servers[0].requests == requests + 1)
        bench.clock.advance(5)
        _ = try await bench.update(after: cursor)
        #expect(bench.servers[0].requests == requests + 1)
        bench.clock.advance(5)
        bench.servers[0].change { $0.status = nil }
        #expect(try await Self.transfers(bench, after: cursor).count == 2)
        #expect(await bench.source.endpointReports().map(\.isHealthy) == [true, true])
        #expect(await bench.source.endpointReports().map(\.height) == [12, 12])
        try await bench.close()
    }

    @Test func `say why when all are down, and heal`() async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        let cursor = EVMBench.cursor(chain, at: 10)
        for server in bench.servers { server.change { $0.status = 429 } }
        for _ in 0..<3 {
            await #expect(throws: ChainError.refused(status: 429)) {
                try await bench.update(after: cursor)
            }
        }
        for server in bench.servers { server.change { $0.status = nil } }
        #expect(try await Self.transfers(bench, after: cursor).count == 2)
        try await bench.close()
    }

    @Test(arguments: ["eth_getLogs", "eth_getTransactionReceipt", "eth_getTransactionByHash"])
    func `stand in for one that fails on the way`(_ method: String) async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        bench.servers[0].change { $0.lie = { asked, text in asked == method ? "{" : text } }
        let cursor = EVMBench.cursor(chain, at: 10)
        #expect(try await Self.transfers(bench, after: cursor).count == 2)
        try await bench.close()
    }

    @Test func `stand in for one that does not answer`() async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        bench.servers[0].change { $0.isSilent = true }
        let cursor = EVMBench.cursor(chain, at: 10)
        #expect(try await Self.transfers(bench, after: cursor).count == 2)
        #expect(await bench.source.endpointReports()[0].fault == .timedOut)
        try await bench.close()
    }

    @Test func `stand in for one that is gone`() async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        try await bench.servers[0].close()
        let cursor = EVMBench.cursor(chain, at: 10)
        #expect(try await Self.transfers(bench, after: cursor).count == 2)
        #expect(await bench.source.endpointReports().map(\.isHealthy) == [false, true])
        try await bench.servers[1].close()
    }

    @Test func `stay in health where only a price is not known`() async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        bench.servers[0].change { $0.offersPrice = false }
        let costs = try await bench.source.networkCosts(at: Instant(seconds: 5))
        #expect(costs.count == 3)
        #expect(await bench.source.endpointReports().map(\.isHealthy) == [true, true])
        try await bench.close()
    }

    @Test func `read only what both have`() async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        bench.servers[1].change { $0.lag = 1 }
        let update = try await bench.update(after: EVMBench.cursor(chain, at: 10))
        #expect(update.connected.map(\.id.height) == [11])
        #expect(update.tip.hash == chain.blocks[11].hash)
        #expect(update.finalizedHeight == 1)
        #expect(try await bench.update(after: nil).tip.height == 11)
        try await bench.close()
    }

    @Test func `do not wait for one that is late by more than a minute`() async throws {
        let chain = EVMStubChain(blocks: 100)
        let bench = try await EVMBench.start(chain, servers: 2)
        bench.servers[1].change { $0.lag = 61 }
        let cursor = EVMBench.cursor(chain, at: 98)
        #expect(try await bench.update(after: cursor).tip.height == 99)
        // The reader itself may be the one that is late.
        bench.servers[1].change { $0.lag = 0 }
        bench.servers[0].change { $0.lag = 70 }
        #expect(try await bench.update(after: cursor).tip.height == 99)
        try await bench.close()
    }

    @Test func `do not follow one from the future`() async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        var future = chain
        for _ in 0..<5 { future.mine() }
        future.setTime(ofTip: EVMStubChain.startSeconds + 1_121)
        bench.servers[0].show(future)
        #expect(try await bench.update(after: EVMBench.cursor(chain, at: 10)).tip.height == 12)
        #expect(await bench.source.endpointReports().map(\.isHealthy) == [false, true])
        try await bench.close()
    }

    struct Lie: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: @Sendable (String, String) -> String

        static func replacing(_ name: String, in method: String, _ old: String, _ new: String)
            -> Lie
        {
            Lie(testDescription: name) { asked, text in
                asked == method ? text.replacing(old, with: new) : text
            }
        }
    }

    private static let native = EVMStubChain.hash("native")

    static let lies: [Lie] = [
        .replacing(
            "another value",
            in: "eth_getBlockByNumber",
            #""value":"0x5""#,
            #""value":"0x6""#
        ),
        .replacing("another hash", in: "eth_getBlockByNumber", native, EVMStubChain.hash("lie")),
        .replacing(
            "another amount",
            in: "eth_getLogs",
            #"06","blockNumber""#,
            #"07","blockNumber""#
        ),
        .replacing("another index", in: "eth_getLogs", #""logIndex":"0x0""#, #""logIndex":"0x1""#),
        .replacing("a failure", in: "eth_getTransactionReceipt", #""0x1""#, #""0x0""#),
        .replacing(
            "another receiver",
            in: "eth_getLogs",
            String(EVMBench.ours.dropFirst(2)),
            String(EVMBench.other.dropFirst(2))
        ),
        .replacing(
            "another time",
            in: "eth_getBlockByNumber",
            #""timestamp":"0x6553f10b""#,
            #""timestamp":"0x6553f10c""#
        ),
        Lie(testDescription: "no logs") { $0 == "eth_getLogs" ? "[]" : $1 },
    ]

    @Test(arguments: lies, [0, 1])
    func `believe nothing of what one of them makes up`(_ lie: Lie, _ liar: Int) async throws {
        let chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        bench.servers[liar].change { $0.lie = lie.text }
        let cursor = EVMBench.cursor(chain, at: 10)
        // A witness is not asked for the value again, nor for the receivers of its blocks.
        let isSeen = liar == 0 || lie.testDescription != "another value"
        for _ in 0..<2 where isSeen {
            let error = await #expect(throws: ChainError.self) {
                try await bench.update(after: cursor)
            }
            guard case .disagreement(height: 11, _) = error else {
                Issue.record("\(String(describing: error))")
                break
            }
        }
        bench.servers[liar].change { $0.lie = nil }
        #expect(try await Self.transfers(bench, after: cursor) == EVMLedger.truth(chain, above: 10))
        try await bench.close()
    }

    @Test func `take no block back that one of them still has`() async throws {
        var chain = Self.chain()
        let bench = try await EVMBench.start(chain, servers: 2)
        let cursor = EVMBench.cursor(chain, at: 12)
        chain.takeBack(1)
        bench.servers[0].show(chain)
        await #expect(throws: ChainError.disagreement(height: 12, what: "the block's hash")) {
            try await bench.update(after: cursor)
        }
        bench.servers[1].show(chain)
        #expect(try await bench.update(after: cursor).disconnected.map(\.height) == [12])
        try await bench.close()
    }

    @Test func `are asked for less where they refuse much, and for more later`() async throws {
        var chain = EVMStubChain(blocks: 20)
        for number in 0..<60 {
            chain.mine([
                EVMStubChain.token("\(number)", EVMBench.usdt, to: EVMBench.ours, amount: 1)
            ])
        }
        let bench = try await EVMBench.start(chain)
        bench.servers[0].change {
            $0.rangeMax = 7
            $0.takesBatches = false
        }
        var ledger = EVMLedger(after: EVMBench.cursor(chain, at: 15))
        for _ in 0..<5 { ledger.store(try await bench.update(after: ledger.cursor)) }
        #expect(ledger.all == EVMLedger.truth(chain, above: 15))
        // 25 and 12 are refused, then 6 at a time.
        #expect(bench.servers[0].count("eth_getLogs") < 25)
        #expect(await bench.source.endpointReports()[0].isHealthy)
        try await bench.close()
    }

    @Test func `remember that one takes no batches`() async throws {
        let chain = EVMStubChain(blocks: 30)
        let bench = try await EVMBench.start(chain)
        bench.servers[0].change { $0.takesBatches = false }
        let cursor = EVMBench.cursor(chain, at: 20)
        _ = try await bench.update(after: cursor)
        let first = bench.servers[0].requests
        _ = try await bench.update(after: cursor)
        // Neither the refused batch nor the chain's id again.
        #expect(bench.servers[0].requests == 2 * first - 2)
        try await bench.close()
    }
}
