import AsyncHTTPClient
import Payments
import Rigs
import Testing

@testable import Chains

/// Providers that do not answer as they document: no price comes of it, and no crash.
@Suite(.timeLimit(.minutes(2)))
struct RateFaultTests {
    struct Fault: Sendable {
        let name: String
        let reply: ShopServer.Reply
        let message: String
    }

    private static let html = "<!DOCTYPE html><html><body>Just a moment…</body></html>"

    static let faults: [Fault] = [
        Fault(
            name: "too often",
            reply: .status("429 Too Many Requests"),
            message: "asked too often (HTTP 429)"
        ),
        Fault(
            name: "banned",
            reply: .status("418 I'm a teapot"),
            message: "asked too often (HTTP 418)"
        ),
        Fault(
            name: "not here",
            reply: .status("451 Unavailable For Legal Reasons"),
            message: "does not serve this key or place (HTTP 451)"
        ),
        Fault(
            name: "down",
            reply: .status("503 Service Unavailable"),
            message: "answered HTTP 503"
        ),
        Fault(name: "ten megabytes", reply: .huge(bytes: 10_000_000), message: "larger"),
        Fault(name: "empty", reply: .answer(""), message: "malformed"),
        Fault(name: "a page", reply: .answer(html), message: "malformed"),
        Fault(name: "truncated", reply: .closeEarly, message: "out of reach"),
        Fault(name: "not HTTP", reply: .garbage, message: "out of reach"),
        Fault(name: "null", reply: .answer("null"), message: "malformed"),
        Fault(name: "half an object", reply: .answer(#"{"data": [{"#), message: "malformed"),
        Fault(
            name: "a million brackets",
            reply: .answer(String(repeating: "[", count: 1_000_000)),
            message: "malformed"
        ),
    ]

    @Test(arguments: faults, RateProvider.allCases)
    func `what is no answer is an error in words`(given: Fault, provider: RateProvider) async throws
    {
        let fixture = try await RateFixture(given.reply)
        let message = try #require(await fixture.fault(of: provider), "\(given.name)")
        #expect(message.contains(given.message), "\(given.name)")
    }

    @Test func `a server that does not answer is given up`() async throws {
        let fixture = try await RateFixture(.stall)
        let endpoint = RateEndpoint(httpClient: .shared, baseURL: fixture.url, timeoutSeconds: 1)
        await #expect(throws: RateError.timedOut) { try await endpoint.json(at: "/") }
    }

    static let spellings: [(String?, String)] = [
        ("67187.33589365664", "67187.33589365664"), ("87.41000000", "87.41"), ("1e-3", "0.001"),
        ("1.5E+3", "1500"), ("1049e-8", "0.00001049"),
        ("0.000000000000000001", "0.000000000000000001"),
        ("999999999999999999", "999999999999999999"),
        ("1.2345678901234567899", "1.23456789012345678"),
        ("007", "7"),
        // What is no price above zero, or beyond reason, is nothing.
        (nil, "0"), ("", "0"), ("0", "0"), ("0.00", "0"), ("-1", "0"), ("+1", "0"), ("NaN", "0"),
        ("Infinity", "0"), ("1,5", "0"), ("1.5.5", "0"), ("0x10", "0"), (" 1", "0"), (".", "0"),
        ("1e", "0"), ("1e400", "0"), ("1e99999999999999999999", "0"), ("1e-9999", "0"),
        ("1000000000000000000", "0"), ("1e18", "0"), ("1e-40", "0"),
        (String(repeating: "9", count: 65), "0"), (String(repeating: "9", count: 64), "0"),
        ("٣", "0"),
    ]

    @Test(arguments: spellings)
    func `a price is read exactly or not at all`(text: String?, price: String) throws {
        #expect(PriceText.price(text) == (try Ratio(decimal: price)))
    }

    @Test func `a market has a middle where bid and ask are near each other`() throws {
        #expect(PriceText.middle(bid: "100", ask: "105") == (try Ratio(decimal: "102.5")))
        for (bid, ask) in [("100", "105.01"), ("101", "100"), ("0", "1"), ("1", ""), ("-1", "1")] {
            #expect(PriceText.middle(bid: bid, ask: ask).isZero, "\(bid) \(ask)")
        }
    }

    @Test(arguments: [
        "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "[01]", "[1.]", "[.5]", "[-]", "[1e]", "[+1]",
        "nul", "[tru]", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"", "1 2", "[1 2]",
        "{\"a\":1,\"a\":2}", "", " ", "]",
    ])
    func `what is not JSON is not read`(text: String) {
        #expect(RateJSON(Array(text.utf8)) == nil)
    }

    @Test func `JSON is read with the digits of its numbers`() {
        let text = #" {"a": [1.10, -2E+5, "x\u00e9\n\"", true, null], "b": {}} "#
        let expected: RateJSON = .object([
            "a": .list([.number("1.10"), .number("-2E+5"), .text("xé\n\""), .bool(true), .null]),
            "b": .object([:]),
        ])
        #expect(RateJSON(Array(text.utf8)) == expected)
        let deep = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
        #expect(RateJSON(Array(deep.utf8)) != nil)
        #expect(RateJSON(Array("[\(deep)]".utf8)) == nil)
        let many =
            "[" + Array(repeating: "0", count: RateJSON.valuesMax).joined(separator: ",") + "]"
        #expect(RateJSON(Array(many.utf8)) == nil)
        #expect(RateJSON(Array("[\(String(repeating: "1", count: 65))]".utf8)) == nil)
    }

    @Test(arguments: [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>", "<?xml"), ("<Cube time='2023-11-14'>", "<Cube>"),
        ("<Cube currency='USD' rate='2'/>", "</Cube>"), ("<Cube time='2023-13-14'>", "time"),
        ("<Cube time='-1-01-14'>", "time"), ("<Cube time='20231114'>", "time"),
    ])
    func `a table that says too much or nothing is refused`(text: String, place: String) throws {
        let whole = try RateFixture.answer(of: .ecb)
        #expect(throws: Never.self) { try ECBTable(Array(whole.utf8)) }
        let changed =
            place == "time"
            ? whole.replacing("<Cube time='2023-11-14'>", with: text)
            : whole.replacing(place, with: text + place, maxReplacements: 1)
        #expect(throws: RateError.self) { try ECBTable(Array(changed.utf8)) }
        let endless = String(repeating: "<a>", count: 1_001)
        #expect(throws: RateError.self) { try ECBTable(Array((endless + whole).utf8)) }
    }

    @Test(arguments: RateProvider.allCases)
    func `no answer of a hostile server stops the process`(provider: RateProvider) async throws {
        var dice = Dice()
        let honest = Array(try RateFixture.answer(of: provider).utf8)
        let spice = Array("0123456789-+.eE\"'\\{}[]<>:,=/u\u{0} ".utf8)
        for _ in 0..<400 {
            var bytes = honest
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                let place = Int.random(in: 0...(bytes.count - 1), using: &dice)
                let sprinkle = spice.randomElement(using: &dice) ?? 0
                switch Int.random(in: 0...3, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &dice)
                case 1: bytes[place] = sprinkle
                case 2: bytes.remove(at: place)
                default: bytes.insert(sprinkle, at: place)
                }
            }
            if Int.random(in: 0...9, using: &dice) == 0 {
                bytes.removeLast(Int.random(in: 1...bytes.count, using: &dice))
            }
            // Whatever comes out has digits that can be counted with.
            if provider == .ecb {
                guard let table = try? ECBTable(bytes) else { continue }
                for units in table.unitsPerEuro.values {
                    let price = PriceText.crossed(units, dollars: .one)
                    #expect(price.denominator <= 1_000_000_000_000_000_000, "\(dice)")
                }
            } else if let json = RateJSON(bytes) {
                for text in Self.spellings(in: json) {
                    let price = PriceText.price(text)
                    #expect(price.numerator < 1_000_000_000_000_000_000, "\(dice)")
                    #expect(price.denominator <= 1_000_000_000_000_000_000, "\(dice)")
                    #expect(PriceText.inverse(text).denominator <= 1_000_000_000_000_000_000)
                }
            }
        }
    }

    private static func spellings(in json: RateJSON) -> [String] {
        if let spelling = json.spelling { return [spelling] }
        return (json.elements + json.members.values).flatMap { spellings(in: $0) }
    }
}
