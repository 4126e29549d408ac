import AsyncHTTPClient
import Foundation
import Rigs
import Testing

/// The EVM chain of the tests itself, and what stands before it: what other tests build on.
@Suite(.timeLimit(.minutes(1)))
struct EVMRigTests {
    private let node: EVMNode
    private let payee = "0x" + String(repeating: "a1", count: 20)
    private let other = "0x" + String(repeating: "b2", count: 20)
    private let transferTopic: JSONValue =
        "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"

    init() async throws { node = try await EVMNode.start(chainID: 1_337) }

    /// The units that the logs of a filter name.
    private func units(
        _ filter: JSONValue,
        at url: String? = nil
    ) async throws -> [UInt128] {
        try await EVMNode.rpc(at: url ?? node.url, "eth_getLogs", [filter]).elements
            .compactMap { $0["data"].text.flatMap { UInt128($0.dropFirst(2), radix: 16) } }
    }

    /// Everything that a token says it moved to the payee.
    private func toPayee(_ token: String) -> JSONValue {
        let topic = JSONValue.string("0x" + String(repeating: "0", count: 24) + payee.dropFirst(2))
        return [
            "fromBlock": "0x0", "toBlock": "latest", "address": [.string(token)],
            "topics": [transferTopic, .null, [topic]],
        ]
    }

    @Test func `it is a chain with the number it was given, and pays`() async throws {
        #expect(try await node.rpc("eth_chainId") == "0x539")
        #expect(try await node.head() == 0)
        let txid = try await node.pay(to: payee, units: "1000000000000000001")
        #expect(try await node.balance(of: payee) == "1000000000000000001")
        #expect(try await node.head() == 1)
        let block = try await node.block(at: 1)
        let payment = block["transactions"][0]
        #expect(payment["hash"] == .string(txid))
        #expect(payment["to"] == .string(payee))
        #expect(payment["value"] == "0xde0b6b3a7640001")
        #expect(payment["input"] == "0x")
        #expect(try await node.accounts()[0] == payment["from"].text)
        #expect(payment["blockHash"] == block["hash"])
        #expect(try await node.blockHash(at: 0) == block["parentHash"].text)
        #expect(try await node.receipt(txid)["status"] == "0x1")
        let time = try #require(block["timestamp"].text.flatMap { Int($0.dropFirst(2), radix: 16) })
        #expect(abs(Date().timeIntervalSince1970 - Double(time)) < 10)
        let old = try await node.rpc("eth_getBlockByNumber", "0x0", false)["timestamp"]
        #expect(old != block["timestamp"])
        #expect(try await node.rpc("eth_getBlockByNumber", "0x2", true) == .null)
        #expect(
            try await node.rpc("eth_feeHistory", "0x1", "latest", [])["baseFeePerGas"][1] != .null
        )
    }

    @Test func `tokens say in logs and blooms what moved, and liars say it too`() async throws {
        let dollars = try await node.deployToken(symbol: "USDT", decimals: 6)
        let fee = try await node.deployFeeToken(symbol: "FEE", decimals: 18)
        let spam = try await node.deploySpam(symbol: "USDT", decimals: 6)
        let txid = try await node.transfer(dollars, to: payee, units: "25000000")
        try await node.transfer(dollars, toMany: [(payee, "1"), (other, "2"), (payee, "3")])
        try await node.transfer(fee, to: payee, units: "1000")
        try await node.fakeTransfer(spam, to: payee, units: "7", count: 3)
        #expect(try await units(toPayee(dollars)) == [25_000_000, 1, 3])
        #expect(try await units(toPayee(fee)) == [990])
        #expect(try await units(toPayee(spam)) == [7, 7, 7])
        #expect(try await node.balance(of: payee, token: dollars) == "25000004")
        #expect(try await node.balance(of: payee, token: fee) == "990")

        let receipt = try await node.receipt(txid)
        let hash = try #require(receipt["blockHash"].text)
        #expect(
            try await node.rpc("eth_getLogs", ["blockHash": .string(hash)]) == receipt["logs"]
        )
        #expect(receipt["logs"][0]["removed"] == false)
        let block = try await node.rpc("eth_getBlockByHash", .string(hash), true)
        #expect(block["logsBloom"] == receipt["logsBloom"])
        #expect(block["logsBloom"].text?.count == 514)
        #expect(block["logsBloom"].text?.contains { !"0x".contains($0) } == true)
        let nobody = JSONValue.string("0x" + String(repeating: "ab", count: 32))
        await #expect(throws: RigError.self) {
            try await node.rpc("eth_getLogs", ["blockHash": nobody])
        }
        #expect(try await node.rpc("eth_getBlockByHash", nobody, true) == .null)

        let odd = try await node.oddLog(
            spam,
            topics: Array(repeating: try #require(transferTopic.text), count: 4),
            data: "0x1234"
        )
        #expect(try await node.receipt(odd)["logs"][0]["topics"].elements.count == 4)
        try await node.setLogLimits(blocks: nil, logs: 2)
        await #expect(throws: RigError.self) { try await units(toPayee(dollars)) }
        try await node.setLogLimits(blocks: 2, logs: nil)
        await #expect(throws: RigError.self) { try await units(toPayee(dollars)) }
    }

    @Test func `what fails has the status 0x0, and what is paid on arrives silently`() async throws
    {
        let dollars = try await node.deployToken(symbol: "USDT", decimals: 6)
        let splitter = try await node.deploySplitter()
        let failed = try await node.receipt(node.failTransfer(dollars, to: payee, units: "1"))
        #expect(failed["status"] == "0x0")
        #expect(failed["logs"] == [])
        let undone = try await node.failThrough(splitter, to: payee, units: "5")
        #expect(try await node.receipt(undone)["status"] == "0x0")
        let vain = try await node.payInVain(splitter, to: payee, units: "5")
        #expect(try await node.receipt(vain)["status"] == "0x1")
        #expect(try await node.balance(of: payee) == "0")
        let paid = try await node.payThrough(splitter, to: [(payee, "30"), (other, "12")])
        let receipt = try await node.receipt(paid)
        #expect(receipt["status"] == "0x1")
        #expect(receipt["to"] == .string(splitter))
        #expect(receipt["logs"] == [])
        #expect(try await node.balance(of: payee) == "30")
        #expect(try await node.balance(of: other) == "12")
    }

    @Test func `several transactions share a block, whose logs are counted through`() async throws {
        let dollars = try await node.deployToken(symbol: "USDT", decimals: 6)
        var sent: [String] = []
        let hash = try await node.inOneBlock {
            for _ in 0..<3 {
                sent.append(try await node.transfer(dollars, to: payee, units: "2"))
            }
            sent.append(try await node.pay(to: payee, units: "1", payer: 1))
            #expect(try await node.receipt(sent[0]) == .null)
            let waiting = try await node.rpc("eth_getTransactionByHash", .string(sent[0]))
            #expect(waiting["hash"] == .string(sent[0]))
            #expect(waiting["blockHash"] == .null)
        }
        let block = try await node.rpc("eth_getBlockByHash", .string(hash), false)
        #expect(block["transactions"].elements.compactMap(\.text) == sent)
        let logs = try await node.rpc("eth_getLogs", ["blockHash": .string(hash)]).elements
        #expect(logs.compactMap { $0["logIndex"].text } == ["0x0", "0x1", "0x2"])
        let answers = try await EVMNode.batch(
            at: node.url,
            [
                ("eth_blockNumber", []), ("eth_nothing", []),
                ("eth_getBalance", [.string(payee), "latest"]),
            ]
        )
        #expect(answers[0]["result"] == "0x2")
        #expect(answers[1]["error"]["code"] == -32_601)
        #expect(answers[2]["result"] == "0x1")
    }

    @Test func `a reorganisation has other blocks, and may bring payments back`() async throws {
        let snapshot = try await node.snapshot()
        let txid = try await node.pay(to: payee, units: "9")
        let first = try await node.blockHash(at: 1)
        try await node.revert(to: snapshot)
        #expect(try await node.head() == 0)
        #expect(try await node.balance(of: payee) == "0")
        #expect(try await node.receipt(txid) == .null)
        let waiting = try await node.rpc("eth_getTransactionByHash", .string(txid))
        #expect(waiting["hash"] == .string(txid))
        #expect(waiting["blockNumber"] == .null)
        let second = try await node.mine()
        #expect(try await node.blockHash(at: 1) == second[0])
        #expect(second[0] != first)
        #expect(try await node.rpc("eth_getBlockByHash", .string(first), true) == .null)
        try await node.sendAgain(txid)
        #expect(try await node.receipt(txid)["blockNumber"] == "0x2")
        #expect(try await node.balance(of: payee) == "9")

        // To and fro between the branches, and then against the payment.
        try await node.setHead(first)
        #expect(try await node.receipt(txid)["blockHash"] == .string(first))
        try await node.setHead(second[0])
        #expect(try await node.balance(of: payee) == "0")
        try await node.pay(to: other, units: "9")
        #expect(try await node.rpc("eth_getTransactionByHash", .string(txid)) == .null)
        await #expect(throws: RigError.self) { try await node.sendAgain(txid) }
    }

    @Test func `the tag finalized is refused, unknown or behind the head`() async throws {
        try await node.mine(10)
        func finalized() async throws -> JSONValue {
            try await node.rpc("eth_getBlockByNumber", "finalized", false)
        }
        await #expect(throws: RigError.self) { try await finalized() }
        try await node.setFinality(.none)
        #expect(try await finalized() == .null)
        try await node.setFinality(.behind(4))
        #expect(try await finalized()["number"] == "0x6")
        #expect(try await node.rpc("eth_getBlockByNumber", "safe", false)["number"] == "0x8")
        try await node.setFinality(.behind(40))
        #expect(try await finalized()["number"] == "0x0")
    }

    @Test func `a proxy breaks connections and answers, and counts them`() async throws {
        let proxy = try await FaultyProxy.start(before: node.url)
        func head() async throws -> JSONValue {
            try await EVMNode.rpc(at: proxy.url, "eth_blockNumber")
        }
        #expect(try await head() == "0x0")
        let faults: [FaultyProxy.Behaviour] = [
            .dropping, .refusing, .status(429), .html,
            .failing(["eth_blockNumber"], code: -32_005, message: "too many"),
        ]
        for fault in faults {
            proxy.becomes(fault)
            await #expect(throws: (any Error).self, "\(fault)") { try await head() }
        }
        proxy.becomes(.honest)
        proxy.forgetCounts()
        #expect(try await head() == "0x0")
        #expect(proxy.requests == 1)
        #expect(proxy.calls(of: "eth_blockNumber") == 1)
        proxy.becomes(.refusingBatches)
        let refused = try await EVMNode.batch(at: proxy.url, [("eth_blockNumber", [])])
        #expect(refused == [.null])
        #expect(try await head() == "0x0")
        proxy.becomes(.answering(["eth_chainId": "0x1"]))
        #expect(try await EVMNode.rpc(at: proxy.url, "eth_chainId") == "0x1")

        proxy.becomes(.slow)
        async let late = EVMNode.rpc(at: proxy.url, "eth_blockNumber")
        _ = try await Patience.wait(for: "an answer kept back") { proxy.keptBack == 1 ? true : nil }
        try await node.mine()
        proxy.release()
        #expect(try await late == "0x0")
        proxy.becomes { $0.isMultiple(of: 2) ? .honest : .status(503) }
        proxy.forgetCounts()
        await #expect(throws: (any Error).self) { try await head() }
        #expect(try await head() == "0x1")
    }

    @Test func `a proxy lags and lies without a contradiction`() async throws {
        let dollars = try await node.deployToken(symbol: "USDT", decimals: 6)
        try await node.transfer(dollars, to: payee, units: "5")
        let paid = try await node.pay(to: payee, units: "8")
        let proxy = try await FaultyProxy.start(before: node.url)
        func ask(_ method: String, _ params: JSONValue...) async throws -> JSONValue {
            try await EVMNode.rpc(at: proxy.url, method, params)
        }
        func block(_ height: Int) async throws -> JSONValue {
            try await ask("eth_getBlockByNumber", .string("0x\(height)"), true)
        }

        proxy.becomes(.lagging(blocks: 2))
        #expect(try await ask("eth_blockNumber") == "0x1")
        #expect(try await block(2) == .null)
        #expect(try await ask("eth_getBlockByNumber", "latest", false)["number"] == "0x1")
        #expect(try await units(toPayee(dollars), at: proxy.url) == [])
        #expect(try await ask("eth_getTransactionReceipt", .string(paid)) == .null)
        #expect(try await ask("eth_getBalance", .string(payee), "latest") == "0x0")

        proxy.becomes(.lyingHash(above: 1))
        let (truth, lie) = (try await node.block(at: 2), try await block(2))
        #expect(try await block(1) == node.block(at: 1))
        #expect(lie["hash"] != truth["hash"])
        #expect(lie["parentHash"] == truth["parentHash"])
        #expect(lie["transactions"][0]["blockHash"] == lie["hash"])
        #expect(lie["transactions"][0]["hash"] == truth["transactions"][0]["hash"])
        #expect(try await block(3)["parentHash"] == lie["hash"])
        #expect(try await ask("eth_getBlockByHash", lie["hash"], true) == lie)
        #expect(try await ask("eth_getBlockByHash", truth["hash"], true) == .null)
        #expect(
            try await ask("eth_getLogs", ["blockHash": lie["hash"]])[0]["blockHash"] == lie["hash"]
        )

        proxy.becomes(.emptyLogs)
        #expect(try await units(toPayee(dollars), at: proxy.url) == [])
        proxy.becomes(.omitting(payee))
        #expect(try await units(toPayee(dollars), at: proxy.url) == [])
        #expect(try await block(3)["transactions"] == [])
        #expect(try await block(3)["hash"] == node.block(at: 3)["hash"])
    }

    @Test func `a proxy invents transfers that can be looked up`() async throws {
        let dollars = try await node.deployToken(symbol: "USDT", decimals: 6)
        try await node.mine(2)
        let proxy = try await FaultyProxy.start(before: node.url)
        let txid = "0x" + String(repeating: "cd", count: 32)
        func ask(_ method: String, _ params: JSONValue...) async throws -> JSONValue {
            try await EVMNode.rpc(at: proxy.url, method, params)
        }
        func invent(_ token: String?) {
            proxy.becomes(
                .inventing(
                    .init(txid: txid, token: token, receiver: payee, units: 77, height: 2)
                )
            )
        }

        invent(dollars)
        #expect(try await units(toPayee(dollars), at: proxy.url) == [77])
        #expect(try await units(toPayee(dollars)) == [])
        let receipt = try await ask("eth_getTransactionReceipt", .string(txid))
        #expect(receipt["status"] == "0x1")
        #expect(try await node.blockHash(at: 2) == receipt["blockHash"].text)
        #expect(receipt["logs"].elements.count == 1)

        invent(nil)
        #expect(try await units(toPayee(dollars), at: proxy.url) == [])
        let block = try await ask("eth_getBlockByNumber", "0x2", true)
        #expect(block["transactions"][0]["to"] == .string(payee))
        #expect(block["transactions"][0]["value"] == "0x4d")
        #expect(
            try await ask("eth_getTransactionByHash", .string(txid)) == block["transactions"][0]
        )
        #expect(try await ask("eth_getBalance", .string(payee), "latest") == "0x4d")
        #expect(try await ask("eth_getBalance", .string(payee), "0x1") == "0x0")
        #expect(try await node.balance(of: payee) == "0")
    }
}
