import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Payments
import Rigs
import Testing

/// A merchant's settings and its audit log, on a running sandbox.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CabinetSettingsTests {
    private struct World {
        let shop: SandboxShop
        let owner: CabinetVisitor
        let merchant: String

        init() async throws {
            shop = try await SandboxShop()
            owner = try await CabinetVisitor.enter(shop.florin)
            let listed = try await shop.florin.json("merchant", "list")["merchants"]
            merchant = try #require(listed[0]["id"].text)
        }

        func path(_ rest: String) -> String { "/cabinet/m/\(merchant)/\(rest)" }

        func audit() async throws -> [JSONValue] {
            try await shop.florin.json("audit", "--merchant", merchant)["entries"].elements
        }
    }

    @Test func `every form saves, shows what it saved, and is written down`() async throws {
        let world = try await World()
        let forms: [(path: String, fields: [String: String], shown: [String], subject: String)] = [
            ("name", ["name": "Tea & <b>"], ["Tea &amp; &lt;b&gt;"], "name"),
            (
                "amounts", ["tolerance": "1.5", "surcharge": "2"],
                [#"name="tolerance" value="1.5""#, #"name="surcharge" value="2""#], "surcharge"
            ),
            (
                "late", ["late_window": "90m", "late_tolerance": "0.25"],
                [#"value="90m""#, #"value="0.25""#], "late tolerance"
            ),
            (
                "foreign", ["foreign": "accept"], [#"value="accept" checked"#],
                "payments in other coins"
            ),
            (
                "confirmations",
                ["network": "litecoin", "from_dollars": "100", "confirmations": "3"],
                ["100.00 USD and more"], "confirmations"
            ),
            (
                "tariffs",
                [
                    "tariff_name": "HANDLING", "tariff_fee": "1.5", "tariff_rule": "percent",
                    "tariff_most": "5", "tariff_internal": "on",
                ],
                ["1.5 % of the price, at most 5.00 USD (invoices cannot name it)"], "tariffs"
            ),
            (
                "look", ["colour": "#FFE000", "origins": "https://Shop.example\r\n"],
                ["#ffe000", "Text on it is black", "hardly stands out", "https://shop.example"],
                "sites that may frame the checkout"
            ),
            (
                "payer-data", ["payer_data_days": "30"], [#"name="payer_data_days" value="30""#],
                "days payer data is kept"
            ),
        ]
        for form in forms {
            let answer = try await world.owner.post(
                world.path("settings/\(form.path)"),
                form.fields
            )
            #expect(answer.status == 200, "\(form.path)")
            #expect(answer.text.contains(#"class="alert good""#), "\(form.path)")
            for text in form.shown { #expect(answer.text.contains(text), "\(form.path): \(text)") }
            let newest = try #require(try await world.audit().first)
            #expect(newest["what"] == .string(form.subject), "\(form.path)")
            #expect(newest["who"] == "visitor", "\(form.path)")
        }
        let removed = try await world.owner.post(
            world.path("settings/tariffs/remove"),
            ["tariff_name": "HANDLING"]
        )
        #expect(!removed.text.contains("of the price, at most"))
        let rule = try await world.owner.post(
            world.path("settings/confirmations/remove"),
            ["network": "litecoin", "from_dollars": "100.00"]
        )
        #expect(!rule.text.contains("100.00 USD and more"))
        let log = try await world.owner.get(world.path("audit"))
        #expect(log.status == 200)
        #expect(log.text.contains("HANDLING 1.5 %"))
        #expect(log.text.contains("Tea &amp; &lt;b&gt;"))
    }

    @Test func `what is refused names its field and is still in the form`() async throws {
        let world = try await World()
        let before = try await world.audit().count
        let cases: [(path: String, fields: [String: String], says: String, kept: String)] = [
            ("name", ["name": ""], "Name must have", #"name="name" value="""#),
            (
                "amounts", ["tolerance": "abc", "surcharge": "7.25"],
                "Accepted underpayment must be", #"name="surcharge" value="7.25""#
            ),
            (
                "late", ["late_window": "soon", "late_tolerance": "3.5"], "Late for must be",
                #"value="soon""#
            ),
            (
                "confirmations",
                ["network": "litecoin", "from_dollars": "12.34", "confirmations": "many"],
                "Confirmations must be", #"value="12.34""#
            ),
            (
                "confirmations",
                ["network": "nowhere", "from_dollars": "12.34", "confirmations": "1"],
                "Network must be", #"value="12.34""#
            ),
            (
                "tariffs", ["tariff_name": "low", "tariff_fee": "4.5", "tariff_rule": "fixed"],
                "Fee name must be", #"value="low""#
            ),
            (
                "look", ["colour": "red\"><script>", "origins": "https://a.example"],
                "Button colour must be", "red&quot;&gt;&lt;script&gt;"
            ),
            (
                "look", ["colour": "#123456", "origins": "http://a.example/x"],
                "Sites that may show the checkout must", "http://a.example/x"
            ),
            (
                "payer-data", ["payer_data_days": "soon"], "Days must be",
                #"name="payer_data_days" value="soon""#
            ),
            ("erase", ["payer": "", "payer_by": "email"], "Payer: type", "Erase one payer now"),
        ]
        for wrong in cases {
            let answer = try await world.owner.post(
                world.path("settings/\(wrong.path)"),
                wrong.fields
            )
            #expect(answer.status == 422, "\(wrong.path)")
            #expect(answer.text.contains(wrong.says), "\(wrong.path): \(wrong.says)")
            #expect(answer.text.contains(wrong.kept), "\(wrong.path): \(wrong.kept)")
            #expect(answer.text.contains(#"aria-invalid="true""#), "\(wrong.path)")
        }
        #expect(try await world.audit().count == before)
    }

    @Test func `a viewer sees and cannot change, and another merchant's settings are not there`()
        async throws
    {
        let world = try await World()
        let other = try await world.shop.florin.json("merchant", "create", "--name", "Other")
        let stranger = try #require(other["merchant"]["id"].text)
        let viewer = try await CabinetVisitor.enter(
            world.shop.florin,
            as: [MerchantID(world.merchant): .viewer],
            named: "viewer"
        )
        let seen = try await viewer.get(world.path("settings"))
        #expect(seen.status == 200)
        #expect(seen.text.contains("Your role lets you see"))
        #expect(!seen.text.contains(#"<button class="primary">"#))
        #expect(try await viewer.get(world.path("audit")).status == 200)
        let before = try await world.audit().count
        for path in [
            "name", "amounts", "late", "foreign", "confirmations", "confirmations/remove",
            "tariffs", "tariffs/remove", "look", "payer-data", "logo", "logo/remove", "erase",
        ] {
            #expect(try await viewer.post(world.path("settings/\(path)")).status == 403, "\(path)")
            let foreign = try await viewer.post("/cabinet/m/\(stranger)/settings/\(path)")
            #expect(foreign.status == 404, "\(path)")
        }
        for path in ["settings", "audit", "logo"] {
            #expect(try await viewer.get("/cabinet/m/\(stranger)/\(path)").status == 404, "\(path)")
        }
        #expect(try await world.audit().count == before)
    }

    @Test func `a logo is uploaded as a file, shown back, and removed`() async throws {
        let world = try await World()
        let png = try #require(
            Data(
                base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAA"
                    + "AgABSK+kcQAAAABJRU5ErkJggg=="
            )
        )
        let saved = try await upload(png, to: world)
        #expect(saved.status == 200)
        #expect(saved.text.contains(world.path("logo?v=")))
        let shown = try await world.owner.get(world.path("logo"))
        #expect(shown.status == 200)
        #expect(shown.headers.first(name: "content-type") == "image/png")
        #expect(
            shown.headers.first(name: "content-security-policy") == "default-src 'none'; sandbox"
        )
        #expect(shown.headers.first(name: "x-content-type-options") == "nosniff")
        let vector = try await upload(Data("<svg onload='alert(1)'/>".utf8), to: world)
        #expect(vector.status == 422)
        #expect(vector.text.contains("this is an SVG"))
        let large = try await upload(png + Data(count: 20_000), to: world)
        #expect(large.text.contains("at most 16384"))
        #expect(try await upload(Data(count: 300_000), to: world).status == 413)
        // Without the session's own token nothing is read.
        #expect(try await upload(png, to: world, csrf: "wrong").status == 403)
        let removed = try await world.owner.post(world.path("settings/logo/remove"))
        #expect(removed.text.contains("There is none"))
        #expect(try await world.owner.get(world.path("logo")).status == 404)
        #expect(try await world.audit().prefix(2).map { $0["what"] } == ["logo", "logo"])
    }

    private func upload(
        _ file: Data,
        to world: World,
        csrf: String? = nil
    ) async throws -> (status: Int, text: String) {
        let token = csrf ?? world.owner.csrf
        var request = HTTPClientRequest(
            url: world.shop.florin.url + world.path("settings/logo?csrf=\(token)")
        )
        request.method = .POST
        request.headers.add(name: "cookie", value: "florin_session=\(world.owner.token)")
        request.headers.add(name: "content-type", value: "multipart/form-data; boundary=xYz")
        let head =
            "--xYz\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"a.svg\"\r\n"
            + "Content-Type: image/svg+xml\r\n\r\n"
        request.body = .bytes(
            ByteBuffer(bytes: Data(head.utf8) + file + Data("\r\n--xYz--\r\n".utf8))
        )
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), String(buffer: body))
    }

    @Test func `with a rule of three confirmations an invoice waits for three`() async throws {
        let world = try await World()
        for (from, count) in [("0", "1"), ("5", "3"), ("10.01", "50")] {
            let answer = try await world.owner.post(
                world.path("settings/confirmations"),
                ["network": "litecoin", "from_dollars": from, "confirmations": count]
            )
            #expect(answer.status == 200)
        }
        let code = try await world.shop.open(1)
        try await world.shop.pay(.string(code), ["unconfirmed": true])
        for block in 1...3 {
            try await world.shop.stands(1, 6)
            let mined = try await world.shop.control([
                "command": "mine", "network": "litecoin", "blocks": 1,
            ])
            #expect(mined != nil, "\(block)")
        }
        try await Patience.wait(for: "the payment to count") {
            let answer = try await world.shop.client.get(1)
            let status = answer.json["data"]["status_id"].integer
            return status == 8 || status == 2 ? () : nil
        }
    }

    @Test func `a payer is erased on request, and only numbers are told and written down`()
        async throws
    {
        let world = try await World()
        _ = try await world.shop.make(["payerEmail": "a@a.example"])
        let answer = try await world.owner.post(
            world.path("settings/erase"),
            ["payer": "a@a.example", "payer_by": "email"]
        )
        #expect(answer.text.contains("Erased from 1 invoice and 0 customers."))
        let newest = try #require(try await world.audit().first)
        #expect(newest["to"] == "erased from 1 invoice and 0 customers")
        #expect(!answer.text.contains("a@a.example"))
        let again = try await world.owner.post(
            world.path("settings/erase"),
            ["payer": "a@a.example", "payer_by": "email"]
        )
        #expect(again.text.contains("nothing was erased"))
    }

    @Test func `the command line writes down who ran it`() async throws {
        let world = try await World()
        try await world.shop.florin.json(
            "merchant",
            "set",
            "Shop",
            "--tolerance-percent",
            "0.5",
            "--name",
            "Shop"
        )
        let newest = try #require(try await world.audit().first)
        #expect(newest["what"] == "tolerance")
        #expect(newest["from"] == "0 %")
        #expect(newest["to"] == "0.5 %")
        #expect(newest["who"].text?.hasSuffix(" (command line)") == true)
        #expect(try await world.audit().contains { $0["what"] == "merchant" })
    }
}
