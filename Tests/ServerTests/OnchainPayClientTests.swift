import Foundation
import Rigs
import Testing

/// The vendor's clients against Florin: the Python one as it is published, and the wire habits of
/// the others in bytes as they write them (API contract A1).
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayClientTests {
    private let world: SandboxShop
    private let balance: String

    init() async throws {
        world = try await SandboxShop()
        let balances = try await world.answer("advanced-balances")
        balance = try #require(balances[0]["advancedBalanceId"].text)
        #expect(balances.elements.count == 1)
    }

    /// The response to bytes that have to be taken.
    private func response(_ body: String, to method: String) async throws -> JSONValue {
        let answer = try await world.caller.post(body, to: method)
        try #require(answer.isSuccess, "\(method): \(answer.text)")
        return answer.response
    }

    private func count() async throws -> JSONValue {
        try await world.answer("get-invoices", ["limit": 1])["total"]
    }

    @Test func `the official Python client finds everything as it expects it`() async throws {
        let outcome = try await PythonScript.run(
            "Tests/Python/official_client.py",
            [world.florin.url, world.caller.publicKey, world.caller.privateKey]
        )
        #expect(outcome.status == 0, "\(outcome)")
        let found = try #require(outcome.lastLine.wholeMatch(of: /ok ([0-9]+) checks/))
        #expect(Int(found.output.1) ?? 0 > 200)
    }

    @Test func `the example shop on the official client hears of its payment and ends`()
        async throws
    {
        let shop = try PythonProcess.start(
            "Examples/onchainpay-shop.py",
            environment: [
                "ONCHAINPAY_URL": "\(world.florin.url)/api-gateway",
                "ONCHAINPAY_PUBLIC": world.caller.publicKey,
                "ONCHAINPAY_PRIVATE": world.caller.privateKey, "PORT": "0",
            ]
        )
        let link = try await shop.prints("pay here: ")
        let id = try #require(link.split(separator: "/").last)
        #expect(link == "\(world.florin.url)/i/\(id)")
        let outcome = try await world.florin.run(
            "sandbox",
            "pay",
            String(id),
            "--network",
            "tron",
            "--currency",
            "USDT"
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        // 49.90 EUR at 1.08 USD.
        #expect(try await shop.prints("PROCESSED: ") == "53.892 USDT received")
        try await shop.prints("paid: the goods go out now")
        let invoice = try await world.answer("get-invoice", ["invoiceId": .string(String(id))])
        #expect(invoice["status"] == "PROCESSED")
    }

    @Test func `PHP writes numbers for sums, escapes, a slash behind, and old fields again`()
        async throws
    {
        let made = try await response(
            """
            {"advancedBalanceId":"\(balance)","amount":49.9,"currencies":[{"currency":"USDT",\
            "networks":["tron"]}],"currency":"EUR","externalId":"inv-1","insurancePercent":1.5,\
            "lifetime":45,"order":"\\u0421\\u0447\\u0451\\u0442 \\u21167 \\/ <b>&co<\\/b>",\
            "slippagePercent":0.5,"webhookURL":"https:\\/\\/shop.example\\/hook",\
            "nonce":1700000000005}
            """,
            to: "make-invoice/"
        )
        #expect(made["amount"] == "49.9")
        #expect(made["order"] == "Счёт №7 / <b>&co</b>")
        #expect(made["insurancePercent"] == "1.5")
        #expect(made["slippagePercent"] == "0.5")
        #expect(made["webhookURL"] == "https://shop.example/hook")
        // 49.9 × 1.08 × 1.015 = 54.70038 USDT.
        #expect(made["currencies"][0]["networks"][0]["amount"] == "54.70038")

        // Whatever was set once is sent with every later call.
        let old = """
            "advancedBalanceId":"\(balance)","amount":49.9,"currencies":[{"currency":"USDT",\
            "networks":["tron"]}],"currency":"EUR","externalId":"inv-1","from":"BTC",
            """.trimmingCharacters(in: .whitespacesAndNewlines)
        let rate = try await response(
            "{\(old)\"to\":\"USD\",\"nonce\":1700000000007}",
            to: "price-rate/"
        )
        #expect(rate.text?.contains(".") == true)
        let listed = try await response(
            """
            {\(old)"lifetime":45,"limit":50,"offset":0,"status":["INIT"],"to":"USD",\
            "nonce":1700000000009}
            """,
            to: "get-invoices/"
        )
        #expect(listed["invoices"].elements.map { $0["id"] } == [made["id"]])
        // An invoice's word is none of an order's, so it filters nothing here.
        let order = try await response(
            """
            {\(old)"lifetime":1800,"limit":50,"network":"tron","offset":0,"order":"o-1",\
            "status":["CREATED"],"amount2":1,"currency2":null,"nonce":1700000000011}
            """.replacingOccurrences(of: #""currency":"EUR""#, with: #""currency":"USDT""#),
            to: "make-order/"
        )
        #expect(order["amount"] == "49.9")
        let orders = try await response(
            #"{"limit":50,"offset":0,"status":["CREATED"],"nonce":1700000000013}"#,
            to: "orders/"
        )
        #expect(orders["total"] == 1)
        #expect(orders["orders"][0]["id"] == order["orderId"])
    }

    @Test func `GO sorts keys, escapes HTML, sends an empty balance and underscores in paths`()
        async throws
    {
        let start = try await response(
            #"{"advancedBalanceId":"","nonce":1700000000001}"#,
            to: "advanced-balances"
        )
        #expect(start[0]["advancedBalanceId"] == .string(balance))
        let made = try await response(
            """
            {"advancedBalanceId":"\(balance)","amount":"49.90","currencies":[],"currency":"EUR",\
            "externalId":"inv-1","includeFee":false,"lifetime":45,"nonce":1700000000004,\
            "order":"Счёт №7 / \\u003cb\\u003e\\u0026co\\u003c/b\\u003e"}
            """,
            to: "make-invoice"
        )
        #expect(made["status"] == "CREATED")
        #expect(made["order"] == "Счёт №7 / <b>&co</b>")
        // It asks for a user by the method that makes one.
        let user = try await response(
            #"{"advancedBalanceId":"\#(balance)","clientId":"u-1","nonce":1700000000006}"#,
            to: "personal_addresses/create-user"
        )
        let id = try #require(user["id"].text)
        let address = try await response(
            """
            {"advancedBalanceId":"\(balance)","currency":"USDT","id":"\(id)","network":"tron",\
            "nonce":1700000000007,"renewAddress":false}
            """,
            to: "personal_addresses/get-user-address"
        )
        #expect(address["isActive"] == true)
        // Its filter is false where nobody set one, and it wants a bare list.
        let list = try await response(
            """
            {"advancedBalanceId":"\(balance)","balance":{},"currency":null,"id":"\(id)",\
            "isActive":false,"limit":10,"network":null,"nonce":1700000000008,"offset":0}
            """,
            to: "personal_addresses/get-user-addresses"
        )
        #expect(list.elements.map { $0["address"] } == [address["address"]])
        let order = try await response(
            """
            {"advancedBalanceId":"\(balance)","amount":"1.5","currency":"LTC","lifetime":3600,\
            "network":"litecoin","nonce":1700000000009,"order":"o-1",\
            "returnURL":"https://shop.example/back"}
            """,
            to: "make-order"
        )
        #expect(order["returnUrl"] == "https://shop.example/back")
    }

    @Test func `NODE writes raw UTF-8, its balance last, and nonces of either kind`() async throws {
        let made = try await response(
            """
            {"currency":"EUR","amount":"49.90","lifetime":45,"order":"Счёт №7 / <b>&co</b> 🍵",\
            "externalId":"inv-1","currencies":[{"currency":"USDT","networks":[{"name":"tron",\
            "amount":"0"}]}],"nonce":1700000000003,"advancedBalanceId":"\(balance)"}
            """,
            to: "make-invoice"
        )
        #expect(made["order"] == "Счёт №7 / <b>&co</b> 🍵")
        #expect(made["currencies"][0]["networks"][0]["amount"] == "53.892")
        let id = try #require(made["id"].text)
        let found = try await response(
            """
            {"invoiceId":"\(id)","nonce":"3b0e4c1e-9a76-4f5b-8f0d-1d2c3b4a5e6f",\
            "advancedBalanceId":"\(balance)"}
            """,
            to: "get-invoice"
        )
        #expect(found == made)
        // A later call may arrive first.
        let late = #"{"nonce":1700000000002,"advancedBalanceId":"\#(balance)"}"#
        #expect(try await response(late, to: "get-invoices")["total"] == 1)
    }

    @Test func `PY puts spaces, escapes and nulls`() async throws {
        let made = try await response(
            """
            {"advancedBalanceId": "\(balance)", "currency": "EUR", "amount": "49.90", \
            "lifetime": 45, "currencies": [], "externalId": "inv-1", \
            "order": "\\u0421\\u0447\\u0451\\u0442", "description": null, "webhookURL": null, \
            "returnURL": null, "includeFee": false, "additionalFees": null, \
            "insurancePercent": null, "slippagePercent": null, "nonce": 27182818}
            """,
            to: "make-invoice"
        )
        #expect(made["order"] == "Счёт")
        #expect(made["description"] == .null)
        #expect(made["amount"] == "49.90" || made["amount"] == "49.9")
        let listed = try await response(
            #"{"status": null, "limit": 10, "offset": 0, "nonce": 415926535}"#,
            to: "get-invoices"
        )
        #expect(listed["total"] == 1)
    }

    @Test func `one purchase as three clients write it is one invoice`() async throws {
        let node = """
            {"currency":"EUR","amount":"49.90","lifetime":45,"order":"Счёт №7 / <b>&co</b>",\
            "externalId":"inv-1","currencies":[{"currency":"USDT","networks":[{"name":"tron",\
            "amount":"0"}]}],"nonce":1700000000003,"advancedBalanceId":"\(balance)"}
            """
        let go = """
            {"advancedBalanceId":"\(balance)","amount":"49.90","currencies":[["USDT","tron"]],\
            "currency":"EUR","externalId":"inv-1","includeFee":false,"lifetime":45,\
            "nonce":1700000000004,"order":"Счёт №7 / \\u003cb\\u003e\\u0026co\\u003c/b\\u003e"}
            """
        let php = """
            {"advancedBalanceId":"\(balance)","amount":49.9,"currencies":[{"currency":"USDT",\
            "networks":["tron"]}],"currency":"EUR","externalId":"inv-1","lifetime":45,\
            "order":"\\u0421\\u0447\\u0451\\u0442 \\u21167 \\/ <b>&co<\\/b>",\
            "nonce":1700000000005}
            """
        var ids: Set<JSONValue> = []
        for body in [node, go, php] {
            ids.insert(try await response(body, to: "make-invoice")["id"])
        }
        #expect(ids.count == 1)
        #expect(try await count() == 1)
    }
}
