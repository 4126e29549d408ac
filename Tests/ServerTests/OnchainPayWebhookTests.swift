import Foundation
import Rigs
import Synchronization
import Testing

/// How the OnchainPay webhooks are sent, repeated and looked up, in the sandbox.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayWebhookTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    /// The next of some replies at each callback, and the last one for ever.
    private final class Script: Sendable {
        private let replies: Mutex<[ShopServer.Reply]>

        init(_ replies: [ShopServer.Reply]) { self.replies = Mutex(replies) }

        func next() -> ShopServer.Reply {
            replies.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
    }

    private static let tether: JSONValue = [
        ["currency": "USDT", "networks": [["name": "tron"]]]
    ]

    /// What is known about a notification once an attempt with a code was recorded.
    private func verbose(_ webhook: JSONValue, code: JSONValue) async throws -> JSONValue {
        try await Patience.wait(for: "an attempt that was answered \(code)") {
            let found = try await world.answer("webhooks/get-verbose", ["webhookId": webhook])
            return found["responseCode"] == code ? found : nil
        }
    }

    @Test func `whatever is not answered with 200 comes again, byte by byte, until it is`()
        async throws
    {
        let elsewhere = try await ShopServer.start()
        let script = Script([
            .status("500 Internal Server Error"), .status("201 Created"),
            .status("202 Accepted"), .status("204 No Content"), .redirect(to: elsewhere.url),
            .answer("thank you"),
        ])
        world.shop.answers { _ in script.next() }
        let made = try await world.make(["currencies": Self.tether, "order": "№ 7 / <b>&co</b>"])
        try await world.pay(made["id"], ["unconfirmed": true])
        let first = try await world.told(made["id"], "PENDING")
        let webhook = first.json["webhookId"]
        for code in [500, 201, 202, 204, 302] {
            let tried = try await verbose(webhook, code: .number(Decimal(code)))
            #expect(tried["responseStatus"] == "ERROR")
            try await world.pass(seconds: 11)
        }
        let heard = try await verbose(webhook, code: 200)
        #expect(heard["responseStatus"] == "SUCCESS")
        #expect(heard["responseBody"] == "thank you")
        #expect(elsewhere.callbacks.isEmpty)

        let all = world.shop.callbacks
        #expect(all.count == 6)
        #expect(Set(all.map(\.body)).count == 1)
        for header in ["x-api-signature", "x-api-public-key", "content-type"] {
            #expect(Set(all.map { $0.headers[header] }).count == 1)
        }
        #expect(all[0].headers["content-type"]?.hasPrefix("application/json") == true)
        #expect(all[0].body.contains("№ 7"))
        try await world.expectGenuine(made["id"])

        #expect(heard["id"] == webhook)
        #expect(heard["event"] == "INVOICE")
        #expect(heard["eventId"] == made["id"])
        #expect(heard["requestUrl"] == .string(world.shop.url))
        #expect(heard["requestBody"] == .string(all[0].body))
        #expect(heard["apiKey"] == .string(world.caller.publicKey))
        #expect(heard["signature"].text == all[0].headers["x-api-signature"])
        #expect(heard["requestHeaders"]["x-api-signature"] == heard["signature"])
        // Heard is heard: however much time passes, it does not come again.
        try await world.pass(minutes: 40)
        try await Patience.rest(.milliseconds(300))
        #expect(world.shop.callbacks.count == 6)
    }

    @Test func `a later change waits for the one before it, and tells its own standing`()
        async throws
    {
        world.shop.answers(.status("500 Internal Server Error"))
        let made = try await world.make(["currencies": Self.tether])
        try await world.pay(made["id"], ["percent": "50"])
        let first = try await world.told(made["id"], "PENDING", received: "5")
        _ = try await verbose(first.json["webhookId"], code: 500)
        try await world.pay(made["id"], ["percent": "50"])
        try await world.stands(made, "PROCESSED")
        #expect(world.story(of: made["id"]) == ["PENDING"])
        world.shop.answers(.answer(""))
        try await world.pass(seconds: 11)
        try await world.told(made["id"], "PROCESSED", received: "10")
        let sums = world.callbacks(of: made["id"])
            .map { $0.json["receivedAmountInInvoiceCurrency"] }
        #expect(sums.first == "5")
        #expect(sums.last == "10")
        try await world.expectGenuine(made["id"])
    }

    @Test func `a webhook that was changed, or signed by another key, is not genuine`()
        async throws
    {
        let made = try await world.make(["currencies": Self.tether])
        try await world.pay(made["id"])
        let told = try await world.told(made["id"], "PROCESSED", received: "10")
        #expect(try await world.isValidInPython(told))
        let forged = told.body.replacingOccurrences(of: "\"10\"", with: "\"11\"")
        #expect(forged != told.body)
        #expect(try await !world.isValidInPython(told, body: forged))
        #expect(try await !world.isValidInPython(told, body: told.body + "\n"))

        // Another merchant sees neither the invoice nor what was told about it.
        let created = try await world.florin.json("merchant", "create", "--name", "Other")
        let other = try OnchainPayCaller(url: world.florin.url, created: created)
        #expect(!other.isGenuine(told))
        let webhook: [String: JSONValue] = ["webhookId": told.json["webhookId"]]
        for method in ["webhooks/get", "webhooks/get-verbose"] {
            let answer = try await other.call(method, webhook)
            #expect(answer.status == 404)
            #expect(answer.code == 1330)
        }
        #expect(try await other.call("get-invoice", ["invoiceId": made["id"]]).code == 1300)
        #expect(try await other.call("order", ["orderId": made["orderId"]]).code == 1310)
        #expect(try await other.call("get-invoices").response["total"] == 0)
    }

    @Test func `a webhook is signed with the key that made the invoice`() async throws {
        let created = try await world.florin.json(
            "key",
            "create",
            "--merchant",
            "Shop",
            "--dialect",
            "onchainpay"
        )
        let second = try OnchainPayCaller(url: world.florin.url, created: created)
        let byFirst = try await world.make(["currencies": Self.tether])
        let bySecond = try await second.call(
            "make-invoice",
            [
                "currency": "USD", "amount": "10", "currencies": Self.tether,
                "webhookURL": .string(world.shop.url),
            ]
        ).response
        try await world.pay(byFirst["id"])
        try await world.pay(bySecond["id"])
        let first = try await world.told(byFirst["id"], "PROCESSED")
        let other = try await world.told(bySecond["id"], "PROCESSED")
        #expect(world.caller.isGenuine(first))
        #expect(second.isGenuine(other))
        #expect(!world.caller.isGenuine(other))
    }
}
