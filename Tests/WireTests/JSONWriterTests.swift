import Foundation
import Testing

@testable import Wire

@Suite(.timeLimit(.minutes(1)))
struct JSONWriterTests {
    private func text(_ value: JSONValue, escapingSlashes: Bool = false) -> String {
        String(decoding: value.encoded(escapingSlashes: escapingSlashes), as: UTF8.self)
    }

    @Test func `a literal is written compactly in its order`() {
        let value: JSONValue = [
            "status": true, "data": ["id": "Q7M2ZK9P", "status_id": 0, "none": nil],
            "list": [1, "a"],
        ]
        #expect(
            text(value)
                == #"{"status":true,"data":{"id":"Q7M2ZK9P","status_id":0,"none":null},"#
                + #""list":[1,"a"]}"#
        )
    }

    @Test func `only what JSON needs escaped is escaped`() {
        #expect(text("Чай €/\u{1f600} \u{7f}") == "\"Чай €/\u{1f600} \u{7f}\"")
        #expect(text("\"\\\n\r\t\u{0}\u{8}\u{1f}") == #""\"\\\n\r\t\u0000\u0008\u001f""#)
        #expect(text("a/b", escapingSlashes: true) == #""a\/b""#)
        #expect(text(["a/b": "\r\n"]) == #"{"a/b":"\r\n"}"#)
    }

    @Test func `setting a member replaces it in its place, nil removes it`() {
        var object = JSONObject()
        object["a"] = 1
        object["b"] = 2
        object["a"] = 3
        #expect(text(.object(object)) == #"{"a":3,"b":2}"#)
        object["a"] = nil
        object["c"] = nil
        #expect(text(.object(object)) == #"{"b":2}"#)
    }

    @Test func `optional values are null where they are missing`() {
        let value: JSONValue = [
            "a": .optional(Int?.none), "b": .optional(7), "c": .optional(String?.none),
            "d": .integer(UInt64.max),
        ]
        #expect(text(value) == #"{"a":null,"b":7,"c":null,"d":18446744073709551615}"#)
    }

    @Test(arguments: ["", "1.", "abc", "1 ", "0x1", "1e400x"])
    func `a text that is not a number makes no number`(text: String) {
        #expect(JSONNumber(text: text) == nil)
    }

    @Test func `what is written is read back the same, here and by Foundation`() throws {
        var random = SeededGenerator()
        for _ in 0..<1_000 {
            let value = Self.value(depth: 0, using: &random)
            let bytes = value.encoded(escapingSlashes: Bool.random(using: &random))
            #expect(try JSONValue.parse(bytes) == value, "\(random)")
            _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        }
    }

    private static func value(depth: Int, using random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 4 ? 5 : 8), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3:
            return .number(
                JSONNumber(checked: "-0.\(UInt64.random(in: 0 ... .max, using: &random))e-7")
            )
        case 4: return .string(string(using: &random))
        case 5, 6:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<5, using: &random) {
                object[string(using: &random)] = value(depth: depth + 1, using: &random)
            }
            return .object(object)
        default:
            return .array(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in
                    value(depth: depth + 1, using: &random)
                }
            )
        }
    }

    private static func string(using random: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let bound: UInt32 = Bool.random(using: &random) ? 0x80 : 0x11_0000
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &random)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
