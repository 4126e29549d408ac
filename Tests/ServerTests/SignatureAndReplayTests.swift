import Foundation
import Rigs
import Testing

/// Who may speak for a merchant, and how often.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SignatureAndReplayTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    private var client: OkiPaysClient { world.client }

    private static let order: JSONValue = [
        "request_id": 1_700_000_000_001, "order_id": 1, "payment_currency_iso": "USD", "price": 15,
    ]

    private func post(
        _ body: JSONValue = Self.order,
        headers: [(name: String, value: String)],
        to path: String = "order/create"
    ) async throws -> OkiPaysClient.Answer {
        try await client.post(Array(try JSONEncoder().encode(body)), to: path, headers: headers)
    }

    private func sign(_ body: JSONValue = Self.order) -> String {
        ShopSignature.sign(body, secret: client.secret)
    }

    @Test func `digits moved from the price into request_id make no second order`() async throws {
        // The forged request has the same text, hence the same signature (vectors K8 and K9).
        let forged = Data(
            """
            {"request_id":51700000000001,"order_id":1,"payment_currency_iso":"USD","price":1}
            """.utf8
        )
        #expect(ShopSignature.text(of: Self.order) == "1USD151700000000001")
        let headers = client.headers(sign: sign())
        let early = try await client.post(Array(forged), to: "order/create", headers: headers)
        #expect(early.status == 400)
        #expect(early.code == 10)
        #expect(early.message.contains("request_id"))

        #expect(try await post(headers: headers).status == 200)
        let late = try await client.post(Array(forged), to: "order/create", headers: headers)
        #expect(late.status == 400)
        #expect(try await world.invoiceCount() == 1)
        let answer = try await client.call(
            "order/get",
            ["order_id": 1, "request_id": 1_700_000_000_002]
        )
        #expect(answer.json["data"]["price"] == "15.00")
    }

    @Test func `small numbers are safe from moved digits by the memory of signatures`() async throws
    {
        let honest: JSONValue = [
            "request_id": 7, "order_id": 1, "payment_currency_iso": "USD", "price": 15,
        ]
        let forged: JSONValue = [
            "request_id": 57, "order_id": 1, "payment_currency_iso": "USD", "price": 1,
        ]
        #expect(sign(honest) == sign(forged))
        let headers = client.headers(sign: sign(honest))
        #expect(try await post(honest, headers: headers).status == 200)
        let answer = try await post(forged, headers: headers)
        #expect(answer.status == 400)
        #expect(answer.code == 1)
        #expect(try await world.invoiceCount() == 1)
    }

    @Test func `the same request a second time is refused, also in another path`() async throws {
        let headers = client.headers(sign: sign())
        #expect(try await post(headers: headers).status == 200)
        for path in ["order/create", "order/get"] {
            let answer = try await post(headers: headers, to: path)
            #expect(answer.status == 400)
            #expect([1, 2].contains(answer.code))
            #expect(answer.json["status"] == false)
            #expect(answer.json["token"] == .string(client.token))
        }
        #expect(try await world.invoiceCount() == 1)
    }

    @Test func `a wrong, missing or doubled header opens nothing`() async throws {
        let good = sign()
        let token = client.token
        let cases: [(what: String, headers: [(String, String)], status: Int, code: Int)] = [
            ("nothing", [], 401, 0),
            ("no token", [("X-Auth-Sign", good)], 401, 0),
            ("empty token", [("X-Auth-Token", ""), ("X-Auth-Sign", good)], 401, 0),
            (
                "other token",
                [("X-Auth-Token", "a" + token.dropFirst() + "z"), ("X-Auth-Sign", good)], 401, 0
            ),
            (
                "long token",
                [("X-Auth-Token", String(repeating: "a", count: 5_000)), ("X-Auth-Sign", good)],
                401, 0
            ),
            (
                "two tokens",
                [("X-Auth-Token", token), ("X-Auth-Token", token), ("X-Auth-Sign", good)], 401, 0
            ),
            ("no sign", [("X-Auth-Token", token)], 400, 1),
            ("empty sign", [("X-Auth-Token", token), ("X-Auth-Sign", "")], 400, 1),
            (
                "short sign", [("X-Auth-Token", token), ("X-Auth-Sign", String(good.dropLast()))],
                400, 1
            ),
            ("long sign", [("X-Auth-Token", token), ("X-Auth-Sign", good + "0")], 400, 1),
            (
                "other sign", [("X-Auth-Token", token), ("X-Auth-Sign", String(good.reversed()))],
                400, 1
            ),
            (
                "two signs",
                [("X-Auth-Token", token), ("X-Auth-Sign", good), ("X-Auth-Sign", good)], 401, 0
            ),
        ]
        for (what, headers, status, code) in cases {
            let answer = try await post(headers: headers.map { (name: $0.0, value: $0.1) })
            #expect(answer.status == status, "\(what)")
            #expect(answer.code == code, "\(what)")
            if status == 401 {
                #expect(answer.json["name"] == "Unauthorized", "\(what)")
                #expect(answer.json["status"] == 401, "\(what)")
            } else {
                #expect(answer.message == "Signature is invalid", "\(what)")
                #expect(answer.json["status"] == false, "\(what)")
            }
        }
        #expect(try await world.invoiceCount() == 0)
        // None of them used the number up.
        #expect(try await post(headers: client.headers(sign: good)).status == 200)
    }

    @Test func `headers in capitals and a signature in capitals are the same request`() async throws
    {
        let answer = try await post(headers: [
            ("X-AUTH-TOKEN", client.token), ("X-AUTH-SIGN", sign().uppercased()),
        ])
        #expect(answer.status == 200)
        let again = try await post(headers: client.headers(sign: sign()))
        #expect(again.status == 400)
        #expect(try await world.invoiceCount() == 1)
    }

    @Test func `a signature over another body is refused`() async throws {
        let other: JSONValue = [
            "request_id": 1_700_000_000_001, "order_id": 1, "payment_currency_iso": "USD",
            "price": 16,
        ]
        let answer = try await post(other, headers: client.headers(sign: sign()))
        #expect(answer.code == 1)
        #expect(try await world.invoiceCount() == 0)
    }

    @Test func `50 orders at once with growing numbers are each opened once or overtaken`()
        async throws
    {
        let answers = try await withThrowingTaskGroup(of: OkiPaysClient.Answer.self) { group in
            for order in 1...50 {
                group.addTask { [client] in try await client.create(SandboxShop.order(order)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let opened = answers.filter { $0.status == 200 }
        let overtaken = answers.filter { $0.status == 400 && $0.code == 2 }
        #expect(opened.count + overtaken.count == 50)
        #expect(!opened.isEmpty)
        #expect(try await world.invoiceCount() == opened.count)
        #expect(Set(opened.compactMap { $0.json["data"]["id"].text }).count == opened.count)
        // Whoever was overtaken succeeds with a larger number.
        for order in 1...50 {
            let answer = try await client.create(SandboxShop.order(order))
            #expect(answer.status == 200 || answer.code == 11)
        }
        #expect(try await world.invoiceCount() == 50)
    }

    @Test func `of 50 requests at once with one number exactly one is served`() async throws {
        let answers = try await withThrowingTaskGroup(of: OkiPaysClient.Answer.self) { group in
            for order in 1...50 {
                var fields = SandboxShop.order(order)
                fields["request_id"] = 1_000
                let sent = fields
                group.addTask { [client] in try await client.create(sent) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0.status == 200 } == 1)
        #expect(answers.count { $0.status == 400 && $0.code == 2 } == 49)
        #expect(try await world.invoiceCount() == 1)
    }

    @Test func `a key works at once and is refused as soon as it is revoked`() async throws {
        let created = try await world.florin.json(
            "key",
            "create",
            "--merchant",
            "Shop",
            "--dialect",
            "okipays"
        )
        let second = try OkiPaysClient(url: world.florin.url, created: created)
        #expect(try await second.create(SandboxShop.order(1)).status == 200)
        // Each key counts its own numbers.
        #expect(try await client.create(SandboxShop.order(2)).status == 200)
        #expect(try await client.create(SandboxShop.order(1)).code == 11)
        try await world.florin.json("key", "revoke", second.token, "--merchant", "Shop")
        #expect(try await second.create(SandboxShop.order(3)).status == 401)
        #expect(try await client.create(SandboxShop.order(3)).status == 200)
    }
}
