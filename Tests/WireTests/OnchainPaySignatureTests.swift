import Crypto
import Foundation
import Testing

@testable import Wire

@Suite(.timeLimit(.minutes(1)))
struct OnchainPaySignatureTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let secret: String
        let body: String
        let bytes: Int
        let signature: String

        var testDescription: String { id }

        static let all = Result { try VectorFile.load("onchainpay-signatures.json") as [Vector] }
    }

    private let secret = "sk_test_4f1c2b"
    private let body = Array(#"{"nonce":1}"#.utf8)

    @Test func `every vector of the contract is there`() throws {
        let ids = try Vector.all.get().compactMap { $0.id.split(separator: " ").first }
        #expect(ids == (1...12).map { "O\($0)" } + ["W1"])
    }

    @Test func `every vector of the contract gives its signature`() throws {
        for vector in try Vector.all.get() {
            let body = Array(vector.body.utf8)
            #expect(body.count == vector.bytes, "\(vector.id)")
            let signature = OnchainPaySignature.sign(body, secret: vector.secret)
            #expect(signature == vector.signature, "\(vector.id)")
            #expect(
                OnchainPaySignature.matches(signature, body: body, secret: vector.secret),
                "\(vector.id)"
            )
        }
    }

    @Test func `every vector that is a request is JSON that is read`() throws {
        for vector in try Vector.all.get() where vector.bytes > 0 {
            let value = try JSONValue.parse(Array(vector.body.utf8), limits: .onchainPayRequest)
            #expect(value.object != nil, "\(vector.id)")
        }
    }

    @Test func `a signature in upper case is accepted, one of another length is not`() {
        let signature = OnchainPaySignature.sign(body, secret: secret)
        #expect(OnchainPaySignature.matches(signature.uppercased(), body: body, secret: secret))
        for wrong in [
            "", String(signature.dropLast()), signature + "0", " " + signature.dropLast(),
            "0x" + signature.dropLast(2), signature + "\n", signature + signature,
            String(repeating: "g", count: 64), String(repeating: "é", count: 32),
        ] {
            #expect(!OnchainPaySignature.matches(wrong, body: body, secret: secret), "\(wrong)")
        }
    }

    @Test func `a changed digit, another secret or another body does not match`() {
        let signature = OnchainPaySignature.sign(body, secret: secret)
        for place in signature.indices {
            let digit = signature[place] == "0" ? "1" : "0"
            let changed = signature.replacingCharacters(in: place...place, with: digit)
            #expect(!OnchainPaySignature.matches(changed, body: body, secret: secret))
        }
        #expect(!OnchainPaySignature.matches(signature, body: body, secret: secret + " "))
        #expect(!OnchainPaySignature.matches(signature, body: body, secret: ""))
        #expect(!OnchainPaySignature.matches(signature, body: body + [0x0a], secret: secret))
        #expect(!OnchainPaySignature.matches(signature, body: [], secret: secret))
    }

    @Test func `any body and secret agree with HMAC as RFC 2104 writes it out`() {
        var random = SeededGenerator()
        for _ in 0..<500 {
            let body = (0..<Int.random(in: 0..<300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // Longer than a block of 64 bytes, too: such a key is hashed first.
            let secret = String(
                decoding: (0..<Int.random(in: 0..<150, using: &random)).map { _ in
                    UInt8.random(in: 0x20..<0x7f, using: &random)
                },
                as: UTF8.self
            )
            let expected = Self.writtenOut(body, secret: secret)
            #expect(OnchainPaySignature.sign(body, secret: secret) == expected, "\(random)")
            #expect(OnchainPaySignature.matches(expected, body: body, secret: secret), "\(random)")
        }
    }

    /// H(key ⊕ opad, H(key ⊕ ipad, body)).
    private static func writtenOut(_ body: [UInt8], secret: String) -> String {
        let blockBytes = 64
        var key = Array(secret.utf8)
        if key.count > blockBytes { key = Array(SHA256.hash(data: key)) }
        key += Array(repeating: 0, count: blockBytes - key.count)
        let inner = Array(SHA256.hash(data: key.map { $0 ^ 0x36 } + body))
        return SHA256.hash(data: key.map { $0 ^ 0x5c } + inner).reduce(into: "") { text, byte in
            let digits = String(byte, radix: 16)
            text += digits.count == 1 ? "0" + digits : digits
        }
    }
}
