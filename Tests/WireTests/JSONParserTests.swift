import Testing

@testable import Wire

@Suite(.timeLimit(.minutes(1)))
struct JSONParserTests {
    private func parsed(
        _ text: String,
        limits: JSONLimits = .request
    ) throws(JSONError) -> JSONValue {
        try JSONValue.parse(Array(text.utf8), limits: limits)
    }

    @Test func `members keep their order and numbers their text`() throws {
        let value = try parsed(#" { "price" : 49.90 , "a" : [ true , null , -0.0e+00 ] } "#)
        #expect(value.object?.members.map(\.key) == ["price", "a"])
        #expect(value["price"]?.number?.text == "49.90")
        #expect(value["a"]?.array?.last?.number?.text == "-0.0e+00")
        #expect(value["b"] == nil)
    }

    @Test(arguments: [
        ("0", 0), ("-1", -1), ("9223372036854775807", Int64.max),
        ("-9223372036854775808", Int64.min), ("9223372036854775808", nil), ("1.0", nil),
        ("1e3", nil), ("1e400", nil),
    ])
    func `a number is an integer only where it is written as one`(
        text: String,
        integer: Int64?
    ) throws {
        let number = try #require(try parsed(text).number)
        #expect(number.text == text)
        #expect(number.integer == integer)
    }

    @Test(arguments: [
        #""\u0416\u00e9\/\b\f\n\r\t\"\\""#, #""Жé\/\u0008\u000c\u000a\u000D\u0009\u0022\u005c""#,
    ])
    func `escapes are decoded`(text: String) throws {
        #expect(try parsed(text) == .string("Жé/\u{8}\u{c}\n\r\t\"\\"))
    }

    @Test func `a surrogate pair is one character`() throws {
        #expect(try parsed(#""\ud83d\ude00 \u0000""#) == .string("😀 \u{0}"))
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, "a"), (#"{"a":1,"\u0061":2}"#, "a"), (#"[{"x":{"":0,"":0}}]"#, ""),
    ])
    func `a key given twice is refused at any depth`(text: String, key: String) {
        #expect(throws: JSONError.duplicateKey(key)) { try parsed(text) }
    }

    @Test func `keys that only look alike are different keys`() throws {
        let value = try parsed("{\"e\u{301}\":1,\"\u{e9}\":2}")
        #expect(value.object?.count == 2)
        #expect(value["\u{e9}"] == 2)
    }

    @Test(arguments: [
        "", " ", "\n", "{", "[", "\"", "{\"a\"", "{\"a\":", "{\"a\":1", "[1", "[1,", "tru", "nul",
        "\"\\", "\"\\u12", "-", "{}{}", "[] x", "1 2", "{\"a\":1,}", "[1,]", "[,1]", "{,}", "{1:2}",
        "{'a':1}", "{a:1}", "NaN", "Infinity", "-Infinity", "01", "-01", "00", "1.", ".5", "+1",
        "1e", "1e+", "0x10", "1_000", "١", "True", "nULL", "\"\\x41\"", "\"\\u12G4\"",
        "\"\\U0041\"",
        "\"a\nb\"", "\"a\tb\"", "\"\u{0}\"", "\u{feff}{}", "\u{a0}1", "// x\n1", "/**/1", "\u{c}1",
        "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\ud83d\"", "\"\\ud83dx\"", "\"\\ude00\\ud83d\"",
    ])
    func `what is not JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try parsed(text) }
    }

    @Test(
        arguments: [
            [0xff], [0xc0, 0xaf], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
            [0x80],
        ] as [[UInt8]]
    )
    func `broken UTF-8 is refused`(inside: [UInt8]) {
        #expect(throws: JSONError.brokenUTF8(offset: 1)) {
            try JSONValue.parse([0x22] + inside + [0x22])
        }
    }

    @Test func `limits hold exactly`() throws {
        let limits = JSONLimits(bytesMax: 100, depthMax: 3, membersMax: 2, numberBytesMax: 4)
        _ = try parsed("[[[1234]]]", limits: limits)
        #expect(throws: JSONError.tooDeep(depthMax: 3)) { try parsed("[[[[]]]]", limits: limits) }
        #expect(throws: JSONError.numberTooLong(offset: 1)) {
            try parsed("[12345]", limits: limits)
        }
        #expect(throws: JSONError.tooManyMembers(membersMax: 2)) {
            try parsed(#"{"a":1,"b":2,"c":3}"#, limits: limits)
        }
        let long = "\"" + String(repeating: "x", count: 98) + "\""
        _ = try parsed(long, limits: limits)
        #expect(throws: JSONError.tooLarge(bytesMax: 100)) {
            try parsed(long + " ", limits: limits)
        }
        #expect(throws: JSONError.tooDeep(depthMax: 32)) {
            try parsed(String(repeating: "[", count: 60_000))
        }
    }

    @Test(arguments: [
        (JSONLimits.request, 64 * 1024), (.onchainPayRequest, 256 * 1024),
    ])
    func `each dialect has its own longest request`(limits: JSONLimits, bytesMax: Int) throws {
        let longest = "\"" + String(repeating: "x", count: bytesMax - 2) + "\""
        _ = try parsed(longest, limits: limits)
        #expect(throws: JSONError.tooLarge(bytesMax: bytesMax)) {
            try parsed(longest + " ", limits: limits)
        }
        #expect(throws: JSONError.duplicateKey("nonce")) {
            try parsed(#"{"nonce":1,"unknown":[],"nonce":1}"#, limits: limits)
        }
    }

    @Test func `any bytes are read or refused, and what is read is written back the same`() {
        var random = SeededGenerator()
        let alphabet = Array(#"{}[]:,"\u0019aeE+-.tfn rls"#.utf8) + [0xc3, 0xa9, 0xff]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<24, using: &random)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            guard let value = try? JSONValue.parse(bytes) else { continue }
            #expect((try? JSONValue.parse(value.encoded())) == value, "\(random) \(bytes)")
        }
    }
}
