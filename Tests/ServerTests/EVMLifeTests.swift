import Foundation
import Rigs
import Testing

/// Invoices paid on a real EVM chain, seen by a real server, heard through both APIs.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct EVMLifeTests {
    @Test func `ether paid in two halves goes from Created over Partially to Paid`() async throws {
        let world = try await EVMShop()
        let address = try await world.open(1, in: "ETH")
        #expect(address == EVMShop.firstAddress)
        try await world.node.pay(to: address, units: "1666670000000000")
        try await world.node.mine(2)
        let partly = try await world.told(1, 1)
        #expect(partly.json["amount"] == "0.00333334")
        try await world.node.pay(to: address, units: "1666670000000000")
        try await world.told(1, 6)
        try await world.node.mine(2)
        let paid = try await world.told(1, 8)
        #expect(paid.json["address"] == .string(address))
        #expect(paid.isSigned)
        #expect(Set(world.story(of: 1)) == [1, 6, 8])
        #expect(world.story(of: 1).last == 8)
    }

    @Test func `a token is PENDING at first sight and PROCESSED once it is deep`() async throws {
        let world = try await EVMShop()
        let (made, address) = try await world.make(in: "USDT")
        let txid = try await world.node.transfer(world.usdt, to: address, units: "4000000")
        try await world.told(made["id"], "PENDING", received: "4")
        // Two transfers of one transaction count both.
        try await world.node.transfer(
            world.usdt,
            toMany: [(address, "3500000"), (address, "2500000")]
        )
        try await world.node.mine(2)
        let done = try await world.told(made["id"], "PROCESSED", received: "10")
        #expect(done.json["transactions"].elements.map { $0["amount"] } == ["4", "3.5", "2.5"])
        #expect(done.json["transactions"][0]["tx"] == .string(txid))
        try await world.expectGenuine(made["id"])
    }

    @Test func `fakes are not credited, and the real payment after them is`() async throws {
        let world = try await EVMShop()
        let node = world.node
        let address = try await world.open(1, in: "USDT")
        let ether = try await world.open(2, in: "ETH")
        let fake = try await node.deployToken(symbol: "USDT", decimals: 6)
        try await node.transfer(fake, to: address, units: "10000000")
        let spam = try await node.deploySpam(symbol: "USDT", decimals: 6)
        try await node.fakeTransfer(spam, to: address, units: "10000000", count: 3)
        try await node.transfer(world.usdt, to: address, units: "0")
        try await node.failTransfer(world.usdt, to: address, units: "10000000")
        let splitter = try await node.deploySplitter()
        try await node.failThrough(splitter, to: ether, units: EVMShop.etherDue)
        try await node.payInVain(splitter, to: ether, units: EVMShop.etherDue)
        try await node.mine(4)
        try await world.hasRead()
        for order in ["1", "2"] {
            let shown = try await world.florin.json("invoice", "show", order)
            #expect(shown["transfers"].elements.isEmpty)
            #expect(shown["seen"] == "unpaid")
        }
        #expect(world.story(of: 1).isEmpty)
        try await node.transfer(world.usdt, to: address, units: "10000000")
        try await node.mine(2)
        try await world.told(1, 8)
    }

    @Test func `ether that comes out of a contract is found by the balance`() async throws {
        let world = try await EVMShop()
        let address = try await world.open(1, in: "ETH")
        let (made, other) = try await world.make(in: "ETH")
        try await world.hasRead()
        let splitter = try await world.node.deploySplitter()
        let txid = try await world.node.payThrough(
            splitter,
            to: [(address, EVMShop.etherDue), (other, EVMShop.etherDue)]
        )
        try await world.told(1, 6)
        let shown = try await world.florin.json("invoice", "show", "1")
        #expect(shown["transfers"][0]["txid"] == .string(txid))
        try await world.node.mine(3)
        try await world.told(1, 8)
        try await world.told(made["id"], "PROCESSED")
        try await world.hasRead()
        let after = try await world.florin.json("invoice", "show", "1")
        #expect(after["transfers"].elements.count == 1)
    }

    @Test func `USDC on a USDT address waits for the merchant, and then counts`() async throws {
        let world = try await EVMShop()
        let address = try await world.open(1, in: "USDT")
        let (made, other) = try await world.make(in: "USDT")
        try await world.node.transfer(world.usdc, to: address, units: "10010011")
        try await world.node.transfer(world.usdc, to: other, units: "10010011")
        try await world.node.mine(3)
        try await world.hasRead()
        let held = try await world.florin.json("invoice", "show", "1")
        #expect(held["seen"] == "unpaid")
        let orphans = try await world.answer("orphan-deposits/get-deposits")
        #expect(orphans.elements.map { $0["currency"] } == ["USDC"])
        // The server knows the rate, 0.999: 10.010011 of it are 10.000000989 dollars.
        try await world.florin.json("invoice", "accept", "1")
        try await world.told(1, 8)
        let id = try #require(made["id"].text)
        try await world.florin.json("invoice", "accept", id)
        let done = try await world.told(made["id"], "PROCESSED")
        #expect(done.json["transactions"][0]["currency"] == "USDC")
        #expect(try await world.answer("orphan-deposits/get-deposits").elements.isEmpty)
        try await world.expectGenuine(made["id"])
    }

    @Test func `the right token on a sibling network is seen, held, and taken`() async throws {
        let world = try await EVMShop(hasSibling: true)
        let sibling = try #require(world.sibling)
        let address = try await world.open(1, in: "ETH")
        try await world.hasRead(sibling, network: "bsc")
        // 10.00002 dollars in BNB at 600, as in ether at 3000.
        try await sibling.pay(to: address, units: "16666700000000000")
        try await sibling.mine(3)
        let held = try await Patience.wait(for: "the payment on the sibling") {
            let shown = try await world.florin.json("invoice", "show", "1")
            return shown["transfers"].elements.isEmpty ? nil : shown
        }
        #expect(held["transfers"][0]["network"] == "bsc")
        #expect(held["seen"] == "unpaid")
        try await world.florin.json("invoice", "accept", "1")
        try await world.told(1, 8)
    }

    @Test func `a payment that a reorganisation takes away goes, and counts once when it returns`()
        async throws
    {
        let world = try await EVMShop()
        let (made, address) = try await world.make(in: "USDT")
        let before = try await world.node.snapshot()
        let txid = try await world.node.transfer(world.usdt, to: address, units: "10000000")
        try await world.told(made["id"], "PENDING", received: "10")
        // While the node still has it, it waits; mined again it is the same payment.
        try await world.node.revert(to: before)
        try await world.node.mine(3)
        try await world.hasRead()
        try await world.stands(made, "PENDING")
        let again = try await world.node.snapshot()
        try await world.node.sendAgain(txid)
        try await world.node.mine(1)
        try await world.hasRead()
        try await world.stands(made, "PENDING")
        // Lost by the node, it is gone, and another payment takes its place.
        try await world.node.revert(to: again)
        try await world.node.forget(txid)
        try await world.node.mine(4)
        try await world.stands(made, "INIT")
        try await world.node.transfer(world.usdt, to: address, units: "10000000", payer: 0)
        try await world.node.mine(2)
        try await world.told(made["id"], "PROCESSED", received: "10")
        let order = try await world.answer("order", ["orderId": made["orderId"]])
        #expect(order["received"] == "10")
        try await world.expectGenuine(made["id"])
    }

    @Test func `what came while the server was dead is counted when it starts again`()
        async throws
    {
        let world = try await EVMShop()
        let (made, address) = try await world.make(in: "USDT")
        let other = try await world.open(2, in: "ETH")
        try await world.hasRead()
        try await world.florin.kill()
        try await world.node.transfer(world.usdt, to: address, units: "10000000")
        try await world.node.pay(to: other, units: EVMShop.etherDue)
        try await world.node.mine(20)
        try await world.florin.restart()
        try await world.told(made["id"], "PROCESSED", received: "10")
        try await world.told(2, 8)
        try await world.florin.kill()
        try await world.florin.restart()
        try await world.hasRead()
        #expect(world.story(of: made["id"]).count { $0 == "PROCESSED" } == 1)
    }

    @Test func `a finalized block makes a payment count before its depth does`() async throws {
        let world = try await EVMShop(finality: .behind(0))
        let address = try await world.open(1, in: "USDT")
        try await world.node.transfer(world.usdt, to: address, units: "10000000")
        try await world.told(1, 8)
    }
}
