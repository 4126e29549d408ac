import Foundation
import Rigs
import Testing

/// What proves a call of the OnchainPay API, and what does not.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct OnchainPaySignatureTests {
    private let world: SandboxShop

    init() async throws { world = try await SandboxShop() }

    private var caller: OnchainPayCaller { world.caller }

    private static let body = Array(#"{"nonce":1}"#.utf8)

    /// Sends bytes with the signature of others.
    private func send(
        _ body: [UInt8],
        signedAs signed: [UInt8] = Self.body,
        to method: String = "get-invoices"
    ) async throws -> OnchainPayCaller.Answer {
        try await caller.send(
            body,
            to: method,
            headers: caller.headers(signature: caller.sign(signed))
        )
    }

    @Test func `a space or a line feed added after signing is another body`() async throws {
        // Vectors O8, O9 and O10 of the contract, with the merchant's own key.
        let spaced = Array(#"{"nonce": 1}"#.utf8)
        let ended = Self.body + [0x0A]
        for changed in [spaced, ended, [0x20] + Self.body, Array(#"{"nonce":2}"#.utf8)] {
            let answer = try await send(changed)
            #expect(answer.status == 401, "\(answer.text)")
            #expect(answer.code == 1002)
            #expect(answer.name == "INVALID_SIGNATURE")
        }
        // Each of them is right where it was itself signed: nothing is written anew.
        #expect(try await send(Self.body).isSuccess)
        let answers = [
            try await send(spaced, signedAs: spaced), try await send(ended, signedAs: ended),
        ]
        #expect(answers.map(\.code) == [1004, 1004])
    }

    @Test func `signatures in capitals and headers in capitals are the same`() async throws {
        let signature = caller.sign(Self.body).uppercased()
        let answer = try await caller.send(
            Self.body,
            to: "get-invoices",
            headers: [("X-API-PUBLIC-KEY", caller.publicKey), ("X-API-SIGNATURE", signature)]
        )
        #expect(answer.isSuccess, "\(answer.text)")
    }

    @Test func `a missing, doubled, unknown or wrong header serves nothing`() async throws {
        let (key, secret) = (caller.publicKey, caller.privateKey)
        let good = caller.sign(Self.body)
        let (name, sign) = ("x-api-public-key", "x-api-signature")
        let byPublicKey = OnchainPayCaller(url: "", publicKey: key, privateKey: key)
            .sign(Self.body)
        let decoded = try #require(Data(base64Encoded: secret))
        #expect(decoded.count == 64)
        let cases: [(what: String, headers: [(name: String, value: String)], code: Int)] = [
            ("nothing", [], 1001),
            ("no key", [(sign, good)], 1001),
            ("an empty key", [(name, ""), (sign, good)], 1001),
            ("an unknown key", [(name, String(key.reversed())), (sign, good)], 1001),
            ("a long key", [(name, String(repeating: "a", count: 5_000)), (sign, good)], 1001),
            ("the key in small letters", [(name, key.lowercased()), (sign, good)], 1001),
            ("two keys", [(name, key), (name, key), (sign, good)], 1001),
            ("the token of the other API", [(name, world.client.token), (sign, good)], 1001),
            ("no signature", [(name, key)], 1001),
            ("two signatures", [(name, key), (sign, good), (sign, good)], 1001),
            ("an empty signature", [(name, key), (sign, "")], 1002),
            ("a short signature", [(name, key), (sign, String(good.dropLast()))], 1002),
            ("a long signature", [(name, key), (sign, good + "0")], 1002),
            ("another signature", [(name, key), (sign, String(good.reversed()))], 1002),
            ("no hexadecimal", [(name, key), (sign, String(repeating: "z", count: 64))], 1002),
            ("signed with the public key", [(name, key), (sign, byPublicKey)], 1002),
        ]
        for (what, headers, code) in cases {
            let answer = try await caller.send(Self.body, to: "get-invoices", headers: headers)
            #expect(answer.status == 401, "\(what): \(answer.text)")
            #expect(answer.code == code, "\(what): \(answer.text)")
            #expect(answer.json["success"] == false, "\(what)")
            #expect(answer.json["requestId"].text?.isEmpty == false, "\(what)")
            #expect(!answer.text.contains(good), "\(what)")
        }
        // None of them used the nonce up.
        #expect(try await send(Self.body).isSuccess)
    }

    @Test func `an empty body is served by test-signature alone`() async throws {
        for method in ["get-invoices", "advanced-balances", "make-invoice"] {
            let answer = try await send([], signedAs: [], to: method)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.json["success"] == false)
            #expect([1003, 1100].contains(answer.code))
        }
        let tested = try await send([], signedAs: [], to: "test-signature")
        #expect(tested.isSuccess, "\(tested.text)")
        #expect(tested.response["checkSignatureResult"] == true)
        #expect(tested.response["receivedBody"] == "")
    }

    @Test func `test-signature says yes or no, and never what would be right`() async throws {
        let good = caller.sign(Self.body)
        let right = try await send(Self.body, to: "test-signature")
        #expect(right.isSuccess)
        #expect(
            right.response == [
                "checkSignatureResult": true, "signature": .string(good),
                "receivedBody": #"{"nonce":1}"#, "errors": [],
            ]
        )
        let wrong: [[(name: String, value: String)]] = [
            caller.headers(signature: String(repeating: "0", count: 64)),
            caller.headers(signature: ""), [("x-api-public-key", caller.publicKey)],
            [("x-api-signature", good)],
            [("x-api-public-key", "unknown"), ("x-api-signature", good)], [],
        ]
        for headers in wrong {
            let answer = try await caller.send(Self.body, to: "test-signature/", headers: headers)
            #expect(answer.isSuccess, "\(answer.text)")
            #expect(answer.response["checkSignatureResult"] == false)
            #expect(answer.response["signature"] == "")
            #expect(!answer.response["errors"].elements.isEmpty)
            #expect(!answer.text.contains(good))
        }
        // It neither asks for a nonce nor uses one up, and hears a body that is no JSON.
        let text = try await send(Array("hello".utf8), to: "test-signature")
        #expect(text.response["receivedBody"] == "hello")
        for _ in 1...2 {
            #expect(try await send(Self.body, to: "test-signature").isSuccess)
        }
        #expect(try await send(Self.body).isSuccess)
    }

    @Test func `a key works at once and is refused as soon as it is revoked`() async throws {
        let created = try await world.florin.json(
            "key",
            "create",
            "--merchant",
            "Shop",
            "--dialect",
            "onchainpay"
        )
        let second = try OnchainPayCaller(url: world.florin.url, created: created)
        #expect(try await second.post(#"{"nonce":1}"#, to: "get-invoices").isSuccess)
        #expect(try await caller.post(#"{"nonce":1}"#, to: "get-invoices").isSuccess)
        try await world.florin.json("key", "revoke", second.publicKey, "--merchant", "Shop")
        let answer = try await second.call("get-invoices")
        #expect(answer.status == 401)
        #expect(try await caller.call("get-invoices").isSuccess)
    }
}
