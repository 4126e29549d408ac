import Foundation
import Keys
import Payments
import Testing

@testable import Chains

private typealias Stub = TronStubTransaction

@Suite struct `A source on a Tron node` {
    @Test func `begins at the tip`() async throws {
        let bench = try await TronBench.start()
        for _ in 0..<3 { bench.chain.mine() }
        let update = try await bench.update(after: nil)
        #expect(update.tip == bench.chain.tip)
        #expect(update.connected.isEmpty)
        #expect(update.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
        #expect(try await bench.source.block(at: 3) == update.tip)
        #expect(try await bench.source.block(at: 0)?.hash == TronStubChain.genesis)
        #expect(try await bench.source.block(at: 4) == nil)
        try await bench.server.close()
    }

    @Test func `sees TRX and tokens in their blocks, for watched accounts only`() async throws {
        let bench = try await TronBench.start()
        let cursor = bench.chain.cursor()
        bench.chain.mine()
        let log = Stub.log(to: TronBench.mineToo, units: "64")
        bench.chain.mine([
            .trx("a", to: TronBench.mine, sun: 1_500_000),
            .trx("b", to: Stub.stranger, sun: 9), .call("c", logs: [log]),
        ])
        let update = try await bench.update(after: cursor)
        let blocks = bench.chain.blocks
        #expect(update.connected.map(\.id) == blocks.dropFirst().map(\.id))
        #expect(update.connected.map(\.parentHash) == blocks.dropFirst().map(\.parentHash))
        #expect(
            update.connected.map(\.time.microseconds)
                == blocks.dropFirst().map {
                    Int64($0.milliseconds) * 1_000
                }
        )
        #expect(
            update.connected.map(\.transfers) == [
                [],
                [
                    TronBench.transfer("a", 0, 1_500_000),
                    TronBench.transfer(
                        "c",
                        1,
                        100,
                        TronBench.usdt,
                        to: TronBench.mineTooText
                    ),
                ],
            ]
        )
        #expect(update.mempool?.isComplete == true)
        // Receipts are asked for only where there are transactions.
        let asked = bench.chain.asked.filter { $0.hasSuffix("infobyblocknum") }
        #expect(asked.count == 1)
        try await bench.server.close()
    }

    @Test func `asks for the watched set after fetching`() async throws {
        let bench = try await TronBench.start()
        let cursor = bench.chain.cursor()
        bench.chain.mine([.trx("a", to: TronBench.mine, sun: 5)])
        let chain = bench.chain
        let update = try await bench.source.update(after: cursor) {
            #expect(chain.asked.last?.hasSuffix("infobyblocknum") == true)
            return TronBench.watched
        }
        #expect(update.connected[0].transfers.count == 1)
        try await bench.server.close()
    }

    @Test func `reads every block after a stop, in bounded updates`() async throws {
        var limits = TronLimits()
        limits.blocksMax = 7
        limits.blocksPerRequest = 3
        let bench = try await TronBench.start(limits: limits)
        var cursor = bench.chain.cursor()
        for number in 0..<20 {
            bench.chain.mine([.trx("n\(number)", to: TronBench.mine, sun: number + 1)])
        }
        var found: [ChainUpdate.Block] = []
        var counts: [Int] = []
        while found.count < 20 {
            let update = try await bench.update(after: cursor)
            found += update.connected
            counts.append(update.connected.count)
            #expect(update.mempool?.isComplete == (found.count == 20))
            cursor = ChainCursor(recent: update.connected.reversed().map(\.id))
        }
        #expect(counts == [7, 7, 6])
        #expect(found.map(\.id) == bench.chain.blocks.dropFirst().map(\.id))
        #expect(found.flatMap(\.transfers).map(\.amount.units) == (1...20).map { UInt128($0) })
        try await bench.server.close()
    }

    @Test func `asks in halves where blocks are too large together`() async throws {
        var limits = TronLimits()
        limits.answerBytesMax = 200_000
        let bench = try await TronBench.start(limits: limits)
        let cursor = bench.chain.cursor()
        for number in 0..<9 { bench.chain.mine([.trx("\(number)", to: TronBench.mine, sun: 1)]) }
        bench.chain.change { $0.listMax = 2 }
        let update = try await bench.update(after: cursor)
        #expect(update.connected.map(\.id) == bench.chain.blocks.dropFirst().map(\.id))
        bench.chain.change { $0.listMax = 0 }
        await #expect(throws: ChainError.tooLarge(what: "the answer to getblockbylimitnext")) {
            try await bench.update(after: cursor)
        }
        try await bench.server.close()
    }

    @Test(arguments: 1...4)
    func `takes blocks back that a reorganisation removed`(_ depth: Int) async throws {
        let bench = try await TronBench.start()
        for number in 0..<6 { bench.chain.mine([.trx("\(number)", to: TronBench.mine, sun: 1)]) }
        let cursor = bench.chain.cursor()
        bench.chain.fork(depth: depth)
        for _ in 0...depth { bench.chain.mine() }
        let update = try await bench.update(after: cursor)
        #expect(update.disconnected == Array(cursor.recent.prefix(depth)))
        #expect(update.connected.map(\.id) == bench.chain.blocks.suffix(depth + 1).map(\.id))
        #expect(update.mempool == nil)
        try await bench.server.close()
    }

    @Test func `takes blocks back for a chain of the same length or a shorter one`() async throws {
        let bench = try await TronBench.start()
        for _ in 0..<6 { bench.chain.mine() }
        let cursor = bench.chain.cursor()
        for length in [3, 2] {
            bench.chain.fork(depth: bench.chain.blocks.count - 4)
            for _ in 0..<length { bench.chain.mine() }
            let update = try await bench.update(after: cursor)
            #expect(update.disconnected == Array(cursor.recent.prefix(3)))
            #expect(update.connected.count == length)
            #expect(update.tip == bench.chain.tip)
        }
        try await bench.server.close()
    }

    @Test func `takes nothing back when its node is merely behind`() async throws {
        let bench = try await TronBench.start()
        for _ in 0..<6 { bench.chain.mine() }
        let cursor = bench.chain.cursor(depth: 4)
        for depth in [1, 1, 2] {
            bench.chain.fork(depth: depth)
            let update = try await bench.update(after: cursor)
            #expect(update.disconnected.isEmpty)
            #expect(update.connected.isEmpty)
            #expect(update.tip == bench.chain.tip)
            #expect(update.mempool?.isComplete == false)
        }
        try await bench.server.close()
    }

    @Test func `gives nothing where a balancer knows a tip that it cannot show`() async throws {
        let bench = try await TronBench.start()
        bench.chain.mine()
        let cursor = bench.chain.cursor()
        for number in 0..<3 { bench.chain.mine([.trx("\(number)", to: TronBench.mine, sun: 1)]) }
        bench.chain.change { $0.shownMax = 1 }
        let nothing = try await bench.update(after: cursor)
        #expect(nothing.connected.isEmpty)
        #expect(nothing.tip == bench.chain.tip)
        #expect(nothing.mempool?.isComplete == false)
        bench.chain.change { $0.shownMax = 3 }
        let some = try await bench.update(after: cursor)
        #expect(some.connected.map(\.id.height) == [2, 3])
        #expect(some.tip == bench.chain.tip)
        try await bench.server.close()
    }

    @Test func `says when a reorganisation is deeper than the cursor remembers`() async throws {
        let bench = try await TronBench.start()
        for _ in 0..<9 { bench.chain.mine() }
        let cursor = bench.chain.cursor(depth: 3)
        bench.chain.fork(depth: 3)
        for _ in 0..<4 { bench.chain.mine() }
        await #expect(throws: ChainError.reorgTooDeep(heightFirst: 7)) {
            try await bench.update(after: cursor)
        }
        try await bench.server.close()
    }

    @Test func `waits for receipts that are late and loses nothing`() async throws {
        let bench = try await TronBench.start()
        let cursor = bench.chain.cursor()
        for number in 0..<4 { bench.chain.mine([.trx("\(number)", to: TronBench.mine, sun: 1)]) }
        bench.chain.change { $0.receiptsMissing = [3] }
        let first = try await bench.update(after: cursor)
        #expect(first.connected.map(\.id.height) == [1, 2])
        #expect(first.mempool?.isComplete == false)
        let next = ChainCursor(recent: first.connected.reversed().map(\.id) + cursor.recent)
        let late = ChainError.malformed(what: "block 3: 0 receipts for 1 transactions")
        await #expect(throws: late) { try await bench.update(after: next) }
        bench.chain.change { $0.receiptsMissing = [] }
        let last = try await bench.update(after: next)
        #expect(last.connected.flatMap(\.transfers).map(\.id.txid) == ["2", "3"].map(Stub.hash))
        try await bench.server.close()
    }

    @Test func `keeps a payment waiting whose block left, until it is in one again`() async throws {
        let bench = try await TronBench.start()
        var cursor = bench.chain.cursor()
        bench.chain.mine([.trx("a", to: TronBench.mine, sun: 5)])
        bench.chain.mine([.trx("b", to: TronBench.mine, sun: 6)])
        _ = try await bench.update(after: cursor)
        cursor = bench.chain.cursor()
        bench.chain.fork(depth: 2)
        for _ in 0..<3 { bench.chain.mine() }
        bench.chain.change { $0.waiting = [Stub.hash("a")] }
        // Asked twice, as after a crash before the first answer was stored.
        for _ in 0..<2 { #expect(try await bench.update(after: cursor).mempool == nil) }
        cursor = bench.chain.cursor()
        for _ in 0..<2 {
            let update = try await bench.update(after: cursor)
            let waiting = [TronBench.transfer("a", 0, 5)]
            #expect(update.mempool == ChainUpdate.Mempool(transfers: waiting, isComplete: true))
        }
        bench.chain.mine([.trx("a", to: TronBench.mine, sun: 5)])
        let mined = try await bench.update(after: cursor)
        #expect(mined.connected.flatMap(\.transfers) == [TronBench.transfer("a", 0, 5)])
        #expect(mined.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
        try await bench.server.close()
    }

    @Test func `tells what is irreversible only of blocks that it read`() async throws {
        var limits = TronLimits()
        limits.blocksMax = 2
        let bench = try await TronBench.start(limits: limits)
        let cursor = bench.chain.cursor()
        for _ in 0..<5 { bench.chain.mine() }
        let full = bench.chain.cursor()
        #expect(try await bench.update(after: cursor).finalizedHeight == nil)
        bench.chain.change { $0.solidified = 4 }
        #expect(try await bench.update(after: cursor).finalizedHeight == 2)
        #expect(try await bench.update(after: full).finalizedHeight == 4)
        #expect(try await bench.update(after: nil).finalizedHeight == 4)
        bench.chain.change { $0.pathsMissing = ["/walletsolidity/getblock"] }
        #expect(try await bench.update(after: full).finalizedHeight == 4)
        bench.chain.change { $0.pathsMissing.insert("/walletsolidity/getnowblock") }
        #expect(try await bench.update(after: full).finalizedHeight == nil)
        // A server beside the one that tells the blocks, on a fork.
        bench.chain.change { $0.pathsMissing = [] }
        let recent = full.recent.map { $0.height == 4 ? BlockID(height: 4, hash: "") : $0 }
        let other = try await bench.update(after: ChainCursor(recent: recent))
        #expect(other.finalizedHeight == nil)
        try await bench.server.close()
    }

    @Test func `works with servers that have no headers alone`() async throws {
        let bench = try await TronBench.start()
        for _ in 0..<3 { bench.chain.mine() }
        bench.chain.change { $0.pathsMissing = ["/wallet/getblock"] }
        let cursor = bench.chain.cursor()
        bench.chain.fork(depth: 1)
        for _ in 0..<2 { bench.chain.mine([.trx("a", to: TronBench.mine, sun: 5)]) }
        let update = try await bench.update(after: cursor)
        #expect(update.disconnected == [cursor.last])
        #expect(update.connected.map(\.id) == bench.chain.blocks.suffix(2).map(\.id))
        try await bench.server.close()
    }

    @Test func `tells how its node is doing`() async throws {
        let bench = try await TronBench.start()
        for _ in 0..<3 { bench.chain.mine() }
        let headSeconds = Int64(TronStubChain.firstSeconds + 9)
        for (age, isSyncing) in [(0, false), (120, false), (121, true)] as [(Int64, Bool)] {
            let now = Instant(seconds: headSeconds + age)
            let status = try await TronBench.source(bench.server.endpoint, now: now).status()
            #expect(status.chainName == "regtest")
            #expect(status.height == 3)
            #expect(status.isSyncing == isSyncing)
            #expect(status.clockOffsetSeconds == 784_111_777 - headSeconds - age)
        }
        try await bench.server.close()
    }

    @Test func `refuses a chain that begins otherwise`() async throws {
        let bench = try await TronBench.start()
        let main = try TronBench.source(bench.server.endpoint, chain: .main)
        let stranger = "one that begins with block \(TronStubChain.genesis)"
        let error = ChainError.wrongChain(expected: "main", found: stranger)
        await #expect(throws: error) { try await main.update(after: nil) { TronBench.watched } }
        await #expect(throws: error) { try await main.status() }
        await #expect(throws: error) { try await main.block(at: 0) }
        try await bench.server.close()

        let genesis = try String(
            decoding: TronBench.file("genesis-recorded-shape.json"),
            as: UTF8.self
        )
        let node = try await TronStubServer.start { _ in .answer(status: 200, body: genesis) }
        #expect(
            try await TronBench.source(node.endpoint, chain: .main).status().chainName == "main"
        )
        await #expect(throws: ChainError.wrongChain(expected: "regtest", found: "main")) {
            try await TronBench.source(node.endpoint).status()
        }
        try await node.close()
    }

    @Test func `tells what moving each coin on costs`() async throws {
        let parameters = try String(
            decoding: TronBench.file("parameters-recorded-shape.json"),
            as: UTF8.self
        )
        let node = try await TronStubServer.start { _ in .answer(status: 200, body: parameters) }
        let now = Instant(seconds: 7)
        let costs = try await TronBench.source(node.endpoint).networkCosts(at: now)
        #expect(costs.keys.sorted() == ["TRX", "USDT"])
        #expect(try costs["TRX"]?.amount == Amount(decimal: "0.268", of: TronBench.trx))
        #expect(costs["TRX"]?.text == "268 bandwidth × 1000")
        #expect(try costs["USDT"]?.amount == Amount(decimal: "6.7735", of: TronBench.trx))
        #expect(costs["USDT"]?.text == "64285 energy × 100 + 345 bandwidth × 1000")
        #expect(costs["USDT"]?.time == now)
        try await node.close()
    }
}
