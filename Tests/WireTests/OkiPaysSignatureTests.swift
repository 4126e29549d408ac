import Foundation
import Testing

@testable import Wire

@Suite(.timeLimit(.minutes(1)))
struct OkiPaysSignatureTests {
    struct Vector: Decodable {
        let id: String
        let secret: String
        let body: String
        let spelling: String
        let listOrder: String
        let text: String
        let signature: String
    }

    struct Spellings: Decodable {
        let body: String
        let javaScript: String
        let php: String
        let phpExact: String
        let python: String
        let source: String
    }

    private typealias Spelling = OkiPaysSignature.ScalarSpelling

    private let secret = "test_secret_9"

    private func parsed(_ text: String) throws -> JSONValue {
        try JSONValue.parse(Array(text.utf8))
    }

    @Test func `every vector of the contract gives its text and its signature`() throws {
        let vectors: [Vector] = try VectorFile.load("okipays-signatures.json")
        #expect(vectors.count == 13)
        for vector in vectors {
            let body = try parsed(vector.body)
            let spelling = try #require(Spelling(rawValue: vector.spelling))
            let text = try #require(
                OkiPaysSignature.Text.of(
                    body,
                    spelling: spelling,
                    listOrder: vector.listOrder == "byIndex" ? .byIndex : .byIndexAsText
                )
            )
            #expect(String(decoding: text, as: UTF8.self) == vector.text, "\(vector.id)")
            if vector.listOrder == "byIndex" {
                let signature = OkiPaysSignature.hex(
                    of: body,
                    secret: vector.secret,
                    spelling: spelling
                )
                #expect(signature == vector.signature, "\(vector.id)")
            }
            #expect(
                OkiPaysSignature.matches(vector.signature, body: body, secret: vector.secret),
                "\(vector.id)"
            )
        }
    }

    @Test func `numbers are spelled as node, php and python spell them`() throws {
        let bodies: [Spellings] = try VectorFile.load("okipays-spellings.json")
        #expect(bodies.count == 60)
        for expected in bodies {
            let body = try parsed(expected.body)
            for (spelling, text) in [
                (Spelling.javaScript, expected.javaScript), (.php, expected.php),
                (.phpExact, expected.phpExact), (.python, expected.python),
                (.source, expected.source),
            ] {
                let found = OkiPaysSignature.Text.of(body, spelling: spelling, listOrder: .byIndex)
                let bytes = try #require(found)
                #expect(String(decoding: bytes, as: UTF8.self) == text, "\(spelling)")
                let signature = try #require(
                    OkiPaysSignature.hex(of: body, secret: secret, spelling: spelling)
                )
                #expect(OkiPaysSignature.matches(signature, body: body, secret: secret))
            }
        }
    }

    @Test func `a signature in upper case is accepted, one of another length is not`() throws {
        let body = try parsed(#"{"request_id":1,"order_id":7}"#)
        let signature = OkiPaysSignature.sign(body, secret: secret)
        #expect(OkiPaysSignature.matches(signature.uppercased(), body: body, secret: secret))
        for wrong in [
            "", String(signature.dropLast()), signature + "0", " " + signature.dropLast(),
            "0x" + signature.dropLast(2), signature + "\n",
            String(repeating: "g", count: 64), String(repeating: "é", count: 32),
        ] {
            #expect(!OkiPaysSignature.matches(wrong, body: body, secret: secret), "\(wrong)")
        }
    }

    @Test func `a changed scalar, another secret or another digit does not match`() throws {
        let body = try parsed(#"{"request_id":1,"order_id":7}"#)
        let signature = OkiPaysSignature.sign(body, secret: secret)
        let other = try parsed(#"{"request_id":2,"order_id":7}"#)
        #expect(!OkiPaysSignature.matches(signature, body: other, secret: secret))
        #expect(!OkiPaysSignature.matches(signature, body: body, secret: "test_secret_8"))
        for place in signature.indices {
            let digit = signature[place] == "0" ? "1" : "0"
            let changed = signature.replacingCharacters(in: place...place, with: digit)
            #expect(!OkiPaysSignature.matches(changed, body: body, secret: secret))
        }
    }

    @Test func `the order of keys does not matter, the order of a list does`() throws {
        let body = try parsed(#"{"b":["x","y"],"a":{"d":1,"c":2}}"#)
        let turned = try parsed(#"{"a":{"c":2,"d":1},"b":["x","y"]}"#)
        let swapped = try parsed(#"{"a":{"c":2,"d":1},"b":["y","x"]}"#)
        let signature = OkiPaysSignature.sign(body, secret: secret)
        #expect(OkiPaysSignature.matches(signature, body: turned, secret: secret))
        #expect(!OkiPaysSignature.matches(signature, body: swapped, secret: secret))
    }

    @Test func `a body with a number beyond a double never matches`() throws {
        let body = try parsed(#"{"request_id":1,"price":1e400}"#)
        for spelling in Spelling.allCases {
            #expect(OkiPaysSignature.hex(of: body, secret: secret, spelling: spelling) == nil)
        }
        let zeros = String(repeating: "0", count: 64)
        #expect(!OkiPaysSignature.matches(zeros, body: body, secret: secret))
    }

    @Test func `keys are ordered by UTF-16 code unit`() throws {
        let body: JSONValue = ["\u{ff5e}": "last", "\u{1f600}": "middle", "z": "first"]
        let text = OkiPaysSignature.Text.of(body, spelling: .javaScript, listOrder: .byIndex)
        #expect(text == Array("firstmiddlelast".utf8))
    }

    @Test func `a body of ours with a fraction is a programmer's error`() async {
        await #expect(processExitsWith: .failure) {
            _ = OkiPaysSignature.sign(["rate": .number(JSONNumber(checked: "0.5"))], secret: "s")
        }
    }
}
