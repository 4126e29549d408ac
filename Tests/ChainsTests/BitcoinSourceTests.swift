import AsyncHTTPClient
import Keys
import Logging
import Payments
import Rigs
import Testing

@testable import Chains

@Suite(.serialized) struct `A source on a real node` {
    @Test func `begins at the tip`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let update = try await bench.update(after: nil, watching: [])
        let hash = try await bench.node.bestBlockHash()
        #expect(update.tip == BlockID(height: 102, hash: hash))
        #expect(update.connected.isEmpty)
        #expect(update.disconnected.isEmpty)
        #expect(update.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
        #expect(try await bench.source.block(at: 102) == update.tip)
        #expect(try await bench.source.block(at: 103) == nil)
    }

    @Test func `sees a payment wait, then in its block`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        let address = try await bench.node.newAddress()
        let txid = try await bench.node.send(outputs: [(address, "1.25")])
        let expected = bench.transfer(txid, 0, address, 125_000_000)

        for _ in 0..<2 {
            let waiting = try await bench.update(after: cursor, watching: [address])
            #expect(waiting.connected.isEmpty)
            #expect(
                waiting.mempool == ChainUpdate.Mempool(transfers: [expected], isComplete: true)
            )
        }
        let hash = try await bench.node.mine(1, to: bench.home)[0]
        let mined = try await bench.update(after: cursor, watching: [address])
        #expect(mined.connected.map(\.id) == [BlockID(height: 103, hash: hash)])
        #expect(mined.connected.first?.parentHash == cursor.last.hash)
        #expect(mined.connected.first?.transfers == [expected])
        #expect(mined.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
    }

    @Test func `tells two outputs to one address apart`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        for kind in ["bech32", "p2sh-segwit", "legacy"] {
            let address = try await bench.node.newAddress(kind)
            let txid = try await bench.node.send(outputs: [(address, "0.5"), (address, "0.7")])
            let update = try await bench.update(after: cursor, watching: [address])
            // The node may print an older spelling; ours is the one that Florin issues.
            let issued = try #require(BitcoinBench.format.decode(address)).canonicalText
            #expect(
                update.mempool?.transfers.filter { $0.id.txid == txid } == [
                    bench.transfer(txid, 0, issued, 50_000_000),
                    bench.transfer(txid, 1, issued, 70_000_000),
                ]
            )
        }
    }

    @Test func `forgets a payment that was replaced`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        let address = try await bench.node.newAddress()
        let payment = try await bench.node.sendReplaceable(to: address, amount: "2")
        let before = try await bench.update(after: cursor, watching: [address])
        #expect(before.mempool?.transfers.map(\.id.txid) == [payment.txid])

        try await bench.node.replace(payment.spent, to: bench.home, amount: "2")
        let after = try await bench.update(after: cursor, watching: [address])
        #expect(after.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
    }

    @Test func `takes blocks back that a reorganisation removed`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let address = try await bench.node.newAddress()
        let txid = try await bench.node.send(to: address, amount: "3")
        let removed = try await bench.node.mine(2, to: bench.home)
        let cursor = try await bench.cursor()
        try await bench.node.invalidateBlock(removed[0])
        var added: [String] = []
        for _ in 0..<3 { added.append(try await bench.node.mineEmpty(to: bench.home)) }

        let reorganised = try await bench.update(after: cursor, watching: [address])
        #expect(
            reorganised.disconnected == [
                BlockID(height: 104, hash: removed[1]), BlockID(height: 103, hash: removed[0]),
            ]
        )
        #expect(reorganised.connected.map(\.id.hash) == added)
        #expect(reorganised.connected.map(\.id.height) == [103, 104, 105])
        #expect(reorganised.connected.flatMap(\.transfers).isEmpty)
        #expect(reorganised.mempool == nil)

        let next = try await bench.update(after: bench.cursor(), watching: [address])
        #expect(next.mempool?.transfers.map(\.id.txid) == [txid])
    }

    @Test func `takes a block back that its node rejects without having another`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        try await bench.node.invalidateBlock(cursor.last.hash)
        let update = try await bench.update(after: cursor, watching: [])
        #expect(update.disconnected == [cursor.last])
        #expect(update.tip == cursor.recent[1])
        try await bench.node.reconsiderBlock(cursor.last.hash)
        let restored = try await bench.update(
            after: ChainCursor(recent: Array(cursor.recent.dropFirst())),
            watching: []
        )
        #expect(restored.connected.map(\.id) == [cursor.last])
    }

    @Test func `takes nothing back when its node is merely behind`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        let unknown = BlockID(height: 103, hash: String(repeating: "ab", count: 32))
        let ahead = ChainCursor(recent: [unknown] + cursor.recent)
        let update = try await bench.update(after: ahead, watching: [])
        #expect(update.disconnected.isEmpty)
        #expect(update.connected.isEmpty)
        #expect(update.tip == cursor.last)
        #expect(update.mempool?.isComplete == false)
    }

    @Test func `says when a reorganisation is deeper than the cursor remembers`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let strangers = (90...102).reversed().map {
            BlockID(height: $0, hash: String(repeating: "cd", count: 32))
        }
        await #expect(throws: ChainError.reorgTooDeep(heightFirst: 90)) {
            try await bench.update(after: ChainCursor(recent: strangers), watching: [])
        }
    }

    @Test func `reads every block after a stop, in order`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        var cursor = try await bench.cursor(depth: 5)
        let address = try await bench.node.newAddress()
        var hashes: [String] = []
        var txids: [String] = []
        for _ in 0..<3 {
            txids.append(try await bench.node.send(to: address, amount: "0.1"))
            hashes += try await bench.node.mine(100, to: bench.home)
        }
        var found: [ChainUpdate.Block] = []
        while found.count < 300 {
            let update = try await bench.update(after: cursor, watching: [address])
            #expect(update.connected.count == 50)
            found += update.connected
            #expect(update.mempool?.isComplete == (found.count == 300))
            cursor = ChainCursor(recent: update.connected.reversed().map(\.id))
        }
        #expect(found.map(\.id.hash) == hashes)
        #expect(found.map(\.id.height) == Array(103...402))
        #expect(found.flatMap(\.transfers).map(\.id.txid) == txids)
    }

    @Test func `fetches a full mempool in several updates and says so`() async throws {
        var limits = BitcoinLimits()
        limits.transactionsMax = 3
        limits.batchCallsMax = 2
        let bench = try await BitcoinBench.start(limits: limits)
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        let address = try await bench.node.newAddress()
        for _ in 0..<7 { try await bench.node.send(to: address, amount: "0.01") }
        var views: [ChainUpdate.Mempool?] = []
        for _ in 0..<4 {
            views.append(try await bench.update(after: cursor, watching: [address]).mempool)
        }
        #expect(views.map { $0?.transfers.count } == [3, 6, 7, 7])
        #expect(views.map { $0?.isComplete } == [false, false, true, true])
    }

    @Test func `asks for the watched set after fetching and keeps nothing when that fails`()
        async throws
    {
        struct Unavailable: Error {}
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        let address = try await bench.node.newAddress()
        let txid = try await bench.node.send(to: address, amount: "1")
        await #expect(throws: Unavailable.self) {
            try await bench.source.update(after: cursor) { throw Unavailable() }
        }
        let update = try await bench.update(after: cursor, watching: [address])
        #expect(update.mempool?.transfers.map(\.id.txid) == [txid])
    }

    @Test func `tells how its node is doing`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let cookie = BitcoinCredentials.cookieFile(bench.node.cookieFile)
        let status = try await BitcoinBench.source(bench.node, credentials: cookie).status()
        #expect(status.chainName == "regtest")
        #expect(status.height == 102)
        #expect(!status.isSyncing)
        #expect(try #require(status.clockOffsetSeconds) > 1_700_000_000)
    }

    @Test func `refuses a wrong chain, a wrong coin and a wrong password`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        await #expect(throws: ChainError.wrongChain(expected: "main", found: "regtest")) {
            try await BitcoinBench.source(bench.node, expectedChain: "main").status()
        }
        let bitcoin = AddressFormat(family: .bitcoin, chain: .regtest)
        let error = await #expect(throws: ChainError.self) {
            try await BitcoinBench.source(bench.node, format: bitcoin).block(at: 0)
        }
        guard case .wrongChain = error else {
            Issue.record("not the wrong chain but \(String(describing: error))")
            return
        }
        let wrong = BitcoinCredentials.user(Litecoind.user, password: "wrong")
        await #expect(throws: ChainError.refused(status: 401)) {
            try await BitcoinBench.source(bench.node, credentials: wrong).status()
        }
    }

    @Test func `waits for its node to catch up before the very first start`() async throws {
        let node = try await Litecoind.start()
        defer { node.close() }
        let error = await #expect(throws: ChainError.self) {
            try await BitcoinBench.source(node).update(after: nil) { WatchedSet(seed: 1) }
        }
        guard case .node(code: -10, _) = error else {
            Issue.record("not still syncing but \(String(describing: error))")
            return
        }
    }
}
