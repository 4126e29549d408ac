import Foundation
import Testing

@testable import Web

struct CheckoutPageTests {
    private let page: CheckoutPage

    init() throws {
        page = try CheckoutPage()
    }

    /// The page without the names of assets, which change with their content.
    private func html(_ model: CheckoutPageModel) -> String {
        page.render(model)
            .replacing(PageAssets.embedded.stylesheetURL, with: "/assets/checkout.css")
            .replacing(PageAssets.embedded.scriptURL, with: "/assets/checkout.js")
    }

    @Test func `each state looks as recorded`() throws {
        for state in try CheckoutState.all() {
            try expectSnapshot(html(state.model()), named: "checkout.\(state.name).html")
        }
    }

    @Test func `a payment in German and in Arabic looks as recorded`() throws {
        let pay = try #require(try CheckoutState.all().first { $0.name == "pay" })
        try expectSnapshot(html(pay.model(in: .german)), named: "checkout.pay.de.html")
        try expectSnapshot(html(pay.model(in: .arabic)), named: "checkout.pay.ar.html")
    }

    @Test func `plain pages look as recorded`() throws {
        let page = try PlainPage()
        try expectSnapshot(
            page.render(.invoiceNotFound(SandboxFixtures.assets)),
            named: "plain.not-found.html"
        )
        try expectSnapshot(
            page.render(.ourFault(SandboxFixtures.assets)),
            named: "plain.our-fault.html"
        )
    }

    @Test func `the sandbox looks as recorded`() throws {
        try expectSnapshot(
            SandboxPage().render(SandboxFixtures.sandbox),
            named: "sandbox.html"
        )
        let empty = SandboxPageModel(assets: SandboxFixtures.assets, networks: [], invoices: [])
        #expect(try SandboxPage().render(empty).contains("No invoice yet"))
    }

    @Test(arguments: Language.allCases)
    func `a page says its language and direction, and leads to every other one`(
        language: Language
    ) throws {
        for state in try CheckoutState.all() {
            let html = page.render(state.model(in: language))
            let open = #"<html lang="\#(language.rawValue)" dir="\#(language.direction)">"#
            #expect(html.contains(open))
            for other in Language.allCases {
                let link = #"lang=\#(other.rawValue)" lang="\#(other.rawValue)""#
                #expect(html.contains(link) == (other != language), "\(state.name)")
            }
            // A text that was not filled in, or a name that no template knows.
            #expect(!html.contains(/\{[a-z]+\}/), "\(state.name)")
            #expect(!html.contains("<h1></h1>") && !html.contains("<p></p>"), "\(state.name)")
            #expect(html.ranges(of: "<h1>").count == 1, "\(state.name)")
        }
    }

    @Test func `a page needs no inline script, no inline style and nothing from elsewhere`() throws
    {
        var pages = try CheckoutState.all().map { page.render($0.model()) }
        pages.append(try SandboxPage().render(SandboxFixtures.sandbox))
        for html in pages {
            #expect(!html.contains("style=\""))
            #expect(!html.contains("<style"))
            #expect(!html.contains("onclick"))
            #expect(!html.contains("javascript:"))
            #expect(html.ranges(of: "<script").count == html.ranges(of: "<script src=\"/").count)
            #expect(!html.contains("src=\"http"))
            #expect(!html.contains("{{"))
        }
    }

    @Test func `a page that nothing changes any more neither listens nor reloads`() throws {
        for state in try CheckoutState.all() {
            let html = page.render(state.model())
            let isFinal = ["cancelled", "deleted", "failed"].contains(state.name)
            #expect(html.contains("data-events") == !isFinal, "\(state.name)")
            #expect(html.contains("<noscript><meta http-equiv") == !isFinal, "\(state.name)")
        }
    }

    @Test func `the merchant's look is linked, and the frames it allows are named`() throws {
        let branded = try #require(try CheckoutState.all().first { $0.name == "pay-branded" })
        let html = page.render(branded.model())
        #expect(html.contains(#/href="/checkout/Q7M2ZK9P/brand-[0-9a-f]{12}\.css"/#))
        #expect(html.contains(#"src="/checkout/Q7M2ZK9P/logo-0123456789ab" alt="""#))
        #expect(
            html.contains(#"data-origins="https://shop.example https://www.shop.example""#)
        )
        #expect(html.contains(#"data-status="pay" data-code="Q7M2ZK9P""#))
        let plain = page.render(try #require(try CheckoutState.all().first).model())
        #expect(!plain.contains("brand-") && !plain.contains("data-origins"))
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript://x", " https://x", "data:text/html,x", "//x", "shop",
        "",
        "https:x",
    ])
    func `a link that is not a web address is left out`(link: String) throws {
        #expect(WebLink.checked(link) == nil)
        var world = CheckoutWorld()
        world.returnURL = link
        let html = page.render(world.page(of: world.record()))
        #expect(!html.contains("target=\"_top\""))
    }

    @Test func `web addresses stay as they are`() {
        #expect(WebLink.checked("https://shop.example/?a=1&b=2") == "https://shop.example/?a=1&b=2")
        #expect(WebLink.checked("HTTP://shop.example") == "HTTP://shop.example")
    }

    @Test func `a search leaves what it does not find hidden in the page`() throws {
        let world = CheckoutWorld()
        func shown(_ query: String?) -> Set<String> {
            guard case .choose(let choose) = world.page(of: world.record(), query: query).state
            else { return [] }
            return Set(choose.groups.flatMap(\.offers).filter { !$0.isLeftOut }.map(\.value))
        }
        #expect(shown(nil).count == world.coins.count)
        #expect(shown("  ").count == world.coins.count)
        #expect(shown("trc-20") == ["USDT:tron"])
        #expect(shown("Tether bnb") == ["USDT:bsc"])
        #expect(shown("BITCOIN").isSuperset(of: ["BTC:bitcoin", "BCH:bitcoincash"]))
        #expect(shown("<script>").isEmpty)
        let none = page.render(world.page(of: world.record(), query: "\"><b>zz"))
        #expect(none.contains(#"id="none" role="status">No coin"#))
        #expect(none.contains("value=\"&quot;&gt;&lt;b&gt;zz\""))
        #expect(none.ranges(of: "class=\"coin\"").count == world.coins.count)
    }

    @Test func `coins are grouped by asset, the popular ones first`() throws {
        let world = CheckoutWorld()
        guard case .choose(let choose) = world.page(of: world.record()).state else {
            Issue.record("no choice")
            return
        }
        #expect(choose.groups.map(\.groupCoin.ticker).prefix(4) == ["USDT", "BTC", "USDC", "ETH"])
        let tethers = choose.groups.first?.offers.map(\.value)
        #expect(tethers == ["USDT:tron", "USDT:bsc", "USDT:polygon", "USDT:ethereum"])
        #expect(choose.groups.flatMap(\.offers).count == world.coins.count)
    }

    @Test func `a few coins need no search`() throws {
        let few = try #require(try CheckoutState.all().first { $0.name == "choose-few" })
        #expect(!page.render(few.model()).contains("type=\"search\""))
    }

    @Test(arguments: Language.allCases)
    func `a page with its style and script weighs less than fifty kilobytes`(
        language: Language
    ) throws {
        for state in try CheckoutState.all() {
            let html = page.render(state.model(in: language))
            let total = [PageAsset.stylesheet, .script].reduce(html.utf8.count) {
                $0 + $1.bytes.count
            }
            // Before compression, which makes about a fourth of it.
            #expect(total < 60_000, "\(state.name): \(total)")
        }
    }

    @Test func `steps are done up to where the payment is`() {
        let words = Words.of(.english)
        #expect(
            ProgressStep.steps(.waiting, in: words).map(\.style) == ["current", "open", "open"]
        )
        let steps = ProgressStep.steps(.confirming(confirmations: 1, needed: 3), in: words)
        #expect(steps.map(\.style) == ["done", "current", "open"])
        #expect(steps[1].label == "Confirmations: 1 of 3")
        #expect(ProgressStep.steps(.paid, in: words).map(\.style) == ["done", "done", "done"])
    }
}
