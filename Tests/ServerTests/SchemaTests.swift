import Foundation
import Rigs
import Testing

/// A running server keeps what its document says, whatever is sent to it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SchemaTests {
    private static let cases = "2000"
    private static let tether: JSONValue = ["USDT_tron"]
    private static let coin: [String: JSONValue] = ["currency": "USDT", "network": "tron"]

    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    @Test func `the document is valid OpenAPI`() async throws {
        let outcome = try await PythonScript.run(
            "Tests/Python/validate_openapi.py",
            ["\(world.florin.url)/openapi.json"]
        )
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.lastLine.hasPrefix("ok "))
    }

    @Test func `2000 requests to OkiPays are answered as described`() async throws {
        try await world.open(1)
        try await world.pay("1")
        try await fuzz("okipays", seed: "1", keys: [world.client.token, world.client.secret])
    }

    @Test func `2000 requests to OnchainPay are answered as described`() async throws {
        try await live()
        try await fuzz(
            "onchainpay",
            seed: "2",
            keys: [world.caller.publicKey, world.caller.privateKey]
        )
    }

    private func fuzz(_ dialect: String, seed: String, keys: [String]) async throws {
        let outcome = try await PythonScript.run(
            "Tests/Python/fuzz.py",
            [world.florin.url, dialect, Self.cases, seed] + keys,
            atMost: .seconds(240)
        )
        #expect(outcome.status == 0, "\(outcome)\n\(world.florin.outputEnd)")
        #expect(outcome.lastLine == "ok \(Self.cases) cases")
    }

    @Test func `what is told of payments, deposits and orphans is as described`() async throws {
        let calls = try await live()
        var lines: [JSONValue] = []
        for call in calls {
            let answer = try await world.caller.call(call.method, call.fields)
            lines.append([
                "path": .string("/api-gateway/\(call.method)"),
                "status": .number(Decimal(answer.status)),
                "body": answer.json,
            ])
            #expect(answer.isSuccess, "\(call.method): \(answer.text)")
        }
        let order = try await world.client.get(1)
        lines.append(["path": "/v1/order/get", "status": 200, "body": order.json])
        lines += world.shop.callbacks.map {
            ["webhook": .string(Self.webhook(of: $0)), "body": $0.json]
        }
        let encoder = JSONEncoder()
        let input = try lines.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        let outcome = try await PythonScript.run(
            "Tests/Python/fits.py",
            ["\(world.florin.url)/openapi.json"],
            input: Array(input.joined(separator: "\n").utf8)
        )
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.lastLine == "ok \(lines.count) bodies")
    }

    private struct Call {
        let method: String
        let fields: [String: JSONValue]

        init(_ method: String, _ fields: [String: JSONValue] = [:]) {
            self.method = method
            self.fields = fields
        }
    }

    /// Has everything paid that can be, and answers which calls then show something.
    @discardableResult
    private func live() async throws -> [Call] {
        try await world.open(1)
        try await world.pay("1")
        let made = try await world.make(["currencies": Self.tether, "externalId": "paid"])
        try await world.pay(made["id"], ["percent": "40", "unconfirmed": true])
        try await world.pay(made["id"], ["percent": "70"])
        let order = try await world.answer(
            "make-order",
            Self.coin.merging([
                "amount": "20", "order": "Tea", "successWebhook": .string(world.shop.url),
            ]) { _, given in given }
        )
        let orphan = try await deposit(to: order["address"], in: "TRX")
        try await world.pay(order["orderId"])
        let user = try await world.answer(
            "personal-addresses/create-user",
            [
                "clientId": "client-1", "createAddresses": true,
                "depositWebhookUrl": .string(world.shop.url),
            ]
        )
        let address = try await world.answer(
            "personal-addresses/get-user-address",
            Self.coin.merging(["id": user["id"]]) { _, given in given }
        )
        let gift = try await deposit(to: address["address"], in: "USDT")
        let own = try await world.answer("business-address", Self.coin)
        try await deposit(to: own["address"], in: "USDT")
        var calls: [Call] = [
            Call("get-invoice", ["invoiceId": made["id"]]),
            Call("get-invoices"),
            Call("order", ["orderId": order["orderId"]]),
            Call("orders"),
            Call("personal-addresses/get-user", ["id": user["id"]]),
            Call("personal-addresses/get-user-addresses", ["id": user["id"]]),
            Call("personal_addresses/get-user-addresses", ["clientId": "client-1"]),
            Call("account-addresses"),
            Call("addresses/find-by-id", ["id": own["id"]]),
            Call("addresses/find-by-address", ["address": order["address"]]),
            Call("addresses/transactions", ["id": address["id"]]),
            Call("addresses/address-transactions", ["id": own["id"]]),
            Call("addresses/last-transaction", ["address": order["address"]]),
            Call("orphan-deposits/get-deposits"),
            Call("find-tx", ["tx": orphan["txid"]]),
            Call("find-tx", ["tx": gift["txid"]]),
            Call("get-transaction-history"),
        ]
        for id in try await everythingTold() {
            calls.append(Call("webhooks/get", ["webhookId": id]))
            calls.append(Call("webhooks/get-verbose", ["webhookId": id]))
        }
        return calls
    }

    @discardableResult
    private func deposit(to address: JSONValue, in ticker: JSONValue) async throws -> JSONValue {
        let answer = try await world.control([
            "command": "deposit", "address": address, "amount": "5", "network": "tron",
            "currency": ticker,
        ])
        let receipt = try #require(answer)
        try #require(receipt["txid"].text != nil, "\(receipt)")
        return receipt
    }

    /// Waits until the shop heard of every kind, and answers the ids of OnchainPay's webhooks.
    private func everythingTold() async throws -> [JSONValue] {
        let kinds: Set = [
            "okipaysCallback", "onchainpayInvoice", "onchainpayOrder", "onchainpayDeposit",
        ]
        return try await Patience.wait(
            for: "every kind of webhook",
            atMost: .seconds(40),
            instead: {
                "\(Set(world.shop.callbacks.map(Self.webhook(of:)))) \(world.florin.outputEnd)"
            }
        ) {
            let heard = world.shop.callbacks
            guard Set(heard.map(Self.webhook(of:))) == kinds else { return nil }
            return heard.map { $0.json["webhookId"] }.filter { $0 != .null }
        }
    }

    /// The name that the document has for a callback.
    private static func webhook(of callback: ShopServer.Callback) -> String {
        if callback.json["status_id"] != .null { return "okipaysCallback" }
        if callback.json["event"] != .null { return "onchainpayDeposit" }
        return callback.json["addressId"] == .null ? "onchainpayInvoice" : "onchainpayOrder"
    }
}
