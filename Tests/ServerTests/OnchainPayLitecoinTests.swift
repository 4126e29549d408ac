import Foundation
import Rigs
import Testing

/// The lives of invoices through the OnchainPay API, on a real Litecoin node.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayLitecoinTests {
    @Test func `a payer changes his mind and pays in halves, from CREATED to PROCESSED`()
        async throws
    {
        let world = try await LitecoinShop(isBitcoinOffered: true)
        let made = try await world.make(["amount": "100", "externalId": "life-1"])
        #expect(made["status"] == "CREATED")
        #expect(made["currencies"].elements.map { $0["currency"] } == ["BTC", "LTC"])
        try await world.choose("BTC:bitcoin", of: made)
        let first = try await world.stands(made, "INIT")
        #expect(first["receivedCurrency"] == "BTC")
        let page = try await world.choose("LTC:litecoin", of: made)
        let second = try await world.invoice(made)
        #expect(second["status"] == "INIT")
        #expect(second["receivedCurrency"] == "LTC")
        #expect(second["rate"] == "87.41000000")
        let address = try await world.address(of: made)
        #expect(page.contains(address))
        #expect(page.contains(LitecoinShop.due))

        let half = try await world.node.send(to: address, amount: LitecoinShop.half)
        let seen = try await world.told(made["id"], "PENDING")
        #expect(seen.json["receivedAmount"] == .string(LitecoinShop.half))
        #expect(seen.json["transactions"][0]["tx"] == .string(half))
        #expect(seen.json["transactions"][0]["status"] == "pending")
        try await world.node.mine(2, to: world.node.newAddress())
        try await world.node.send(to: address, amount: LitecoinShop.rest)
        try await world.node.mine(2, to: world.node.newAddress())
        let paid = try await world.told(made["id"], "PROCESSED")
        #expect(paid.json["receivedAmount"] == .string(LitecoinShop.due))
        let sums = paid.json["transactions"].elements.map { $0["amount"] }
        #expect(sums == [.string(LitecoinShop.half), .string(LitecoinShop.rest)])
        #expect(paid.json["transactions"].elements.allSatisfy { $0["status"] == "processed" })
        try await world.stands(made, "PROCESSED")
        #expect(world.story(of: made["id"]) == ["INIT", "PENDING", "PROCESSED"])
        try await world.expectGenuine(made["id"])

        // Too much in one transaction, and an order beside it.
        let over = try await world.make(["amount": "100", "currencies": ["LTC"]])
        let order = try await world.answer(
            "make-order",
            [
                "currency": "LTC", "network": "litecoin", "amount": "0.5", "order": "o-1",
                "successWebhook": .string(world.shop.url + "/success"),
            ]
        )
        try await world.node.send(outputs: [
            (try await world.address(of: over), "1.14403388"),
            (try #require(order["address"].text), "0.5"),
        ])
        try await world.node.mine(2, to: world.node.newAddress())
        try await world.told(over["id"], "OVERPAID")
        let told = try await world.told(order["orderId"], "processed", received: "0.5")
        #expect(told.path == "/callback/success")
        try await world.stands(over, "OVERPAID")
        try await world.expectGenuine(over["id"])
        try await world.expectGenuine(order["orderId"])
    }
}
