import Foundation
import Keys
import Payments
import Rigs
import Testing

@testable import Chains

@Suite(.serialized) struct `A transaction that a payer asks for on a real node` {
    private static func ask(
        _ bench: BitcoinBench,
        _ txid: String,
        _ addresses: [String] = [],
        by source: BitcoinSource? = nil
    ) async throws -> TransactionSighting? {
        let accounts = try addresses.map { address in
            try #require(BitcoinBench.format.decode(address)).matchBytes
        }
        let hash = try #require(TransactionHash(txid))
        return try await (source ?? bench.source).transaction(hash, payingTo: Set(accounts))
    }

    private static func coin(_ units: UInt128) -> TransactionSighting.Payment {
        .coin(Amount(units: units, of: BitcoinBench.asset))
    }

    @Test func `waits with what it pays, then is in its block`() async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let (first, second) = (
            try await bench.node.newAddress(), try await bench.node.newAddress("legacy")
        )
        let txid = try await bench.node.send(outputs: [
            (first, "1.25"), (second, "0.5"), (first, "0.25"),
        ])
        let waiting = try await Self.ask(bench, txid.uppercased(), [first])
        #expect(waiting?.position == .waiting(isFeeLow: false))
        #expect(waiting?.payments == [Self.coin(125_000_000), Self.coin(25_000_000)])
        #expect(try await Self.ask(bench, txid, [second])?.payments == [Self.coin(50_000_000)])
        #expect(try await Self.ask(bench, txid)?.payments == [])

        // The node has no index: it is found in one of the newest blocks.
        let hash = try await bench.node.mine(1, to: bench.home)[0]
        let mined = try await Self.ask(bench, txid, [first])
        #expect(mined?.position == .inBlock(height: 103, hash: hash))
        #expect(mined?.payments == [Self.coin(125_000_000), Self.coin(25_000_000)])
        try await bench.node.mine(11, to: bench.home)
        #expect(try await Self.ask(bench, txid)?.position == .inBlock(height: 103, hash: hash))
        try await bench.node.mine(1, to: bench.home)
        #expect(try await Self.ask(bench, txid) == nil)
        #expect(try await Self.ask(bench, String(repeating: "0", count: 64)) == nil)
    }

    @Test func `is known at any depth to a node with an index, and not beside the best chain`()
        async throws
    {
        let node = try await Litecoind.start(extraArguments: ["-txindex=1"])
        try await node.createWallet()
        let home = try await node.newAddress()
        try await node.mine(102, to: home)
        let bench = BitcoinBench(node: node, source: BitcoinBench.source(node), home: home)
        defer { bench.node.close() }
        let address = try await node.newAddress()
        let txid = try await node.send(to: address, amount: "2")
        let hash = try await node.mine(1, to: home)[0]
        try await node.mine(15, to: home)
        let known = try await Patience.wait(for: "the index") {
            try await Self.ask(bench, txid, [address])
        }
        #expect(known.position == .inBlock(height: 103, hash: hash))
        #expect(known.payments == [Self.coin(200_000_000)])
        // Of so deep a block the node puts nothing back into its mempool; the index keeps it.
        try await node.invalidateBlock(hash)
        for _ in 0..<17 { try await node.mineEmpty(to: home) }
        #expect(try await Self.ask(bench, txid, [address]) == nil)
    }

    @Test func `is not known any more once it is replaced, and what replaced it pays nothing`()
        async throws
    {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let address = try await bench.node.newAddress()
        let (txid, spent) = try await bench.node.sendReplaceable(to: address, amount: "1")
        #expect(try await Self.ask(bench, txid, [address])?.payments == [Self.coin(100_000_000)])
        let stranger = try await bench.node.newAddress()
        let other = try await bench.node.replace(spent, to: stranger, amount: "1")
        #expect(try await Self.ask(bench, txid, [address]) == nil)
        #expect(try await Self.ask(bench, other, [address])?.payments == [])
    }

    @Test(arguments: [("0.0001", false), ("0.02", true)])
    func `offers a low fee below half of what the node estimates`(
        _ estimate: String,
        _ isLow: Bool
    ) async throws {
        let bench = try await BitcoinBench.start()
        defer { bench.node.close() }
        let address = try await bench.node.newAddress()
        // The rig pays 0.0001 for about 141 bytes: some 71 units for a byte.
        let (txid, _) = try await bench.node.sendReplaceable(to: address, amount: "1")
        let node = bench.node
        let stub = try await BitcoinStubNode.start { (request: BitcoinStubNode.Request) in
            await Self.answer(request.body, node, estimate: estimate)
        }
        let source = BitcoinBench.source(node, endpoint: stub.endpoint)
        let found = try await Self.ask(bench, txid, [address], by: source)
        #expect(found?.position == .waiting(isFeeLow: isLow))
        try await stub.close()
    }

    /// The node's own answers, but for its estimate.
    private static func answer(
        _ body: String,
        _ node: Litecoind,
        estimate: String
    ) async -> BitcoinStubNode.Reply {
        guard let message = try? JSONDecoder().decode(JSONValue.self, from: Data(body.utf8)) else {
            return .answer(status: 500, body: "")
        }
        let calls = message.elements.isEmpty ? [message] : message.elements
        var answers: [JSONValue] = []
        for call in calls {
            var fields: [String: JSONValue] = ["id": call["id"], "error": .null, "result": .null]
            do {
                fields["result"] =
                    call["method"] == "estimatesmartfee"
                    ? ["feerate": .number(Decimal(string: estimate) ?? 0)]
                    : try await node.rpc(
                        call["method"].text ?? "",
                        params: call["params"].elements
                    )
            } catch RigError.refused(_, let code, let text) {
                fields["error"] = [
                    "code": .number(Decimal(code ?? 0)), "message": .string(text),
                ]
            } catch {
                return .answer(status: 500, body: "\(error)")
            }
            answers.append(.object(fields))
        }
        let answer = message.elements.isEmpty ? answers[0] : .array(answers)
        let data = (try? JSONEncoder().encode(answer)) ?? Data()
        return .answer(status: 200, body: String(decoding: data, as: UTF8.self))
    }

    @Test func `is told by an Esplora server, whose bytes must be the transaction's`()
        async throws
    {
        let lie = LieSwitch()
        let (bench, facade) = try await BitcoinBench.startEsplora(readsMempool: false) {
            path,
            reply in
            guard lie.isOn, path.first == "tx", path.last == "raw", case .data(var bytes) = reply
            else { return reply }
            bytes[bytes.count - 1] ^= 1
            return .data(bytes)
        }
        defer { bench.node.close() }
        let address = try await bench.node.newAddress()
        let txid = try await bench.node.send(outputs: [(address, "1.25")])
        let waiting = try await Self.ask(bench, txid, [address])
        // The facade estimates 68 units for a byte, and the wallet pays 10.
        #expect(waiting?.position == .waiting(isFeeLow: true))
        #expect(waiting?.payments == [Self.coin(125_000_000)])
        let hash = try await bench.node.mine(1, to: bench.home)[0]
        #expect(
            try await Self.ask(bench, txid, [address])?.position
                == .inBlock(height: 103, hash: hash)
        )
        #expect(try await Self.ask(bench, String(repeating: "0", count: 64)) == nil)
        lie.isOn = true
        await #expect(
            throws: ChainError.malformed(what: "a transaction that has another txid than asked for")
        ) {
            try await Self.ask(bench, txid, [address])
        }
        try await facade.close()
    }
}
