import Foundation
import NIOHTTP1
import Rigs
import Testing

/// Requests to the OnchainPay API that are not what they say: each answered in the envelope.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPayRawBodyTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    private func expect(
        _ answer: OnchainPayCaller.Answer,
        _ status: Int,
        _ code: Int,
        _ what: String
    ) {
        #expect(answer.status == status, "\(what): \(answer.text.prefix(300))")
        #expect(answer.code == code, "\(what): \(answer.text.prefix(300))")
        #expect(!answer.message.isEmpty, "\(what)")
        #expect(answer.json["success"] == false, "\(what)")
        #expect(answer.json["requestId"].text?.isEmpty == false, "\(what)")
    }

    private func expectNothingStored() async throws {
        #expect(try await world.answer("get-invoices")["total"] == 0)
        #expect(try await world.invoiceCount() == 0)
    }

    private static let open = #"{"currency":"USD","amount":"10","nonce":"n""#

    private static let bodies: [(what: String, body: [UInt8], code: Int)] = {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
        let objects =
            String(repeating: #"{"a":"#, count: 5_000) + "1" + String(repeating: "}", count: 5_000)
        let large = String(repeating: "a", count: 300 << 10)
        let nines = String(repeating: "9", count: 60)
        func amount(_ text: String) -> [UInt8] {
            bytes(#"{"currency":"USD","amount":\#(text),"nonce":"amount \#(text)"}"#)
        }
        return [
            ("nothing", [], 1100), ("text", bytes("hello"), 1100), ("null", bytes("null"), 1100),
            ("a number", bytes("5"), 1100), ("a string", bytes(#""x""#), 1100),
            ("a list", bytes("[\(open)}]"), 1100), ("white space", bytes(" \n"), 1100),
            ("cut off", bytes(open), 1100), ("two objects", bytes(open + "}{}"), 1100),
            ("a comma last", bytes(open + ",}"), 1100),
            ("no quotes", bytes("{currency:1}"), 1100),
            ("single quotes", bytes("{'currency':'USD'}"), 1100),
            ("a comment", bytes(open + "/* */}"), 1100), ("a form", bytes("currency=USD"), 1100),
            ("a key twice", bytes(open + #","amount":"11"}"#), 1100),
            ("a key twice, escaped", bytes(open + #","\u0061mount":"11"}"#), 1100),
            ("5000 lists", bytes(open + #","x":\#(deep)}"#), 1100),
            ("5000 objects", bytes(open + #","x":\#(objects)}"#), 1100),
            ("only lists", bytes(deep), 1100),
            ("a byte order mark", [0xEF, 0xBB, 0xBF] + bytes(open + "}"), 1100),
            ("UTF-16", (open + "}").utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, 1100),
            ("broken UTF-8", bytes(open + #","order":""#) + [0xFF, 0xFE] + bytes(#""}"#), 1100),
            ("overlong UTF-8", bytes(open + #","order":""#) + [0xC0, 0x80] + bytes(#""}"#), 1100),
            ("half a pair", bytes(open + #","order":"\ud800"}"#), 1100),
            ("the other half", bytes(open + #","order":"\udc00x"}"#), 1100),
            ("a line feed in a string", bytes(open + ",\"order\":\"a\nb\"}"), 1100),
            ("a zero byte", bytes(open + "}") + [0], 1100),
            ("NaN", amount("NaN"), 1100), ("Infinity", amount("-Infinity"), 1100),
            ("1e400", amount("1e400"), 1100), ("1e2", amount("1e2"), 1100),
            ("60 digits", amount(nines), 1100), ("-0", amount("-0"), 1201),
            ("-5", amount("-5"), 1201),
            ("a point first", amount(".5"), 1100), ("a point last", amount("5."), 1100),
            ("a plus", amount("+5"), 1100), ("a zero first", amount("05"), 1100),
            ("300 KiB", bytes(open + #","x":"\#(large)"}"#), 1102),
            ("no nonce", bytes(#"{"currency":"USD","amount":"10"}"#), 1003),
            ("a nonce of null", bytes(#"{"currency":"USD","amount":"10","nonce":null}"#), 1003),
            ("a nonce of true", bytes(#"{"currency":"USD","amount":"10","nonce":true}"#), 1003),
            ("a nonce of a list", bytes(#"{"currency":"USD","amount":"10","nonce":[1]}"#), 1003),
            ("an empty nonce", bytes(#"{"currency":"USD","amount":"10","nonce":""}"#), 1003),
            (
                "a long nonce",
                bytes(#"{"nonce":"\#(String(repeating: "1", count: 129))"}"#), 1003
            ),
        ]
    }()

    @Test func `a body that is not an honest JSON object is refused in words`() async throws {
        for (what, body, code) in Self.bodies {
            let answer = try await world.caller.post(body, to: "make-invoice")
            expect(answer, code == 1102 ? 413 : 400, code, what)
        }
        try await expectNothingStored()
        // None of them used the nonce up that some of them have.
        let answer = try await world.caller.post(Self.open + "}", to: "make-invoice")
        #expect(answer.isSuccess, "\(answer.text)")
    }

    @Test func `a large body within the limit is read, and one byte more is not`() async throws {
        func body(_ bytes: Int) -> String {
            let start = #"{"nonce":"\#(bytes)","x":""#
            return start + String(repeating: "a", count: bytes - start.utf8.count - 2) + #""}"#
        }
        #expect(try await world.caller.post(body(256 << 10), to: "get-invoices").isSuccess)
        let more = try await world.caller.post(body((256 << 10) + 1), to: "get-invoices")
        expect(more, 413, 1102, "one byte more")
    }

    @Test func `another verb than POST is refused in the envelope`() async throws {
        for verb in [HTTPMethod.GET, .PUT, .DELETE, .PATCH] {
            for method in ["get-invoices", "make-invoice/", "no-such-method"] {
                let body = Array(#"{"nonce":"\#(verb.rawValue) \#(method)"}"#.utf8)
                let answer = try await world.caller.send(
                    verb == .GET ? [] : body,
                    to: method,
                    headers: world.caller.headers(signature: world.caller.sign(body)),
                    by: verb
                )
                expect(answer, 405, 1101, "\(verb) \(method)")
            }
        }
        for verb in [HTTPMethod.OPTIONS, .TRACE, .COPY] {
            let answer = try await world.caller.send([], to: "get-invoices", headers: [], by: verb)
            #expect([404, 405].contains(answer.status), "\(verb): \(answer.text)")
            #expect(answer.code == 1101, "\(verb): \(answer.text)")
        }
        try await expectNothingStored()
    }

    @Test func `a method that does not exist is not found, with and without a slash`()
        async throws
    {
        let names = [
            "no-such-method", "no-such-method/", "", "/", "make-invoice/more", "a/b/c/d",
            "MAKE-INVOICE", "make_invoice", "personal-addresses", "personal-addresses/",
            "operation-by-tx-hash", "%2e%2e/make-invoice", "make-invoice%00",
            String(repeating: "x", count: 1_000),
        ]
        for name in names {
            let answer = try await world.caller.call(name, ["currency": "USD", "amount": "10"])
            expect(answer, 404, 1101, name)
            #expect(answer.message.utf8.count < 200, "\(name)")
        }
        try await expectNothingStored()
    }

    @Test func `what would need a spending key is declined with its reason`() async throws {
        let names = [
            "withdrawal-fee-token", "make-withdrawal", "make-withdrawal-async", "get-withdrawal",
            "auto-withdrawals/create", "auto-withdrawals/approve", "auto-swaps/create",
            "auto_swaps/create", "auto-swaps/get/", "bridge/limit", "bridge/create",
            "swaps/fee-token", "kyt/check-transfer", "kyt/withdrawal-address-screening",
            "recurrents/make-payment", "recurrents/cancel-subscriptionn",
            "orphan-deposits/withdrawal", "orphan-deposits/withdrawal-token",
        ]
        for name in names {
            let answer = try await world.caller.call(name)
            expect(answer, 501, 1900, name)
            #expect(answer.message.contains("Florin"), "\(answer.message)")
        }
        // Whoever is not known is told nothing but that.
        let unknown = try await world.caller.send([], to: "make-withdrawal", headers: [])
        expect(unknown, 401, 1001, "unknown")
    }
}
