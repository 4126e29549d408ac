import Foundation
import Rigs
import Testing

/// Invoices paid on a real Litecoin node, seen by a real server, heard by a shop.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LitecoinLifeTests {
    @Test func `an invoice paid in two halves goes from Created to Completed`() async throws {
        let world = try await LitecoinShop()
        let address = try await world.open(1)
        #expect(address == LitecoinShop.firstAddress)

        try await world.node.send(to: address, amount: LitecoinShop.half)
        try await world.told(1, 6, total: "49.99")
        try await world.node.mine(2, to: world.node.newAddress())
        let partly = try await world.told(1, 1)
        #expect(partly.json["status"] == "Partially")
        #expect(partly.json["total_sum_price"] == "49.99")
        #expect(partly.json["time_done"] == .null)

        try await world.node.send(to: address, amount: LitecoinShop.rest)
        try await world.told(1, 6, total: "100.00")
        try await world.node.mine(1, to: world.node.newAddress())
        try await world.stands(1, 6)
        try await world.node.mine(1, to: world.node.newAddress())
        let paid = try await world.told(1, 8)
        #expect(paid.json["status"] == "Paid")
        #expect(paid.json["total_sum_price"] == "100.00")
        try await world.stands(1, 2)
        #expect(world.story(of: 1) == [6, 1, 6, 8])
        world.expectExact(1, at: address)
        let events = try await world.events()
        #expect(events.count { $0 == "paid" } == 1)
    }

    @Test func `two outputs of one transaction count both, and too much is Overpayment`()
        async throws
    {
        let world = try await LitecoinShop()
        let twice = try await world.open(1)
        let over = try await world.open(2)
        try await world.node.send(outputs: [
            (twice, LitecoinShop.half), (twice, LitecoinShop.rest), (over, "1.14403388"),
        ])
        try await world.told(1, 6, total: "100.00")
        try await world.node.mine(2, to: world.node.newAddress())
        let paid = try await world.told(1, 8)
        #expect(paid.json["total_sum_price"] == "100.00")
        let overpaid = try await world.told(2, 10)
        #expect(overpaid.json["status"] == "Overpayment")
        #expect(overpaid.json["amount"] == .string(LitecoinShop.due))
        try await world.stands(1, 2)
        try await world.stands(2, 2)
        #expect(world.story(of: 1) == [6, 8])
        #expect(world.story(of: 2) == [6, 10])
    }

    @Test func `money that comes after the deadline is counted by the late rule`() async throws {
        let world = try await LitecoinShop()
        let whole = try await world.open(1, expiresIn: 3)
        let part = try await world.open(2, expiresIn: 3)
        try await world.told(1, 7)
        try await world.told(2, 7)
        try await world.stands(1, 7)
        try await world.node.send(outputs: [
            (whole, LitecoinShop.due), (part, LitecoinShop.half),
        ])
        try await world.told(1, 6, total: "100.00")
        try await world.node.mine(2, to: world.node.newAddress())
        try await world.told(1, 8)
        try await world.told(2, 1, total: "49.99")
        try await world.stands(1, 2)
        try await world.stands(2, 1)
        #expect(world.story(of: 1) == [7, 6, 8])
        #expect(world.story(of: 2) == [7, 6, 1])
        world.expectExact(1, at: whole)
    }

    @Test func `a payment replaced in the mempool goes back and is never Paid`() async throws {
        let world = try await LitecoinShop()
        let address = try await world.open(1)
        let (_, coin) = try await world.node.sendReplaceable(
            to: address,
            amount: LitecoinShop.due
        )
        try await world.told(1, 6, total: "100.00")
        try await world.node.replace(coin, to: world.node.newAddress(), amount: "1")
        try await world.told(1, 0, total: "0.00")
        try await world.node.mine(3, to: world.node.newAddress())
        try await world.stands(1, 0)

        // The same invoice can still be paid for good.
        try await world.node.send(to: address, amount: LitecoinShop.due)
        try await world.told(1, 6, total: "100.00", times: 2)
        try await world.node.mine(2, to: world.node.newAddress())
        try await world.told(1, 8)
        try await world.stands(1, 2)
        #expect(world.story(of: 1) == [6, 0, 6, 8])
        #expect(try await world.events().count { $0 == "paid" } == 1)
    }

    @Test func `a reorganisation takes payments back and brings them again, Paid once`()
        async throws
    {
        let world = try await LitecoinShop(.other)
        let whole = try await world.open(1)
        let part = try await world.open(2)
        try await world.node.send(outputs: [(whole, LitecoinShop.due), (part, LitecoinShop.half)])
        try await world.told(1, 6, total: "100.00")
        let blocks = try await world.node.mine(2, to: world.node.newAddress())
        try await world.told(1, 8)
        try await world.told(2, 1)

        try await world.node.invalidateBlock(blocks[0])
        try await world.told(1, 6, times: 2)
        try await world.told(2, 6, times: 2)
        try await world.stands(1, 6)

        try await world.node.mine(3, to: world.node.newAddress())
        let again = try await world.told(1, 8, times: 2)
        #expect(again.json["total_sum_price"] == "100.00")
        try await world.told(2, 1, times: 2)
        try await world.stands(1, 8)
        try await world.stands(2, 1)
        #expect(world.story(of: 1) == [6, 8, 6, 8])
        #expect(world.story(of: 2) == [6, 1, 6, 1])
        let events = try await world.events()
        #expect(events.count { $0 == "paid" } == 1)
        #expect(events.count { $0 == "reorganised" } == 2)
        #expect(events.count { $0 == "restored" } == 1)
        world.expectExact(1, at: whole)
    }

    @Test func `payments in 300 blocks mined while Florin was down are all found, in order`()
        async throws
    {
        let world = try await LitecoinShop()
        var addresses: [String] = []
        for order in 1...6 { addresses.append(try await world.open(order)) }
        try await world.florin.kill()

        // Paid from the last invoice to the first, so that the order is the chain's.
        let miner = try await world.node.newAddress()
        for address in addresses.reversed() {
            try await world.node.mine(49, to: miner)
            try await world.node.send(to: address, amount: LitecoinShop.due)
            try await world.node.mine(1, to: miner)
        }
        try await world.node.mine(2, to: miner)
        try await world.florin.restart()

        for order in 1...6 { try await world.stands(order, 2) }
        let events = try await world.florin.json("events", "--after", "0")["events"].elements
        let paid = events.filter { $0["event"] == "paid" }.compactMap { $0["invoice"].text }
        var expected: [String] = []
        for order in (1...6).reversed() {
            let shown = try await world.florin.json("invoice", "show", "\(order)")
            #expect(shown["transfers"].elements.count == 1)
            expected.append(try #require(shown["id"].text))
        }
        #expect(paid == expected)
    }
}
