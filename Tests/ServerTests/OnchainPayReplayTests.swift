import Foundation
import Rigs
import Testing

/// Who may speak for a merchant in the OnchainPay API, and how often.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayReplayTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    private var caller: OnchainPayCaller { world.caller }

    /// A call to make an invoice, exactly as written.
    private static func body(nonce: String, _ more: String = "") -> String {
        #"{"currency":"USD","amount":"10","currencies":["USDT_tron"]\#(more),"nonce":\#(nonce)}"#
    }

    private func count() async throws -> JSONValue {
        try await world.answer("get-invoices", ["limit": 1])["total"]
    }

    private func expect(
        _ answer: OnchainPayCaller.Answer,
        _ status: Int,
        _ code: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(answer.status == status, "\(answer.text)", sourceLocation: sourceLocation)
        #expect(answer.code == code, "\(answer.text)", sourceLocation: sourceLocation)
        #expect(answer.json["success"] == false, sourceLocation: sourceLocation)
        #expect(answer.json["response"] == .null, sourceLocation: sourceLocation)
        #expect(answer.json["requestId"].text?.isEmpty == false, sourceLocation: sourceLocation)
    }

    @Test func `a body sent again is refused, also to another method`() async throws {
        let body = Self.body(nonce: "415926535")
        #expect(try await caller.post(body, to: "make-invoice").isSuccess)
        for method in ["make-invoice", "make-invoice/", "get-invoices", "make-order", "nothing"] {
            expect(try await caller.post(body, to: method), 409, 1004)
        }
        #expect(try await count() == 1)
    }

    @Test func `a nonce is the same one as a number and as a string`() async throws {
        #expect(try await caller.post(Self.body(nonce: "5"), to: "make-invoice").isSuccess)
        expect(try await caller.post(Self.body(nonce: #""5""#), to: "make-invoice"), 409, 1004)
        #expect(try await caller.post(Self.body(nonce: #""x""#), to: "make-invoice").isSuccess)
        expect(try await caller.post(#"{"nonce":"x"}"#, to: "get-invoices"), 409, 1004)
        #expect(try await count() == 2)
    }

    @Test func `a nonce need not grow, and each key has its own`() async throws {
        for nonce in ["1700000000003", "1700000000002", "7", "6", "0", "-1", "0.5", "1e3"] {
            let answer = try await caller.post(#"{"nonce":\#(nonce)}"#, to: "get-invoices")
            #expect(answer.isSuccess, "\(nonce): \(answer.text)")
        }
        let created = try await world.florin.json("merchant", "create", "--name", "Other")
        let other = try OnchainPayCaller(url: world.florin.url, created: created)
        #expect(try await other.post(#"{"nonce":7}"#, to: "get-invoices").isSuccess)
        expect(try await other.post(#"{"nonce":7}"#, to: "get-invoices"), 409, 1004)
    }

    @Test func `a call that fails uses its nonce up, one that is not proved does not`()
        async throws
    {
        expect(try await caller.post(#"{"nonce":1}"#, to: "make-invoice"), 400, 1100)
        expect(try await caller.post(Self.body(nonce: "1"), to: "make-invoice"), 409, 1004)
        expect(try await caller.post(#"{"nonce":2}"#, to: "get-invoice"), 400, 1100)
        expect(try await caller.post(Self.body(nonce: "2"), to: "make-invoice"), 409, 1004)
        expect(try await caller.post(#"{"nonce":3}"#, to: "no-such-method"), 404, 1101)
        expect(try await caller.post(Self.body(nonce: "3"), to: "make-invoice"), 409, 1004)
        let unproved = try await caller.send(
            Array(Self.body(nonce: "4").utf8),
            to: "make-invoice",
            headers: caller.headers(signature: caller.sign(Array("{}".utf8)))
        )
        expect(unproved, 401, 1002)
        #expect(try await caller.post(Self.body(nonce: "4"), to: "make-invoice").isSuccess)
        #expect(try await count() == 1)
    }

    @Test func `a nonce is forgotten after a day, and not before`() async throws {
        #expect(try await caller.post(#"{"nonce":1}"#, to: "get-invoices").isSuccess)
        try await world.pass(minutes: 23 * 60 + 55)
        expect(try await caller.post(#"{"nonce":1}"#, to: "get-invoices"), 409, 1004)
        try await world.pass(minutes: 24 * 60 + 5)
        #expect(try await caller.post(#"{"nonce":1}"#, to: "get-invoices").isSuccess)
    }

    @Test func `of many copies of one call at once exactly one is served`() async throws {
        let body = Self.body(nonce: #""once""#)
        let answers = try await together(30) { _ in body }
        #expect(answers.count { $0.isSuccess } == 1)
        #expect(answers.count { $0.status == 409 && $0.code == 1004 } == 29)
        #expect(try await count() == 1)
    }

    @Test func `100 calls at once make 100 invoices`() async throws {
        let answers = try await together(100) { Self.body(nonce: "\(1_000 - $0)") }
        #expect(answers.count { $0.isSuccess } == 100)
        #expect(Set(answers.map { $0.response["id"] }).count == 100)
        #expect(Set(answers.map { $0.response["orderId"] }).count == 100)
        #expect(try await count() == 100)
    }

    @Test func `100 calls at once with one externalId make one invoice, told to all`()
        async throws
    {
        let answers = try await together(100) { place in
            // The same content may be written in other words.
            let amount = place.isMultiple(of: 2) ? #""10""# : "10.00"
            return """
                {"currency":"usd","amount":\(amount),"currencies":["USDT_tron"],\
                "externalId":"inv-1","nonce":"\(place)"}
                """
        }
        let refused = answers.filter { !$0.isSuccess }
        #expect(refused.isEmpty, "\(refused[0].text)")
        #expect(Set(answers.map { $0.response["id"] }).count == 1)
        #expect(try await count() == 1)
    }

    @Test func `an externalId with another content is a conflict and changes nothing`()
        async throws
    {
        let fields: [String: JSONValue] = [
            "currency": "USD", "amount": "10", "externalId": "inv-1", "order": "Tea",
            "currencies": ["LTC", "USDT"], "webhookURL": "https://shop.example/a",
        ]
        let made = try await world.answer("make-invoice", fields)
        let changes: [(String, JSONValue)] = [
            ("amount", "10.01"), ("currency", "EUR"), ("order", "Coffee"), ("order", .null),
            ("currencies", ["LTC"]), ("currencies", []),
            ("webhookURL", "https://shop.example/b"),
        ]
        for (field, value) in changes {
            let changed = fields.merging([field: value]) { $1 }
            let answer = try await caller.call("make-invoice", changed)
            #expect(answer.message.contains("externalId"), "\(field): \(answer.text)")
            expect(answer, 409, 1301)
        }
        let again = try await world.answer("make-invoice", fields)
        #expect(again["id"] == made["id"])
        #expect(try await count() == 1)
        // Each merchant has ids of his own.
        let created = try await world.florin.json("merchant", "create", "--name", "Other")
        let other = try OnchainPayCaller(url: world.florin.url, created: created)
        let theirs = try await other.call(
            "make-invoice",
            fields.merging(["amount": "11"]) { $1 }
        )
        #expect(theirs.isSuccess, "\(theirs.text)")
        #expect(theirs.response["id"] != made["id"])
    }

    @Test func `two processes of the official client make no invoice twice and lose none`()
        async throws
    {
        let script = "Tests/Python/buy_together.py"
        let keys = [world.florin.url, caller.publicKey, caller.privateKey]
        async let first = PythonScript.run(script, keys + ["first", "20"])
        async let second = PythonScript.run(script, keys + ["second", "20"])
        var lines: [Set<Substring>] = []
        for outcome in [try await first, try await second] {
            #expect(outcome.status == 0, "\(outcome)")
            lines.append(Set(outcome.output.split(separator: "\n")))
        }
        #expect(lines.map(\.count) == [40, 40])
        let common = lines[0].intersection(lines[1])
        #expect(common.count == 20)
        #expect(common.allSatisfy { $0.hasPrefix("both-") })
        let ids = lines[0].union(lines[1]).compactMap { $0.split(separator: " ").last }
        #expect(Set(ids).count == 60)
        #expect(try await count() == 60)
    }

    /// Posts bodies at the same time and answers what came.
    private func together(
        _ count: Int,
        _ body: @escaping @Sendable (Int) -> String
    ) async throws -> [OnchainPayCaller.Answer] {
        try await withThrowingTaskGroup(of: OnchainPayCaller.Answer.self) { group in
            for place in 0..<count {
                group.addTask { [caller] in
                    try await caller.post(body(place), to: "make-invoice")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
