import Foundation
import NIOHTTP1
import Payments
import Rigs
import Storage
import Testing

/// The cabinet's invoices: the list, the search, the table, one of them.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CabinetInvoicesTests {
    /// A sandbox with somebody signed in, and where the merchant's pages are.
    struct World {
        let sandbox: SandboxShop
        let visitor: CabinetVisitor
        let merchant: MerchantID

        init(_ reply: ShopServer.Reply = .done, as role: Role = .manager) async throws {
            sandbox = try await SandboxShop(reply)
            merchant = try await World.merchant("Shop", on: sandbox)
            visitor = try await CabinetVisitor.enter(sandbox.florin, as: [merchant: role])
        }

        static func merchant(_ name: String, on sandbox: SandboxShop) async throws -> MerchantID {
            let shown = try await sandbox.florin.json("merchant", "show", name)
            return MerchantID(try #require(shown["merchant"]["id"].text))
        }

        var base: String { "/cabinet/m/\(merchant.text)/invoices" }

        func page(_ rest: String = "") async throws -> String {
            let answer = try await visitor.get(base + rest)
            try #require(answer.status == 200, "\(rest): \(answer.status) \(answer.text)")
            return answer.text
        }

        @discardableResult
        func press(_ code: String, _ rest: String, _ fields: [String: String] = [:]) async throws
            -> CabinetVisitor.Answer
        {
            try await visitor.post("\(base)/\(code)/\(rest)", fields)
        }

        func search(_ text: String) async throws -> String {
            try await page(
                "?q=\(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
            )
        }

        func audit() async throws -> [String] {
            let store = try Store(sqlitePath: "\(sandbox.florin.data)/florin.db")
            let merchant = merchant
            return try await store.read { try $0.audit(of: merchant, before: nil, limit: 100) }
                .filter { $0.entry.subject.hasPrefix("invoice") }
                .map { "\($0.entry.actor): \($0.entry.subject): \($0.entry.after ?? "")" }
        }
    }

    @Test func `the list shows every invoice with its state, filters it, and pages through it`()
        async throws
    {
        let world = try await World()
        #expect(try await world.page().contains("There is no invoice yet."))
        var codes: [String] = []
        for number in 1...52 { codes.append(try await world.sandbox.open(number)) }
        try await world.sandbox.pay(.string(codes[51]))
        let first = try await world.page()
        #expect(first.contains(">\(codes[51])<") && first.contains(">\(codes[2])<"))
        #expect(!first.contains(">\(codes[1])<"))
        let older = try #require(first.firstMatch(of: /href="([^"]*older=[^"]*)"/)).1
        let path = String(older).replacing("&amp;", with: "&")
        let second = try await world.visitor.get(path).text
        #expect(second.contains(">\(codes[1])<") && second.contains(">\(codes[0])<"))
        #expect(!second.contains(">\(codes[2])<") && !second.contains("?older="))
        let newer = try #require(second.firstMatch(of: /href="([^"]*newer=[^"]*)"/)).1
        let back = try await world.visitor.get(String(newer).replacing("&amp;", with: "&")).text
        #expect(back.contains(">\(codes[51])<") && !back.contains(">\(codes[1])<"))

        let paid = try await world.page("?state=paid&state=overpaid")
        #expect(paid.contains(">\(codes[51])<") && !paid.contains(">\(codes[50])<"))
        #expect(
            try await world.page("?from=2000-01-01&to=2000-12-31").contains("fits these filters")
        )
        #expect(try await world.page("?from=2000-01-01&to=2999-12-31").contains(">\(codes[51])<"))
        let wrong = try await world.visitor.get(world.base + "?from=2026-02-30")
        #expect(wrong.status == 400)
        #expect(wrong.text.contains("Opened from: write a day"))
        #expect(wrong.text.contains("value=\"2026-02-30\""))
    }

    @Test func `one that fits the search is opened, several are listed, and none is said so`()
        async throws
    {
        let world = try await World()
        let code = try await world.sandbox.open(7_001)
        let paid = try await world.sandbox.pay(.string(code))
        let txid = try #require(paid["txid"].text)
        let address = try #require(paid["address"].text)
        let shown = try await world.sandbox.florin.json("invoice", "show", code)
        let id = try #require(shown["id"].text)
        for text in [code, code.lowercased(), id, "7001", " \(address) ", txid, "0x\(txid)"] {
            #expect(try await world.search(text).contains("<h1>Invoice \(code)"), "\(text)")
        }
        var made: [String] = []
        for number in 1...2 {
            let fields: [String: JSONValue] = [
                "order": "tea", "payerEmail": "anna@example.org", "externalUserId": "anna",
                "externalId": .string("x-\(number)"),
                "currencies": [["currency": "USDT", "networks": [["name": "ethereum"]]]],
            ]
            made.append(try #require(try await world.sandbox.make(fields)["id"].text))
        }
        for text in ["tea", "anna@example.org", "anna"] {
            #expect(try await world.search(text).contains("2 invoices fit"), "\(text)")
        }
        // Both are paid to the customer's own address, which the page has with capitals.
        let one = try await world.sandbox.florin.json("invoice", "show", made[0])
        let shared = try #require(one["choices"][0]["address"].text)
        #expect(shared != shared.lowercased())
        #expect(try await world.search(shared.lowercased()).contains("2 invoices fit"))
        #expect(try await world.search("x-2").contains("<h1>Invoice "))
        let none = try await world.search("<b>nobody</b>")
        #expect(none.contains("No invoice fits “&lt;b&gt;nobody&lt;/b&gt;”"))
    }

    @Test func `another merchant's invoices are not there`() async throws {
        let world = try await World()
        try await world.sandbox.florin.json("merchant", "create", "--name", "Other")
        let other = try await World.merchant("Other", on: world.sandbox)
        let code = try await world.sandbox.open(1)
        let visitor = try await CabinetVisitor.enter(
            world.sandbox.florin,
            as: [other: .manager],
            named: "other"
        )
        let base = "/cabinet/m/\(other.text)/invoices"
        #expect(try await visitor.get("\(base)?q=\(code)").text.contains("No invoice fits"))
        for path in ["\(base)/\(code)", "\(base)/\(code)/link", "\(world.base)/\(code)"] {
            #expect(try await visitor.get(path).status == 404, "\(path)")
        }
        for action in ["cancel", "accept-short", "foreign/accept", "foreign/ignore", "resend"] {
            let answer = try await visitor.post("\(base)/\(code)/\(action)")
            #expect(answer.status == 404, "\(action)")
        }
        #expect(try await visitor.get("\(base).csv").text.split(separator: "\r\n").count == 1)
        #expect(try await world.page("/\(code)").contains("Waiting"))
    }

    @Test func `a viewer reads, and may not change anything`() async throws {
        let world = try await World(as: .viewer)
        let code = try await world.sandbox.open(1)
        let page = try await world.page("/\(code)")
        #expect(!page.contains("/cancel\"") && !page.contains("/sandbox\""))
        #expect(try await world.page("/\(code)/link").contains("/checkout/\(code)"))
        #expect(try await world.visitor.get("\(world.base)/new").status == 403)
        for action in ["cancel", "accept-short", "foreign/accept", "resend", "sandbox"] {
            #expect(try await world.press(code, action).status == 403, "\(action)")
        }
        #expect(try await world.page("/\(code)").contains("Waiting"))
    }

    @Test func `the table has every invoice that is filtered, and no formula`() async throws {
        let world = try await World()
        let code = try await world.sandbox.open(1)
        try await world.sandbox.pay(.string(code), ["percent": "150"])
        let fields: [String: JSONValue] = [
            "order": "=cmd|'/c calc'!A1", "description": "@SUM(1,2)\r\n\"x\"",
            "payerEmail": "+a@example.org", "externalUserId": "-1",
        ]
        _ = try await world.sandbox.make(fields)
        let answer = try await world.visitor.get("\(world.base).csv")
        #expect(answer.status == 200)
        #expect(answer.headers.first(name: "content-type")?.hasPrefix("text/csv") == true)
        let text = answer.text
        #expect(text.hasPrefix("invoice,invoice_id,own_id,status,opened,"))
        #expect(
            text.contains(",'=cmd|'/c calc'!A1,\"'@SUM(1,2)\r\n\"\"x\"\"\",'-1,'+a@example.org\r\n")
        )
        let line = try #require(text.split(separator: "\r\n").first { $0.hasPrefix(code) })
        #expect(
            line.contains(",Overpaid,") && line.contains(",10.00,USD,")
                && line.contains(",LTC,litecoin,")
        )
        let paid = try await world.visitor.get("\(world.base).csv?state=overpaid").text
        #expect(paid.split(separator: "\r\n").count == 2)
        #expect(try await world.visitor.get("\(world.base).csv?to=x").status == 400)
    }

    @Test func `what strangers wrote is text and nothing else`() async throws {
        let world = try await World()
        let evil = "<script>alert(1)</script>\"'&"
        let made = try await world.sandbox.make([
            "order": .string(evil), "description": .string(evil), "payerEmail": .string(evil),
            "externalUserId": .string(evil), "externalId": .string(evil),
        ])
        let shown = try await world.sandbox.florin.json(
            "invoice",
            "show",
            try #require(made["id"].text)
        )
        let code = try #require(shown["code"].text)
        world.sandbox.shop.answers(.answer(evil))
        try await world.press(code, "sandbox", ["action": "pay-in-full"])
        let story = try await Patience.wait(for: "the shop's answer in the story") {
            let page = try await world.page("/\(code)")
            return page.contains("The answer: ") ? page : nil
        }
        for page in [story, try await world.page(), try await world.page("/\(code)/link")] {
            #expect(!page.contains("<script>alert"))
        }
        #expect(story.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }
}
