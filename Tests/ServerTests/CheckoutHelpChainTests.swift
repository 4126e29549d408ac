import Foundation
import Rigs
import Storage
import Testing

/// What a payer is told who pastes the hash of his transaction, on real chains.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct CheckoutHelpChainTests {
    @Test func `on Litecoin: waiting, mined, replaced, and somebody else's`() async throws {
        let world = try await LitecoinShop()
        let address = try await world.open(1)
        let code = try #require(try await world.florin.json("invoice", "show", "1")["code"].text)
        let page = PayerPage(url: world.florin.url, code: code)
        let (lost, coin) = try await world.node.sendReplaceable(
            to: address,
            amount: LitecoinShop.due
        )
        try await page.says(.seen, of: lost, in: world.florin)
        let other = try await world.node.replace(
            coin,
            to: world.node.newAddress(),
            amount: "1"
        )
        try await page.waits(for: .gone, of: lost, in: world.florin)
        try await page.says(.notThisInvoice, of: other, in: world.florin)
        let half = try await world.node.send(to: address, amount: LitecoinShop.half)
        try await page.says(.seen, of: half, in: world.florin)
        try await world.node.mine(2, to: world.node.newAddress())
        try await page.waits(for: .arrived, of: half, in: world.florin)
        let unknown = String(repeating: "ab", count: 32)
        try await page.says(.unknown, of: unknown, in: world.florin)
        try await world.told(1, 1, total: "49.99")
    }

    @Test func `on an EVM chain: a fake token, a failure, and what a contract passed on`()
        async throws
    {
        let world = try await EVMShop()
        let node = world.node
        let address = try await world.open(1, in: "USDT")
        let ether = try await world.open(2, in: "ETH")
        func page(_ order: String) async throws -> PayerPage {
            let code = try await world.florin.json("invoice", "show", order)["code"].text
            return PayerPage(url: world.florin.url, code: try #require(code))
        }
        let first = try await page("1")
        let fake = try await node.deployToken(symbol: "USDT", decimals: 6)
        let faked = try await node.transfer(fake, to: address, units: "10000000")
        let shown = try await first.says(.wrongToken, of: faked, in: world.florin)
        #expect(shown.text.lowercased().contains(fake.lowercased()))
        let failed = try await node.failTransfer(world.usdt, to: address, units: "10000000")
        try await first.says(.failed, of: failed, in: world.florin)
        let elsewhere = try await node.pay(to: ether, units: EVMShop.etherDue)
        try await world.hasRead()
        try await first.says(.notThisInvoice, of: elsewhere, in: world.florin)
        let second = try await page("2")
        try await second.says(.seen, of: elsewhere, in: world.florin)
        // Balances are looked at of invoices that wait for money.
        let third = try await world.open(3, in: "ETH")
        let splitter = try await node.deploySplitter()
        let passed = try await node.payThrough(splitter, to: [(third, EVMShop.etherDue)])
        try await page("3").says(.seen, of: passed, in: world.florin)
        #expect(world.story(of: 1).isEmpty)
    }

    @Test func `a lone server that makes a transaction up for a payer gets nobody credited`()
        async throws
    {
        let (stream, made) = AsyncStream.makeStream(of: FaultyProxy.self)
        let world = try await EVMShop { node in
            let proxy = try await FaultyProxy.start(before: node.url)
            made.yield(proxy)
            return [proxy.url]
        }
        var proxies = stream.makeAsyncIterator()
        let proxy = try #require(await proxies.next())
        let address = try await world.open(1, in: "ETH")
        let code = try #require(try await world.florin.json("invoice", "show", "1")["code"].text)
        try await world.node.mine(4)
        try await world.hasRead()
        let head = try await world.node.head()
        let txid = "0x" + String(repeating: "ab", count: 32)
        let block: JSONValue = .string(try await world.node.blockHash(at: head - 1))
        let units = UInt128(EVMShop.etherDue) ?? 0
        let transaction: JSONValue = [
            "hash": .string(txid), "from": .string("0x" + String(repeating: "1", count: 40)),
            "to": .string(address.lowercased()), "value": .string("0x" + String(units, radix: 16)),
            "input": "0x", "blockHash": block,
            "blockNumber": .string("0x" + String(head - 1, radix: 16)),
        ]
        let receipt: JSONValue = [
            "transactionHash": .string(txid), "blockHash": block, "status": "0x1", "logs": [],
        ]
        proxy.becomes(
            .answering([
                "eth_getTransactionByHash": transaction, "eth_getTransactionReceipt": receipt,
            ])
        )
        let page = PayerPage(url: world.florin.url, code: code)
        try await page.says(.outOfReach, of: txid, in: world.florin)
        let shown = try await world.florin.json("invoice", "show", "1")
        #expect(shown["seen"] == "unpaid")
        #expect(shown["transfers"].elements.isEmpty)
        let store = try Store(sqlitePath: "\(world.florin.data)/florin.db")
        let incidents = try await store.read { try $0.incidents(limit: 5) }
        #expect(incidents.map(\.kind) == [.paymentOverlooked])
        proxy.becomes(.honest)
        try await world.node.pay(to: address, units: EVMShop.etherDue)
        try await world.node.mine(3)
        try await world.told(1, 8)
    }
}
