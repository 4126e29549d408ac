import Foundation
import Payments
import Rigs
import Testing

/// Every page of the cabinet, looked at in a real browser by the owner of a shop with a past.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CabinetPageTests {
    /// What a stranger may write wherever he is asked for words.
    private static let hostile =
        #"<script>window.pwned=1</script>"'><img src=x onerror="pwned=1">"# + "\u{202E}evil"

    private let world: SandboxShop
    private let merchant: MerchantID
    private let visitor: CabinetVisitor
    private let browser: Browser

    init() async throws {
        world = try await SandboxShop()
        let shown = try await world.florin.json("merchant", "show", "Shop")
        merchant = MerchantID(try #require(shown["merchant"]["id"].text))
        visitor = try await CabinetVisitor.enter(world.florin, named: "anna")
        browser = try await Browser.start(.desktop)
    }

    private var base: String { "/cabinet/m/\(merchant.text)" }

    private func enter() async throws {
        try await browser.open("\(world.florin.url)/cabinet/sign-in")
        try await browser.keep(cookie: "florin_session", visitor.token, path: "/cabinet")
    }

    /// Opens an invoice by hand and answers its code.
    private func open(
        _ fields: [String: String],
        in coin: String = "LTC.litecoin"
    ) async throws -> String {
        let page = try await visitor.get("\(base)/invoices/new").text
        let form = try #require(page.firstMatch(of: /name="form" value="([0-9a-f]+)"/)).1
        let usual = [
            "form": String(form), "price": "25.00", "currency": "USD", "lifetime": "60",
            "coin.\(coin)": "on",
        ]
        let answer = try await visitor.post(
            "\(base)/invoices/new",
            usual.merging(fields) { $1 }
        )
        return String(
            try #require(answer.text.firstMatch(of: /checkout\/([A-Z0-9]{8})/), "\(answer.text)").1
        )
    }

    @Test func `every page is sound in light and dark, wide and narrow`() async throws {
        let paid = try await open([
            "description": "Ceramic teapot, 1 l", "reference": "A-1001",
            "email": "mia@example.org",
        ])
        let part = try await open(["reference": "A-1002", "price": "49.90"])
        _ = try await open(["reference": "A-1003", "price": "8.50"])
        try await world.pay(.string(paid))
        try await world.pay(.string(part), ["percent": "40"])
        try await world.shop.callback("the payment") { $0.statusID == 2 || $0.statusID == 8 }
        let account = try await world.florin.json("user", "list")["users"][0]
        let listed = try await visitor.get("\(base)/keys").text
        let key = try #require(listed.firstMatch(of: /keys\/([0-9A-Za-z_-]{16,})"/)).1
        let tether = try await open(["reference": "A-1004"], in: "USDT.ethereum")
        try await world.pay(.string(tether), ["instead": "USDC"])
        let inspection = PageInspection(browser: browser)
        try await browser.open("\(world.florin.url)/cabinet/sign-in")
        try await inspection.holds("cabinet-sign-in")
        try await enter()
        var pages = [
            ("overview", "\(base)/overview"), ("invoices", "\(base)/invoices"),
            ("invoice", "\(base)/invoices/\(paid)"),
            ("invoice-part", "\(base)/invoices/\(part)"),
            ("invoice-held", "\(base)/invoices/\(tether)"),
            ("invoice-link", "\(base)/invoices/\(part)/link"),
            ("invoice-new", "\(base)/invoices/new"), ("wallets", "\(base)/wallets"),
            ("wallet-new", "\(base)/wallets/new?network=bitcoin"),
            ("wallet-test", "\(base)/wallets/test?network=litecoin"), ("keys", "\(base)/keys"),
            ("key-new", "\(base)/keys/new"), ("key", "\(base)/keys/\(key)"),
            ("key-revoke", "\(base)/keys/\(key)/revoke"),
            ("notifications", "\(base)/notifications"),
            ("notification", "\(base)/notifications/4"),
            ("signatures", "\(base)/notifications/signatures"),
            ("settings", "\(base)/settings"), ("audit", "\(base)/audit"),
            ("users", "/cabinet/users"), ("log", "/cabinet/audit"),
            ("account", "/cabinet/account"), ("merchants", "/cabinet/merchants"),
            ("sandbox", "/sandbox"),
        ]
        if let id = account["id"].text { pages.append(("user", "/cabinet/users/\(id)")) }
        for (name, path) in pages {
            try await browser.open(world.florin.url + path)
            #expect(
                try await browser.has("form[action='/cabinet/sign-out']") || name == "sandbox",
                "\(name)"
            )
            try await inspection.holds("cabinet-\(name)")
        }
    }

    @Test func `what strangers write is shown as they wrote it, and does nothing`() async throws {
        let renamed = try await visitor.post(
            "\(base)/settings/name",
            ["name": #"<b>Shop</b>"'><img src=x onerror="pwned=1">"#]
        )
        #expect(renamed.status == 200)
        let code = try await open([
            "description": Self.hostile, "reference": #"=1+1"><img src=x onerror="pwned=1">"#,
        ])
        try await world.pay(.string(code), ["percent": "40"])
        try await browser.open("\(world.florin.url)/checkout/\(code)")
        #expect(try await browser.text().contains("<script>window.pwned=1</script>"))
        try await browser.click("#help > summary")
        try await browser.type(Self.hostile.filter { $0.isASCII }, into: "#txid")
        try await browser.click("#help button")
        try await browser.sees("This is no transaction hash")
        try await harmless("the checkout")
        try await enter()
        let paths = [
            "\(base)/overview", "\(base)/invoices", "\(base)/invoices/\(code)",
            "\(base)/invoices/\(code)/link", "\(base)/settings", "\(base)/audit",
            "\(base)/invoices?q=%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E%22%27",
            "/cabinet/merchants", "/cabinet/audit", "/sandbox",
        ]
        for path in paths {
            try await browser.open(world.florin.url + path)
            try await harmless(path)
        }
        try await browser.open("\(world.florin.url)\(base)/invoices/\(code)")
        #expect(try await browser.text().contains("<script>window.pwned=1</script>"))
    }

    private func harmless(_ place: String) async throws {
        #expect(try await browser.evaluate("typeof window.pwned") == "undefined", "\(place)")
        #expect(try await !browser.has("img[src=x]"), "\(place)")
        #expect(try await browser.complaints().isEmpty, "\(place)")
    }
}
