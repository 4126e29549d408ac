import Foundation
import Rigs
import Testing

/// What a shop can get wrong: each a documented answer that names the field, and nothing stored.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct BadInputTests {
    /// One field changed in an honest order; nil takes it away.
    private struct Case {
        let field: String
        let value: JSONValue?
        var status = 400
        var code = 10
        var words = ""

        init(_ field: String, _ value: JSONValue?, _ words: String, code: Int = 10) {
            self.field = field
            self.value = value
            self.words = words
            self.code = code
        }
    }

    private static let long = String(repeating: "a", count: 1_100)

    private static let cases: [Case] = [
        Case("request_id", .null, "request_id", code: 3),
        Case("request_id", true, "request_id"),
        Case("request_id", "", "request_id"),
        Case("request_id", "12x", "request_id"),
        Case("request_id", "-5", "request_id"),
        Case("request_id", 0, "request_id"),
        Case("request_id", -1, "request_id"),
        Case("request_id", .number(Decimal(string: "1.5") ?? 0), "request_id"),
        Case("request_id", "9223372036854775808", "request_id"),
        Case("request_id", "9223372036854775807", "request_id"),
        Case("request_id", 4_000_000_000, "request_id"),
        Case("request_id", [1], "request_id"),
        Case("order_id", nil, "order_id", code: 19),
        Case("order_id", .null, "order_id", code: 19),
        Case("order_id", "", "order_id", code: 19),
        Case("order_id", true, "order_id"),
        Case("order_id", ["a": 1], "order_id"),
        Case("order_id", -1, "order_id"),
        Case("order_id", .number(Decimal(string: "1.5") ?? 0), "order_id"),
        Case("order_id", .string(String(repeating: "x", count: 65)), "order_id"),
        Case("order_id", "a\nb", "order_id"),
        Case("payment_currency_iso", nil, "payment_currency_iso"),
        Case("payment_currency_iso", 4, "payment_currency_iso"),
        Case("payment_currency_iso", "ZZZ", "Currency not available", code: -1),
        Case("payment_currency_iso", "usd", "Currency not available", code: -1),
        Case("price", nil, "price"),
        Case("price", .null, "price"),
        Case("price", true, "price"),
        Case("price", ["1"], "price"),
        Case("price", "", "price"),
        Case("price", "ten", "price"),
        Case("price", "NaN", "price"),
        Case("price", "Infinity", "price"),
        Case("price", "1e3", "price"),
        Case("price", "0x10", "price"),
        Case("price", "1,5", "price"),
        Case("price", " 1", "price"),
        Case("price", "-5", "price"),
        Case("price", -5, "price"),
        Case("price", 0, "price"),
        Case("price", "0.00", "price"),
        Case("price", "0.001", "price"),
        Case("price", .string(String(repeating: "9", count: 60)), "price"),
        Case("price", .string("0." + String(repeating: "9", count: 60)), "price"),
        Case("include_commission", 2, "include_commission"),
        Case("include_commission", "yes", "include_commission"),
        Case("include_commission", true, "include_commission"),
        Case("description", 7, "description"),
        Case("description", .string(long), "description"),
        Case("time_expired", 1, "time_expired"),
        Case("time_expired", -1, "time_expired"),
        Case("time_expired", 99_999_999_999, "time_expired"),
        Case("time_expired", "soon", "time_expired"),
        Case("time_expired", true, "time_expired"),
        Case("currencies", "LTC", "currencies"),
        Case("currencies", ["LTC"], "currencies[0]"),
        Case("currencies", [["network": 3]], "currencies[0].iso"),
        Case("currencies", [["iso": 3, "network": 3]], "currencies[0].iso"),
        Case("currencies", [["iso": "LTC"]], "currencies[0].network"),
        Case("currencies", [["iso": "LTC", "network": "x"]], "currencies[0].network"),
        Case("currencies", [["iso": "ZZZ", "network": 3]], "Currency not available", code: -1),
        Case("currencies", [["iso": "LTC", "network": 99]], "Currency not available", code: -1),
        Case("currencies", [["iso": "LTC", "network": 0]], "Currency not available", code: -1),
        Case("currencies", [["iso": "LTC", "network": -1]], "Currency not available", code: -1),
        Case("redirect_url", "javascript:alert(1)", "redirect_url"),
        Case("redirect_url", 5, "redirect_url"),
    ]

    @Test func `a field that is missing, of the wrong type or out of range is named`() async throws
    {
        let world = try await SandboxShop()
        for bad in Self.cases {
            var fields = SandboxShop.order(1)
            fields[bad.field] = bad.value
            let answer = try await world.client.create(fields)
            let what = "\(bad.field) = \(String(describing: bad.value))"
            #expect(answer.status == bad.status, "\(what): \(answer.text)")
            #expect(answer.code == bad.code, "\(what): \(answer.text)")
            #expect(answer.message.contains(bad.words), "\(what): \(answer.text)")
            if bad.code == -1 {
                #expect(answer.json["name"] == "Bad Request", "\(what)")
                #expect(answer.json["status"] == 400, "\(what)")
            } else {
                #expect(answer.json["status"] == false, "\(what)")
                #expect(answer.json["token"] == .string(world.client.token), "\(what)")
            }
        }
        #expect(try await world.invoiceCount() == 0)
        #expect(try await world.client.get(1).code == 14)
    }

    @Test func `a missing request_id is asked for`() async throws {
        let world = try await SandboxShop()
        let answer = try await world.client.post(
            .object(SandboxShop.order(1)),
            to: "order/create"
        )
        #expect(answer.status == 400)
        #expect(answer.code == 3)
        #expect(answer.message == "Required request_id")
        #expect(try await world.invoiceCount() == 0)
    }

    @Test func `an order_id is used once, as a number or as text`() async throws {
        let world = try await SandboxShop()
        try await world.open(7)
        for orderID in [7, "7"] as [JSONValue] {
            var fields = SandboxShop.order(7)
            fields["order_id"] = orderID
            fields["price"] = "99.00"
            let answer = try await world.client.create(fields)
            #expect(answer.status == 400)
            #expect(answer.code == 11)
            #expect(answer.message == "Order already exists")
        }
        #expect(try await world.client.get(7).json["data"]["price"] == "10.00")
        #expect(try await world.invoiceCount() == 1)
    }

    @Test func `network 0 is Bitcoin's, as a number and as text`() async throws {
        let world = try await SandboxShop()
        for (order, network) in [0, "0"].enumerated() as EnumeratedSequence<[JSONValue]> {
            var fields = SandboxShop.order(order + 1)
            fields["currencies"] = [["iso": "BTC", "network": network]]
            let answer = try await world.client.create(fields)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["data"]["currencies"] == [["iso": "BTC", "network": 0]])
        }
    }

    @Test func `order/get asks for its field and knows no other merchant's orders`() async throws {
        let world = try await SandboxShop()
        try await world.open(7)
        let missing = try await world.client.call("order/get", [:])
        #expect(missing.status == 400)
        #expect(missing.code == 19)
        #expect(missing.message == "Required order_id")
        let unknown = try await world.client.get(8)
        #expect(unknown.status == 400)
        #expect(unknown.code == 14)
        #expect(unknown.message == "Order not found")
        let created = try await world.florin.json("merchant", "create", "--name", "Other")
        let other = try OkiPaysClient(url: world.florin.url, created: created)
        #expect(try await other.get(7).code == 14)
        #expect(try await other.create(SandboxShop.order(7)).status == 200)
    }

    /// Bodies that are not what they say, each signed as well as it can be.
    private static let raw: [(what: String, body: [UInt8], signed: String, status: Int)] = {
        func order(_ requestID: Int, price: String) -> String {
            """
            {"request_id":\(requestID),"order_id":1,"payment_currency_iso":"USD","price":\(price)}
            """
        }
        let nines = String(repeating: "9", count: 60)
        let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
        let big =
            #"{"request_id":1,"order_id":1,"description":""#
            + String(repeating: "a", count: 1 << 20) + #""}"#
        let twice = #"{"request_id":1,"order_id":1,"price":1,"price":2}"#
        let broken =
            Array(#"{"request_id":1,"order_id":""#.utf8) + [0xff, 0xfe] + Array(#""}"#.utf8)
        return [
            ("NaN", Array(order(1, price: "NaN").utf8), "1USDNaN1", 400),
            ("1e400", Array(order(2, price: "1e400").utf8), "1USD1e4002", 400),
            ("60 digits", Array(order(3, price: nines).utf8), "1USD\(nines)3", 400),
            ("-0", Array(order(4, price: "-0").utf8), "1USD-04", 400),
            ("a point first", Array(order(5, price: ".5").utf8), "1USD.55", 400),
            ("a comma last", Array(#"{"request_id":1,}"#.utf8), "1", 400),
            ("nothing", [], "", 400),
            ("null", Array("null".utf8), "", 400),
            ("a list", Array("[1]".utf8), "1", 400),
            ("text", Array("hello".utf8), "", 400),
            ("cut off", Array(#"{"request_id":1"#.utf8), "1", 400),
            ("two objects", Array("{}{}".utf8), "", 400),
            ("5000 levels", Array(deep.utf8), "", 400),
            ("5000 levels inside", Array((#"{"request_id":"# + deep + "}").utf8), "", 400),
            ("a key twice", Array(twice.utf8), "1121", 400),
            (
                "a key twice, escaped", Array(#"{"price":1,"pr\u0069ce":2,"request_id":1}"#.utf8),
                "121", 400
            ),
            ("broken UTF-8", broken, "1", 400),
            ("half a pair", Array(#"{"request_id":1,"order_id":"\ud800"}"#.utf8), "1", 400),
            ("1 MB", Array(big.utf8), String(repeating: "a", count: 1 << 20) + "11", 413),
        ]
    }()

    @Test func `a body that is not an honest JSON object is refused in words`() async throws {
        let world = try await SandboxShop()
        for (what, body, signed, status) in Self.raw {
            for path in ["order/create", "order/get"] {
                let answer = try await world.client.post(raw: body, signing: signed, to: path)
                #expect(answer.status == status, "\(what): \(answer.text)")
                #expect(!answer.message.isEmpty, "\(what): \(answer.text)")
                if status == 413 { continue }
                guard path == "order/create" else { continue }
                // Languages write a number beyond a double's range differently or not at all, so
                // no signature over it is accepted.
                if what == "1e400" {
                    #expect(answer.code == 1, "\(answer.text)")
                    continue
                }
                #expect(answer.code == 10, "\(what): \(answer.text)")
                #expect(answer.message.hasPrefix("Validation error: "), "\(what): \(answer.text)")
            }
        }
        #expect(try await world.invoiceCount() == 0)
        var fields = SandboxShop.order(1)
        fields["request_id"] = 100
        #expect(try await world.client.create(fields).status == 200)
    }

    @Test func `a path or method that does not exist is answered in the framework's shape`()
        async throws
    {
        let world = try await SandboxShop()
        let answer = try await world.client.call("order/nothing", [:])
        #expect(answer.status == 404)
        #expect(answer.code == 0)
        #expect(answer.json["name"] == "Not Found")
        #expect(answer.json["status"] == 404)
    }
}
