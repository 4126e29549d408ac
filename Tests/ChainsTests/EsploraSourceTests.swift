import AsyncHTTPClient
import Keys
import Logging
import Payments
import Rigs
import Synchronization
import Testing

@testable import Chains

@Suite(.serialized) struct `A source on an Esplora server` {
    @Test func `sees a payment wait, then in its block, and pays for it as the server says`()
        async throws
    {
        let (bench, facade) = try await BitcoinBench.startEsplora()
        defer { bench.node.close() }
        let start = try await bench.update(after: nil, watching: [])
        #expect(start.tip.hash == (try await bench.node.bestBlockHash()))
        #expect(start.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
        let cursor = try await bench.cursor()
        let address = try await bench.node.newAddress()
        let txid = try await bench.node.send(outputs: [(address, "1.25")])
        let expected = bench.transfer(txid, 0, address, 125_000_000)
        let waiting = try await bench.update(after: cursor, watching: [address])
        #expect(waiting.mempool == ChainUpdate.Mempool(transfers: [expected], isComplete: true))
        let hash = try await bench.node.mine(1, to: bench.home)[0]
        let mined = try await bench.update(after: cursor, watching: [address])
        #expect(mined.connected.map(\.id) == [BlockID(height: 103, hash: hash)])
        #expect(mined.connected.first?.transfers == [expected])
        #expect(mined.mempool == ChainUpdate.Mempool(transfers: [], isComplete: true))
        #expect(try await bench.source.block(at: 104) == nil)

        let cost = try await bench.source.networkCosts(at: Instant(seconds: 9))["LTC"]
        #expect(cost?.parts.map(\.price) == [try Ratio(decimal: "68.285")])
        #expect(try cost?.amount == Amount(units: 4_644, of: BitcoinBench.asset))
        try await facade.close()
    }

    @Test func `takes blocks back that a reorganisation removed, whatever its depth`() async throws
    {
        let (bench, facade) = try await BitcoinBench.startEsplora(readsMempool: false)
        defer { bench.node.close() }
        let address = try await bench.node.newAddress()
        try await bench.node.send(to: address, amount: "3")
        let removed = try await bench.node.mine(7, to: bench.home)
        let cursor = try await bench.cursor(depth: 12)
        try await bench.node.invalidateBlock(removed[0])
        var added: [String] = []
        for _ in 0..<8 { added.append(try await bench.node.mineEmpty(to: bench.home)) }
        let update = try await bench.update(after: cursor, watching: [address])
        #expect(update.disconnected.map(\.hash) == removed.reversed())
        #expect(update.connected.map(\.id.hash) == added)
        #expect(update.connected.flatMap(\.transfers).isEmpty)
        #expect(update.mempool?.transfers.isEmpty == true)
        try await bench.node.mine(1, to: bench.home)
        let next = try await bench.update(
            after: ChainCursor(recent: update.connected.reversed().map(\.id)),
            watching: [address]
        )
        #expect(next.connected.flatMap(\.transfers).map(\.amount.units) == [300_000_000])
        #expect(next.mempool?.transfers.isEmpty == true)
        try await facade.close()
    }

    @Test func `reads a few blocks at a time until it reaches the tip`() async throws {
        let paths = Mutex<[[String]]>([])
        let (bench, facade) = try await BitcoinBench.startEsplora(readsMempool: false) {
            path,
            reply in
            paths.withLock { $0.append(path) }
            return reply
        }
        defer { bench.node.close() }
        var cursor = try await bench.cursor()
        let hashes = try await bench.node.mine(25, to: bench.home)
        var found: [String] = []
        while found.count < 25 {
            let update = try await bench.update(after: cursor, watching: [])
            #expect(update.connected.count == min(10, 25 - found.count))
            found += update.connected.map(\.id.hash)
            cursor = ChainCursor(recent: update.connected.reversed().map(\.id))
        }
        #expect(found == hashes)
        // A look that finds nothing new costs two requests, and none is for the mempool.
        paths.withLock { $0.removeAll() }
        _ = try await bench.update(after: cursor, watching: [])
        #expect(paths.withLock(\.self) == [["blocks", "tip", "height"], ["block-height", "127"]])
        try await facade.close()
    }

    @Test func `takes nothing back when the server is merely behind`() async throws {
        let (bench, facade) = try await BitcoinBench.startEsplora()
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        let unknown = BlockID(height: 103, hash: String(repeating: "ab", count: 32))
        let ahead = ChainCursor(recent: [unknown] + cursor.recent)
        let update = try await bench.update(after: ahead, watching: [])
        #expect(update.disconnected.isEmpty)
        #expect(update.tip == cursor.last)
        #expect(update.mempool?.isComplete == false)
        try await facade.close()
    }

    @Test func `believes neither a block nor a transaction that is not what it was asked for`()
        async throws
    {
        let lie = Mutex<String>("")
        let (bench, facade) = try await BitcoinBench.startEsplora { path, reply in
            guard case .data(var bytes) = reply, path.first == "block" || path.first == "tx" else {
                return reply
            }
            switch lie.withLock(\.self) {
            case "header" where path.first == "block": bytes[4] ^= 1
            case "contents" where path.first == "block": bytes[bytes.count - 1] ^= 1
            case "cut" where path.first == "block": bytes.removeLast()
            case "transaction" where path.first == "tx": bytes[bytes.count - 1] ^= 1
            default: break
            }
            return .data(bytes)
        }
        defer { bench.node.close() }
        let cursor = try await bench.cursor()
        let address = try await bench.node.newAddress()
        try await bench.node.send(to: address, amount: "1")
        lie.withLock { $0 = "transaction" }
        let waiting = try await bench.update(after: cursor, watching: [address])
        #expect(waiting.mempool?.transfers.isEmpty == true)
        try await bench.node.mine(1, to: bench.home)
        for (name, fault) in [
            ("header", "a block that has another hash than asked for"),
            ("contents", "a block that has other transactions than its header says"),
            ("cut", "a block that ends too early"),
        ] {
            lie.withLock { $0 = name }
            await #expect(throws: ChainError.malformed(what: fault)) {
                try await bench.update(after: cursor, watching: [address])
            }
        }
        lie.withLock { $0 = "" }
        let honest = try await bench.update(after: cursor, watching: [address])
        #expect(honest.connected.flatMap(\.transfers).count == 1)
        try await facade.close()
    }

    @Test func `tells its chain by the first block, as the server has no word for it`() async throws
    {
        let (bench, facade) = try await BitcoinBench.startEsplora()
        defer { bench.node.close() }
        let status = try await bench.source.status()
        #expect(status.chainName == "regtest")
        #expect(status.height == 102)
        #expect(try #require(status.clockOffsetSeconds) == 784_111_777)
        let stranger = BitcoinSource(
            network: NetworkID("bitcoin"),
            coin: Coin(Asset(ticker: "BTC", decimals: 8), on: NetworkID("bitcoin")),
            format: .init(family: .bitcoin, chain: .regtest),
            expectedChain: "regtest",
            server: .esplora(endpoint: facade.endpoint),
            httpClient: .shared,
            now: { Instant(seconds: 0) },
            logger: .init(label: "test")
        )
        let error = await #expect(throws: ChainError.self) { try await stranger.status() }
        guard case .wrongChain = error else {
            Issue.record("not the wrong chain but \(String(describing: error))")
            return
        }
        try await facade.close()
    }

    @Test(arguments: [
        (429, "", ChainError.refused(status: 429)),
        (503, "busy", .refused(status: 503)),
        (200, "", .malformed(what: "the height of the tip")),
        (200, "-1", .malformed(what: "the height of the tip")),
        (200, "99999999999999999999", .malformed(what: "the height of the tip")),
        (404, "", .malformed(what: "the height of the tip")),
        // The next answer, for the block at that height, is no hash.
        (200, "7", .malformed(what: "a block hash")),
    ])
    func `passes on what is wrong`(_ status: Int, _ body: String, _ error: ChainError) async throws
    {
        let stub = try await BitcoinStubNode.start { _ in .answer(status: status, body: body) }
        let server = EsploraServer(
            endpoint: stub.endpoint,
            readsMempool: false,
            httpClient: .shared,
            limits: .publicServer
        )
        await #expect(throws: error) { try await server.view() }
        try await stub.close()
    }
}
