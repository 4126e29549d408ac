import Foundation
import Payments
import Rigs
import Testing

/// What a manager does with an invoice in the cabinet, and what the shop hears of it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CabinetInvoiceActionTests {
    private typealias World = CabinetInvoicesTests.World

    /// The fields of the form, with the name it came with.
    private func form(
        _ world: World,
        _ more: [String: String] = [:]
    ) async throws -> [String: String] {
        let page = try await world.page("/new")
        let name = try #require(page.firstMatch(of: /name="form" value="([0-9a-f]{32})"/)).1
        let usual = [
            "form": String(name), "price": "10.00", "currency": "USD", "lifetime": "60",
        ]
        return usual.merging(more) { _, given in given }
    }

    private func code(in answer: CabinetVisitor.Answer) throws -> String {
        String(try #require(answer.text.firstMatch(of: /checkout\/([A-Z0-9]{8})/)).1)
    }

    @Test func `an invoice opened by hand is paid, and its story tells all of it`() async throws {
        let world = try await World()
        let fields = try await form(
            world,
            [
                "coin.LTC.litecoin": "on", "description": "Two cups <b>of</b> tea",
                "reference": "R-1", "email": "anna@example.org",
            ]
        )
        let opened = try await world.visitor.post("\(world.base)/new", fields)
        #expect(opened.status == 200)
        #expect(opened.text.contains("The invoice is open."))
        #expect(opened.text.contains("<svg class=\"qr\"") && opened.text.contains("mailto:anna"))
        let code = try self.code(in: opened)
        // Pressed twice, also from another tab: the same invoice.
        let again = try await world.visitor.post("\(world.base)/new", fields)
        #expect(try self.code(in: again) == code)
        #expect(try await world.sandbox.invoiceCount() == 1)
        let other = try await form(world, ["reference": "R-1"])
        let duplicate = try await world.visitor.post("\(world.base)/new", other)
        #expect(duplicate.status == 422)
        #expect(duplicate.text.contains("Your reference: invoice \(code) has it already."))

        let before = try await world.page("/\(code)")
        #expect(before.contains("Waiting for ") && before.contains("by hand by visitor"))
        #expect(before.contains("Two cups &lt;b&gt;of&lt;/b&gt; tea"))
        #expect(before.contains("path …/0/0"))
        try await world.press(code, "sandbox", ["action": "pay-unconfirmed"])
        let waiting = try await world.page("/\(code)")
        #expect(waiting.contains("was seen and waits for confirmations"))
        #expect(waiting.contains("counts after 6 more blocks on Litecoin"))
        for _ in 0..<6 { try await world.press(code, "sandbox", ["action": "mine-block"]) }
        let paid = try await Patience.wait(for: "what was told in the story") {
            let page = try await world.page("/\(code)")
            return page.contains("HTTP 200") && page.contains("The shop has accepted") ? page : nil
        }
        #expect(paid.contains("Paid: the whole amount is confirmed."))
        #expect(world.sandbox.shop.firstCallbacks.contains { $0.json["order_id"] == "R-1" })
        let words = try await world.sandbox.florin.run("invoice", "show", code).output
        #expect(words.contains("Paid: the whole amount is confirmed. The shop has accepted"))
        #expect(
            try await world.audit().contains(
                "visitor: invoice \(code): opened by hand for 10.00 USD"
            )
        )
    }

    @Test func `a form without a reference opens one invoice, whatever is pressed`() async throws {
        let world = try await World()
        let fields = try await form(world)
        let codes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try self.code(in: try await world.visitor.post("\(world.base)/new", fields))
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(codes.count == 1)
        #expect(try await world.sandbox.invoiceCount() == 1)
    }

    private static let wrongFields: [(field: String, value: String, words: String)] = [
        ("price", "", "Price: is needed"), ("price", "0", "Price: must be above zero"),
        ("price", "1,5", "Price: must be a plain number"),
        ("price", "1.005", "Price: USD has at most 2 decimals"),
        ("price", String(repeating: "9", count: 19), "Price: is too large"),
        ("currency", "ABC", "Currency: choose one"), ("lifetime", "0", "Lifetime: must be"),
        ("lifetime", "10081", "Lifetime: must be"), ("email", "anna", "e-mail: must be"),
        ("reference", String(repeating: "r", count: 65), "reference: must have at most 64"),
        ("description", String(repeating: "d", count: 1_025), "Description: must have"),
    ]

    @Test func `what cannot be taken is named by its field, and nothing typed is lost`()
        async throws
    {
        let world = try await World()
        for (field, value, words) in Self.wrongFields {
            let fields = try await form(
                world,
                ["description": "kept words"].merging([field: value]) { $1 }
            )
            let answer = try await world.visitor.post("\(world.base)/new", fields)
            #expect(answer.status == 400, "\(field)")
            #expect(answer.text.contains(words), "\(field) \(value)")
            if field != "description" { #expect(answer.text.contains("kept words"), "\(field)") }
            if field != "currency" { #expect(answer.text.contains(value) || value.isEmpty) }
        }
        #expect(try await world.sandbox.invoiceCount() == 0)
    }

    @Test func `without a key or a wallet the form says what to do`() async throws {
        let world = try await World()
        let keys = try await world.sandbox.florin.json("key", "list", "--merchant", "Shop")
        for key in keys["keys"].elements {
            let id = try #require(key["key"].text ?? key["id"].text)
            try await world.sandbox.florin.json("key", "revoke", "--merchant", "Shop", id)
        }
        #expect(try await world.page("/new").contains("An invoice needs an API key"))
    }

    @Test func `cancelling is told, written down, and done once`() async throws {
        let world = try await World()
        let code = try await world.sandbox.open(1)
        let done = try await world.press(code, "cancel")
        #expect(done.text.contains("Cancelled by the merchant. Nothing came."))
        try await world.sandbox.stands(1, 3)
        let again = try await world.press(code, "cancel")
        #expect(again.status == 409)
        #expect(again.text.contains("can no longer be cancelled"))
        #expect(try await world.audit() == ["visitor: invoice \(code): Cancelled"])
    }

    @Test func `a part that is accepted is told as paid by OkiPays, also after the deadline`()
        async throws
    {
        let world = try await World(.other)
        let code = try await world.sandbox.open(1)
        #expect(try await world.press(code, "accept-short").status == 409)
        try await world.sandbox.pay(.string(code), ["percent": "40"])
        try await world.sandbox.pass(minutes: 120)
        try await world.sandbox.stands(1, 7)
        let before = try await world.page("/\(code)")
        #expect(
            before.contains("Partly paid: ") && before.contains("is confirmed and time is over")
        )
        let after = try await world.press(code, "accept-short")
        #expect(after.status == 200)
        #expect(after.text.contains("Paid: the merchant accepted "))
        try await world.sandbox.stands(1, 8)
        let told = try await Patience.wait(for: "Paid at the Result URL") {
            world.sandbox.shop.firstCallbacks.first { $0.statusID == 8 }
        }
        #expect(told.isSigned)
        #expect(told.json["total_sum_price"] == "4.00" || told.json["total_sum_price"] == "3.99")
        // The money loses its block, and comes back.
        let reorg: JSONValue = ["command": "reorg", "network": "litecoin", "depth": 6]
        _ = try await world.sandbox.control(reorg)
        #expect(try await world.page("/\(code)").contains("counted before lost its block."))
        _ = try await world.sandbox.control([
            "command": "mine", "network": "litecoin", "blocks": 6,
        ])
        #expect(try await world.page("/\(code)").contains("Paid: the merchant accepted "))
        let events = try await world.sandbox.florin.json("invoice", "show", code)["events"].elements
        #expect(events.count { $0["event"] == "paid" } == 1)
        #expect(events.count { $0["event"] == "reorganised" } == 1)
        #expect(events.count { $0["event"] == "restored" } == 1)
        #expect(
            try await world.audit().first
                == "visitor: invoice \(code): Paid, less than was asked for accepted"
        )
    }

    @Test func `a part that is accepted is told as PROCESSED by OnchainPay`() async throws {
        let world = try await World()
        let coin: JSONValue = [["currency": "LTC", "networks": [["name": "litecoin"]]]]
        let made = try await world.sandbox.make(["currencies": coin])
        try await world.sandbox.pay(made["id"], ["percent": "50"])
        let id = try #require(made["id"].text)
        let shown = try await world.sandbox.florin.json("invoice", "show", id)
        let code = try #require(shown["code"].text)
        #expect(try await world.press(code, "accept-short").status == 200)
        let stood = try await world.sandbox.stands(made, "PROCESSED")
        let worth = try #require(stood["receivedAmountInInvoiceCurrency"].text)
        #expect(worth == "5" || worth.hasPrefix("4.99"), "\(worth)")
        try await world.sandbox.told(made["id"], "PROCESSED")
        // The other half makes it no more than paid.
        try await world.press(code, "sandbox", ["action": "pay-half"])
        #expect(try await world.page("/\(code)").contains("Paid: "))
    }

    @Test func `a payment in another coin is ignored or accepted, one or all`() async throws {
        let world = try await World()
        let order: [String: JSONValue] = [
            "order_id": 1, "payment_currency_iso": "USD", "price": "10.00",
            "currencies": [["iso": "USDT", "network": 1]],
        ]
        let made = try await world.sandbox.client.create(order)
        let code = try #require(made.json["data"]["id"].text)
        #expect(try await world.press(code, "foreign/accept").status == 409)
        for _ in 0..<2 { try await world.press(code, "sandbox", ["action": "pay-foreign"]) }
        let held = try await world.page("/\(code)")
        #expect(held.contains("came in another coin and waits for your word"))
        let txid = try #require(held.firstMatch(of: /name="txid" value="([0-9a-fx]+)"/)).1
        let ignored = try await world.press(code, "foreign/ignore", ["txid": String(txid)])
        #expect(ignored.text.contains("<td>ignored</td>"))
        #expect(try await world.press(code, "foreign/ignore", ["txid": "00"]).status == 409)
        let taken = try await world.press(code, "foreign/accept")
        #expect(taken.status == 200)
        try await Patience.wait(for: "both counted") {
            try await world.page("/\(code)").contains("Overpaid: ") ? () : nil
        }
        let written = try await world.audit()
        func count(_ word: String) -> Int {
            written.count { $0.contains(": \(word) ") && $0.contains(" on ethereum, transaction ") }
        }
        #expect(count("accepted") == 2, "\(written)")
        #expect(count("ignored") == 1, "\(written)")
    }

    @Test func `a notification is sent again with the same bytes`() async throws {
        let world = try await World()
        let code = try await world.sandbox.open(1)
        #expect(try await world.press(code, "resend").status == 409)
        try await world.sandbox.pay(.string(code))
        let first = try await Patience.wait(for: "Paid at the Result URL") {
            world.sandbox.shop.callbacks.first { $0.statusID == 8 }
        }
        try await world.sandbox.stands(1, 2)
        let number = try #require(first.eventNumber)
        let pressed = try await world.press(code, "resend", ["event": "\(number)"])
        #expect(pressed.text.contains("It is being sent."))
        let bodies = try await Patience.wait(for: "the second time") {
            let all = world.sandbox.shop.callbacks.filter { $0.eventNumber == number }
            return all.count > 1 ? all.map(\.body) : nil
        }
        #expect(Set(bodies).count == 1)
        for wrong in ["999999", "x", ""] {
            #expect(
                try await world.press(code, "resend", ["event": wrong]).status == 409,
                "\(wrong)"
            )
        }
        try await world.sandbox.stands(1, 2)
    }

    @Test(
        arguments: [
            ("pay-half", "Under way: "), ("overpay", "Overpaid: "),
            (
                "pay-late",
                "Some of it came after the deadline."
            ),
        ]
    )
    func `every ugly case is a button, and the page says what came of it`(
        action: String,
        words: String
    ) async throws {
        let world = try await World(.other)
        let code = try await world.sandbox.open(1)
        #expect(try await world.press(code, "sandbox", ["action": "replace"]).status == 409)
        #expect(try await world.press(code, "sandbox", ["action": "pay-unconfirmed"]).status == 200)
        let replaced = try await world.press(code, "sandbox", ["action": "replace"])
        #expect(replaced.text.contains("A payment that was seen vanished: replaced or dropped."))
        try await world.press(code, "sandbox", ["action": action])
        try await Patience.wait(for: words) {
            try await world.page("/\(code)").contains(words) ? () : nil
        }
        #expect(try await world.press(code, "sandbox", ["action": "dance"]).status == 409)
    }
}
