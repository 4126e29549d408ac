import Foundation
import Rigs
import Testing

/// Orders, static addresses and their deposits through the OnchainPay API, in the sandbox.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayOrderTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    private static let tether: JSONValue = [
        ["currency": "USDT", "networks": [["name": "tron"]]]
    ]

    private func makeOrder(_ label: JSONValue) async throws -> JSONValue {
        try await world.answer(
            "make-order",
            [
                "currency": "USDT", "network": "tron", "amount": "10", "order": label,
                "successWebhook": .string(world.shop.url + "/success"),
                "errorWebhook": .string(world.shop.url + "/error"),
            ]
        )
    }

    /// Where each status of an order was told.
    private func places(of order: JSONValue) -> [[String]] {
        world.callbacks(of: order["orderId"]).map { callback in
            [callback.json["status"].text ?? "", String(callback.path.dropFirst(10))]
        }
    }

    @Test func `an order tells of payment at one address and of time running out at the other`()
        async throws
    {
        let paid = try await makeOrder("paid")
        let over = try await makeOrder("over")
        let part = try await makeOrder("part")
        let none = try await makeOrder("none")
        #expect(paid["status"] == "init")
        #expect(paid["clientOrderId"] == "paid")
        #expect(paid["amount"] == "10")
        try await world.pay(paid["orderId"])
        try await world.pay(over["orderId"], ["percent": "110"])
        try await world.pay(part["orderId"], ["percent": "30"])
        try await world.pass(minutes: 31)
        let told = try await world.told(paid["orderId"], "processed", received: "10")
        #expect(told.json["order"] == "paid")
        #expect(told.json["amount"] == "10")
        #expect(told.json["transactions"][0]["status"] == "processed")
        #expect(told.json["transactions"][0]["amount"] == "10")
        try await world.told(over["orderId"], "overpaid", received: "11")
        try await world.told(part["orderId"], "partial", received: "3")
        try await world.told(none["orderId"], "expired", received: "0")

        #expect(places(of: paid) == [["pending", "success"], ["processed", "success"]])
        #expect(places(of: over) == [["pending", "success"], ["overpaid", "success"]])
        #expect(places(of: part) == [["pending", "success"], ["partial", "error"]])
        #expect(places(of: none) == [["expired", "error"]])
        for (order, status) in [(paid, "processed"), (over, "overpaid"), (part, "partial")] {
            let found = try await world.answer("order", ["orderId": order["orderId"]])
            #expect(found["status"] == .string(status))
            #expect(found["orderId"] == order["clientOrderId"])
            try await world.expectGenuine(order["orderId"])
        }
        try await world.expectGenuine(none["orderId"])
        let listed = try await world.answer("orders", ["status": ["partial", "EXPIRED"]])
        #expect(listed["total"] == 2)
        #expect(listed["orders"].elements.map { $0["orderId"] } == ["none", "part"])
    }

    @Test func `a user's invoices share an address: the exact sum first, then the oldest invoice`()
        async throws
    {
        let user = try await world.answer(
            "personal-addresses/create-user",
            [
                "clientId": "user-7", "depositWebhookUrl": .string(world.shop.url + "/deposit"),
            ]
        )
        let first = try await make(10)
        let second = try await make(20)
        let third = try await make(30)
        let addresses = try await addresses(of: [first, second, third])
        #expect(Set(addresses).count == 1)
        let own = try await world.answer(
            "personal-addresses/get-user-address",
            ["id": user["id"], "currency": "USDT", "network": "tron"]
        )
        #expect(own["address"] == addresses[0])

        // Whatever is paid goes to the one address, so any of the ids would do.
        try await world.pay(first["id"], ["amount": "20"])
        try await world.told(second["id"], "PROCESSED", received: "20")
        try await world.pay(third["id"], ["amount": "7"])
        try await world.told(first["id"], "PENDING", received: "7")
        try await world.stands(third, "INIT")
        try await world.pay(third["id"], ["amount": "3"])
        try await world.told(first["id"], "PROCESSED", received: "10")
        try await world.pay(first["id"], ["amount": "31"])
        try await world.told(third["id"], "OVERPAID", received: "31")

        // Nobody waits any more, so what comes now is a deposit of the user.
        let paid = try await world.pay(first["id"], ["amount": "5"])
        let deposit = try await Patience.wait(for: "the deposit's webhook") {
            world.shop.callbacks.first {
                $0.path == "/callback/deposit" && $0.json["status"] == "processed"
            }
        }
        #expect(deposit.json["clientId"] == "user-7")
        #expect(deposit.json["userId"] == user["id"])
        #expect(deposit.json["amount"] == "5")
        #expect(deposit.json["currency"] == "USDT")
        #expect(deposit.json["network"] == "tron")
        #expect(deposit.json["addressTo"] == addresses[0])
        #expect(deposit.json["addressId"] == own["id"])
        #expect(deposit.json["tx"] == paid["txid"])
        #expect(world.shop.callbacks.count { $0.path == "/callback/deposit" } == 2)
        #expect(world.story(of: first["id"]) == ["PENDING", "PROCESSED"])
        #expect(world.story(of: second["id"]) == ["PENDING", "PROCESSED"])
        #expect(world.story(of: third["id"]) == ["PENDING", "OVERPAID"])
        for id in [first["id"], second["id"], third["id"], deposit.json["id"]] {
            try await world.expectGenuine(id)
        }
        let verbose = try await world.answer(
            "webhooks/get-verbose",
            ["webhookId": deposit.json["webhookId"], "fields": ["event", "responseCode"]]
        )
        #expect(verbose == ["event": "DEPOSIT_PERSONAL", "responseCode": 200])
    }

    @Test func `a deposit to an address that was renewed still reaches its user`() async throws {
        let made = try await make(10)
        try await world.answer(
            "personal-addresses/create-user",
            ["clientId": "user-7", "depositWebhookUrl": .string(world.shop.url + "/deposit")]
        )
        let fields: [String: JSONValue] = [
            "clientId": "user-7", "currency": "USDT", "network": "tron",
        ]
        let old = try await world.answer("personal-addresses/get-user-address", fields)
        let renewing = fields.merging(["renewAddress": true]) { $1 }
        let new = try await world.answer("personal-addresses/get-user-address", renewing)
        #expect(new["address"] != old["address"])
        #expect(try await addresses(of: [made]) == [old["address"]])

        try await world.pay(made["id"])
        try await world.told(made["id"], "PROCESSED", received: "10")
        try await world.pay(made["id"], ["amount": "2.5"])
        let deposit = try await Patience.wait(for: "the deposit's webhook") {
            world.shop.callbacks.first {
                $0.path == "/callback/deposit" && $0.json["status"] == "processed"
            }
        }
        #expect(deposit.json["addressTo"] == old["address"])
        try await world.expectGenuine(deposit.json["id"])
        let all = try await world.answer(
            "personal-addresses/get-user-addresses",
            ["clientId": "user-7"]
        )
        #expect(all["total"] == 2)
        let inactive = all["addresses"].elements.filter { $0["isActive"] == false }
        #expect(inactive.map { $0["address"] } == [old["address"]])
        #expect(inactive[0]["balance"] == "12.5")
    }

    /// An invoice of the one user.
    private func make(_ dollars: Int) async throws -> JSONValue {
        try await world.make([
            "amount": .string("\(dollars)"), "currencies": Self.tether,
            "externalUserId": "user-7", "externalId": .string("for-\(dollars)"),
        ])
    }

    /// Where invoices want to be paid.
    private func addresses(of invoices: [JSONValue]) async throws -> [JSONValue] {
        var addresses: [JSONValue] = []
        for invoice in invoices {
            let order = try await world.answer("order", ["orderId": invoice["orderId"]])
            addresses.append(order["address"])
        }
        return addresses
    }
}
