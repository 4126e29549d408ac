import Foundation
import Rigs
import Testing

/// What a shop can get wrong in the OnchainPay API: each a documented answer that names the field,
/// and nothing stored.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayBadInputTests {
    /// One field changed in an honest call; nil takes it away.
    struct Case: Sendable {
        let field: String
        let value: JSONValue?
        let code: Int
        let words: String

        init(_ field: String, _ value: JSONValue?, _ code: Int = 1100, words: String? = nil) {
            self.field = field
            self.value = value
            self.code = code
            self.words = words ?? field
        }
    }

    /// Methods with a call that would succeed, and how that can be spoiled.
    struct Table: Sendable {
        let method: String
        let honest: [String: JSONValue]
        let cases: [Case]
    }

    private static let statuses = [
        1003: 400, 1100: 400, 1101: 404, 1102: 413, 1200: 400, 1201: 400, 1300: 404, 1310: 404,
        1320: 404, 1330: 404, 1340: 404, 1900: 501,
    ]

    private static func long(_ count: Int) -> JSONValue {
        .string(String(repeating: "a", count: count))
    }

    private static func number(_ text: String) -> JSONValue {
        .number(Decimal(string: text) ?? 0)
    }

    private static func urls(_ field: String) -> [Case] {
        [
            Case(field, 5), Case(field, ["https://shop.example"]), Case(field, "shop.example"),
            Case(field, ""), Case(field, "ftp://shop.example/"), Case(field, "https:///hook"),
            Case(field, "javascript:alert(1)"), Case(field, "https://a b/"),
            Case(field, "https://user:secret@shop.example/"), Case(field, "https://shop.example/№"),
            Case(field, .string("https://shop.example/" + String(repeating: "a", count: 2_048))),
        ]
    }

    private static func percents(_ field: String, tooMuch: String) -> [Case] {
        [
            Case(field, .string(tooMuch)), Case(field, number(tooMuch)), Case(field, "-1"),
            Case(field, -1), Case(field, ""), Case(field, "1%"), Case(field, "1e1"),
            Case(field, "1,5"), Case(field, true), Case(field, ["1"]),
        ]
    }

    private static func texts(_ field: String, lengthMax: Int = 255) -> [Case] {
        [
            Case(field, 5), Case(field, true), Case(field, ["a"]), Case(field, ["a": "b"]),
            Case(field, long(lengthMax + 1)), Case(field, "a\u{0}b"), Case(field, "a\u{1b}[2J"),
        ]
    }

    private static let amounts: [Case] = [
        Case("amount", nil), Case("amount", .null), Case("amount", true), Case("amount", ["1"]),
        Case("amount", ["a": 1]), Case("amount", ""), Case("amount", "ten"), Case("amount", "NaN"),
        Case("amount", "Infinity"), Case("amount", "1e3"), Case("amount", "0x10"),
        Case("amount", "1,5"), Case("amount", " 1"), Case("amount", "1 "), Case("amount", "+1"),
        Case("amount", "１"), Case("amount", "."), Case("amount", "--5"),
        Case("amount", .string(String(repeating: "9", count: 60))),
        Case("amount", .string("0." + String(repeating: "9", count: 60))),
        Case("amount", "-5", 1201), Case("amount", -5, 1201), Case("amount", "-0.01", 1201),
        Case("amount", "0", 1201), Case("amount", 0, 1201), Case("amount", "0.00", 1201),
        Case("amount", "1000000000000000000", 1201),
    ]

    private static let coins: [Case] = [
        Case("currencies", "LTC"), Case("currencies", 5), Case("currencies", ["LTC": 1]),
        Case("currencies", [5]), Case("currencies", [true]), Case("currencies", [[5]]),
        Case("currencies", [""]), Case("currencies", [["networks": ["tron"]]]),
        Case("currencies", [["currency": 5]], words: "currencies[0].currency"),
        Case("currencies", [["currency": "USDT", "networks": "tron"]], words: "networks"),
        Case("currencies", [["currency": "USDT", "networks": [5]]], words: "[0].networks"),
        Case("currencies", [["currency": "USDT", "networks": [["name": 5]]]], words: "networks"),
        Case("currencies", .array(Array(repeating: "LTC", count: 501))),
        Case("currencies", ["ZZZ"], 1200), Case("currencies", ["USDT_nowhere"], 1200),
        Case("currencies", ["USD"], 1200), Case("currencies", [["USDT", "bitcoin"]], 1200),
        Case("currencies", ["LTC", ["currency": "ZZZ"]], 1200, words: "currencies[1]"),
        Case("currencies", [["currency": "USDT", "networks": ["tron", "x"]]], 1200),
    ]

    private static let invoices = Table(
        method: "make-invoice",
        honest: ["currency": "USD", "amount": "10"],
        cases: [
            Case("currency", nil), Case("currency", .null), Case("currency", ""),
            Case("currency", "ZZZ", 1200), Case("currency", "USDT_tron", 1200),
        ] + texts("currency") + amounts + coins
            + texts("externalId") + [Case("externalId", "")]
            + texts("order") + texts("description", lengthMax: 1_024)
            + texts("externalUserId") + [Case("externalUserId", "")] + texts("payerEmail")
            + [
                Case("includeFee", "yes"), Case("includeFee", 1), Case("includeFee", "true"),
                Case("additionalFees", "SEPA_WITHDRAWAL"), Case("additionalFees", [1]),
                Case("additionalFees", ["NO_SUCH_TARIFF"]), Case("additionalFees", ["a": 1]),
                Case("additionalFees", .array(Array(repeating: "A", count: 21))),
            ] + percents("insurancePercent", tooMuch: "100.01")
            + percents("slippagePercent", tooMuch: "100.01")
            + percents("paymentTolerancePercent", tooMuch: "100")
            + urls("webhookURL") + urls("returnURL") + urls("returnUrl")
            + [
                Case("lifetime", 0), Case("lifetime", -1), Case("lifetime", 10_081),
                Case("lifetime", number("1.5")), Case("lifetime", "soon"), Case("lifetime", ""),
                Case("lifetime", true), Case("lifetime", [1]), Case("lifetime", "99999999999999"),
                Case("advancedBalanceId", 5), Case("advancedBalanceId", "ab-1", 1340),
                Case("advancedBalanceId", "7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34", 1340),
            ]
    )

    private static let orders = Table(
        method: "make-order",
        honest: ["currency": "USDT", "network": "tron", "amount": "10", "order": "o-1"],
        cases: [
            Case("currency", nil), Case("currency", ""), Case("currency", 5),
            Case("currency", "ZZZ", 1200, words: "ZZZ"),
            Case("currency", "USD", 1200, words: "USD"),
            Case("network", nil), Case("network", ""), Case("network", 5),
            Case("network", "nowhere", 1200, words: "nowhere"),
            Case("network", "bitcoin", 1200, words: "bitcoin"),
            Case("amount", "1.0000001"), Case("amount", "0.0000001"),
            Case("order", nil), Case("order", .null), Case("order", ""),
            Case("lifetime", 1), Case("lifetime", 1_799), Case("lifetime", 43_201),
            Case("lifetime", "x"), Case("lifetime", number("1800.5")),
            Case("checkRisks", "yes"), Case("checkRisks", 1),
            Case("externalUserId", ""), Case("advancedBalanceId", "ab-1", 1340),
        ] + amounts + texts("order") + texts("description", lengthMax: 1_024)
            + texts("externalUserId") + texts("payerEmail")
            + percents("paymentTolerancePercent", tooMuch: "100") + urls("successWebhook")
            + urls("errorWebhook") + urls("returnUrl") + urls("returnURL")
    )

    private static let pages: [Case] = [
        Case("limit", 0), Case("limit", -1), Case("limit", 1_001), Case("limit", "ten"),
        Case("limit", number("1.5")), Case("limit", true), Case("offset", -1), Case("offset", "x"),
        Case("offset", 1_000_001), Case("offset", [0]), Case("status", [5]),
        Case("status", ["INIT": true]),
    ]

    private static let nowhere: JSONValue = "7d1c6a52-3f0b-4b58-9a5e-0c2f1e9b8d34"

    private static let questions: [Table] = [
        Table(method: "get-invoices", honest: [:], cases: pages),
        Table(method: "orders", honest: [:], cases: pages),
        Table(
            method: "get-invoice",
            honest: [:],
            cases: [
                Case("invoiceId", nil), Case("invoiceId", 5), Case("invoiceId", long(256)),
                Case("invoiceId", "123", 1300, words: "invoice"),
                Case("invoiceId", nowhere, 1300, words: "invoice"),
                Case("externalId", "inv-1", 1300, words: "invoice"), Case("externalId", 5),
            ]
        ),
        Table(
            method: "order",
            honest: [:],
            cases: [
                Case("orderId", nil), Case("orderId", 5), Case("orderId", ""),
                Case("orderId", "123", 1310, words: "order"),
                Case("orderId", nowhere, 1310, words: "order"),
            ]
        ),
        Table(
            method: "price-rate",
            honest: ["from": "LTC", "to": "USD"],
            cases: [
                Case("from", nil), Case("from", 5), Case("to", nil),
                Case("from", "", 1200, words: "not known"),
                Case("to", ["USD"]), Case("from", "ZZZ", 1200, words: "ZZZ"),
                Case("to", "ZZZ", 1200, words: "ZZZ"),
            ]
        ),
        Table(
            method: "utils/validate-address",
            honest: ["address": "x", "network": "litecoin"],
            cases: [
                Case("address", nil), Case("address", 5), Case("address", long(256)),
                Case("network", nil), Case("network", true), Case("network", "nowhere", 1200),
            ]
        ),
        Table(
            method: "webhooks/get",
            honest: [:],
            cases: [
                Case("webhookId", nil), Case("webhookId", 5),
                Case("webhookId", nowhere, 1330, words: "webhook"),
            ]
        ),
        Table(
            method: "webhooks/get-verbose",
            honest: [:],
            cases: [
                Case("webhookId", nil), Case("webhookId", [5]),
                Case("webhookId", "123", 1330, words: "webhook"),
            ]
        ),
        Table(
            method: "advanced-balance",
            honest: [:],
            cases: [Case("advancedBalanceId", 5), Case("advancedBalanceId", nowhere, 1340)]
        ),
    ]

    private static let customers: [Table] = [
        Table(
            method: "personal-addresses/create-user",
            honest: ["clientId": "u-1"],
            cases: [
                Case("clientId", nil), Case("clientId", ""), Case("createAddresses", "yes"),
                Case("groupByBlockchain", 1), Case("checkRisks", "no"),
            ] + texts("clientId") + texts("clientEmail") + texts("clientName")
                + urls("depositWebhookUrl")
        ),
        Table(
            method: "personal-addresses/get-user",
            honest: [:],
            cases: [
                Case("id", nil), Case("id", 5), Case("clientId", 5),
                Case("id", nowhere, 1320, words: "user"),
                Case("clientId", "u-1", 1320, words: "user"),
            ]
        ),
        Table(
            method: "personal-addresses/get-user-address",
            honest: ["clientId": "u-1", "currency": "USDT", "network": "tron"],
            cases: [
                Case("clientId", nil), Case("currency", nil), Case("network", nil),
                Case("currency", "ZZZ", 1200, words: "ZZZ"), Case("renewAddress", "yes"),
                Case("network", "nowhere", 1200, words: "nowhere"),
                Case("id", nowhere, 1320, words: "user"),
            ]
        ),
        Table(
            method: "personal-addresses/get-user-addresses",
            honest: ["clientId": "u-1"],
            cases: [
                Case("isActive", "yes"), Case("currency", 5), Case("network", [5]),
                Case("balance", 5), Case("balance", ["from": "much"], words: "from"),
                Case("balance", ["to": true], words: "to"), Case("limit", 0),
                Case("offset", -1), Case("id", nowhere, 1320, words: "user"),
            ]
        ),
    ]

    /// The envelope of a failure, with nothing else in it.
    private func expectFailure(
        _ answer: OnchainPayCaller.Answer,
        _ code: Int,
        _ words: String,
        _ what: String
    ) {
        #expect(answer.status == Self.statuses[code], "\(what): \(answer.text)")
        #expect(answer.code == code, "\(what): \(answer.text)")
        #expect(answer.message.contains(words), "\(what): \(answer.text)")
        #expect(answer.name.wholeMatch(of: /[A-Z_]+/) != nil, "\(what): \(answer.text)")
        #expect(answer.json["success"] == false, "\(what): \(answer.text)")
        #expect(answer.json["requestId"].text?.isEmpty == false, "\(what): \(answer.text)")
        guard case .object(let fields) = answer.json else { return }
        #expect(Set(fields.keys) == ["success", "error", "requestId"], "\(what): \(answer.text)")
    }

    private func spoil(_ table: Table, on world: SandboxShop) async throws {
        for bad in table.cases {
            var fields = table.honest
            fields[bad.field] = bad.value
            let answer = try await world.caller.call(table.method, fields)
            let value = String("\(bad.value.map { "\($0)" } ?? "missing")".prefix(80))
            expectFailure(answer, bad.code, bad.words, "\(table.method) \(bad.field) = \(value)")
        }
    }

    private func expectNothingStored(_ world: SandboxShop) async throws {
        #expect(try await world.answer("get-invoices")["total"] == 0)
        #expect(try await world.answer("orders")["total"] == 0)
        #expect(try await world.invoiceCount() == 0)
    }

    @Test func `a wrong field of an invoice or an order is named, and nothing is opened`()
        async throws
    {
        #expect(Self.invoices.cases.count + Self.orders.cases.count > 200)
        let world = try await SandboxShop()
        try await spoil(Self.invoices, on: world)
        try await spoil(Self.orders, on: world)
        try await expectNothingStored(world)
        // Neither a user nor anything else came of the spoiled calls, and the honest ones work.
        let user = try await world.caller.call("personal-addresses/get-user", ["clientId": "u-1"])
        #expect(user.code == 1320)
        for table in [Self.invoices, Self.orders] {
            let answer = try await world.caller.call(table.method, table.honest)
            #expect(answer.isSuccess, "\(answer.text)")
        }
    }

    @Test func `a wrong question is told what is wrong with it`() async throws {
        let world = try await SandboxShop()
        for table in Self.questions { try await spoil(table, on: world) }
        try await expectNothingStored(world)
    }

    @Test func `a wrong field of a user or an address is named, and no user is made`()
        async throws
    {
        let world = try await SandboxShop()
        try await spoil(Self.customers[0], on: world)
        try await spoil(Self.customers[1], on: world)
        try await world.answer(Self.customers[0].method, Self.customers[0].honest)
        let before = try await world.answer("personal-addresses/get-user", ["clientId": "u-1"])
        try await spoil(Self.customers[2], on: world)
        try await spoil(Self.customers[3], on: world)
        let after = try await world.answer("personal-addresses/get-user", ["clientId": "u-1"])
        #expect(before == after)
        #expect(after["addresses"] == [])
    }
}
