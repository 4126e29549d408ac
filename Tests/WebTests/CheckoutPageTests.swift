import Foundation
import Testing

@testable import Web

struct CheckoutPageTests {
    private let page: CheckoutPage

    init() throws {
        page = try CheckoutPage()
    }

    @Test func `each state looks as recorded`() throws {
        let states: [(String, CheckoutPageModel)] = [
            ("choose", CheckoutFixtures.choose), ("pay", try CheckoutFixtures.pay()),
            ("pay-sandbox", try CheckoutFixtures.payInSandbox()),
            ("partly-paid", try CheckoutFixtures.partlyPaid()),
            ("confirming", CheckoutFixtures.confirming), ("paid", CheckoutFixtures.paid),
            ("overpaid", CheckoutFixtures.overpaid), ("expired", CheckoutFixtures.expired),
            ("cancelled", CheckoutFixtures.cancelled), ("deleted", CheckoutFixtures.deleted),
            ("failed", CheckoutFixtures.failed),
        ]
        for (name, model) in states {
            try expectSnapshot(page.render(model), named: "checkout.\(name).html")
        }
    }

    @Test func `plain pages look as recorded`() throws {
        let page = try PlainPage()
        try expectSnapshot(
            page.render(.invoiceNotFound(CheckoutFixtures.assets)),
            named: "plain.not-found.html"
        )
        try expectSnapshot(
            page.render(.ourFault(CheckoutFixtures.assets)),
            named: "plain.our-fault.html"
        )
    }

    @Test func `the sandbox looks as recorded`() throws {
        try expectSnapshot(
            SandboxPage().render(CheckoutFixtures.sandbox),
            named: "sandbox.html"
        )
        let empty = SandboxPageModel(assets: CheckoutFixtures.assets, networks: [], invoices: [])
        #expect(try SandboxPage().render(empty).contains("No invoice yet"))
    }

    @Test(arguments: [
        #"<script>alert(1)</script>"#, #""><img src=x onerror=alert(1)>"#, "' onload='x", "a&b",
        "\"\u{301} onmouseover=alert(1) x=\"", "<\u{338}script>", "\"\u{200d}>", "{{price.amount}}",
    ])
    func `a text of the shop never becomes markup`(text: String) throws {
        let model = CheckoutPageModel(
            assets: CheckoutFixtures.assets,
            merchantName: text,
            price: PriceText(amount: text, ticker: text),
            orderDescription: text,
            orderReference: text,
            invoiceCode: text,
            shopURL: "https://shop.example/" + text,
            eventsURL: text,
            state: .ended(.expired(merchantName: text, watchedAddress: text)),
            transfers: [
                CheckoutPageModel.Transfer(
                    txid: text,
                    explorerURL: "https://explorer.example/" + text,
                    amount: text,
                    ticker: text,
                    confirmations: 0,
                    confirmationsNeeded: 1,
                    remark: text
                )
            ]
        )
        let plain = page.render(model.replacingTexts(of: text, with: "x"))
        let html = page.render(model)
        for byte in "<>\"'".utf8 {
            let count = html.utf8.count { $0 == byte }
            #expect(count == plain.utf8.count { $0 == byte })
        }
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript://x", " https://x", "data:text/html,x", "//x", "shop",
        "",
        "https:x",
    ])
    func `a link that is not a web address is left out`(link: String) {
        #expect(WebLink.checked(link) == nil)
    }

    @Test func `web addresses stay as they are`() {
        #expect(WebLink.checked("https://shop.example/?a=1&b=2") == "https://shop.example/?a=1&b=2")
        #expect(WebLink.checked("HTTP://shop.example") == "HTTP://shop.example")
    }

    @Test func `a page needs no inline script, no inline style and nothing from elsewhere`() throws
    {
        let pages = [
            page.render(CheckoutFixtures.choose), page.render(try CheckoutFixtures.payInSandbox()),
            page.render(try CheckoutFixtures.partlyPaid()), page.render(CheckoutFixtures.overpaid),
            try SandboxPage().render(CheckoutFixtures.sandbox),
        ]
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

    @Test func `a final page neither listens nor reloads`() {
        let html = page.render(CheckoutFixtures.paid)
        #expect(!html.contains("data-events"))
        #expect(!html.contains("http-equiv"))
        #expect(page.render(CheckoutFixtures.confirming).contains("<noscript><meta http-equiv"))
    }

    @Test func `a page with its style and script weighs less than fifty kilobytes`() throws {
        let html = page.render(try CheckoutFixtures.pay())
        let total = PageAsset.all.reduce(html.utf8.count) { $0 + $1.bytes.count }
        #expect(total < 50_000, "\(total)")
    }

    @Test func `the files of a page are named after their content`() {
        let names = PageAsset.all.map(\.path)
        let own = PageAssets.embedded
        #expect(names == [own.stylesheetURL, own.scriptURL, PageAssets.cabinet.stylesheetURL])
        for (name, ending) in zip(names, ["css", "js", "css"]) {
            let parts = name.split(separator: "-").last?.split(separator: ".")
            #expect(parts?.first?.count == 16)
            #expect(parts?.last == ending[...])
        }
    }

    @Test func `steps are done up to where the payment is`() {
        #expect(ProgressStep.steps(.waiting).map(\.style) == ["current", "open", "open"])
        let confirming = ProgressStep.steps(.confirming(confirmations: 1, needed: 3))
        #expect(confirming.map(\.style) == ["done", "current", "open"])
        #expect(confirming[1].label == "Confirming 1 of 3")
        #expect(ProgressStep.steps(.paid).map(\.style) == ["done", "done", "done"])
    }
}

extension CheckoutPageModel {
    /// The same page with another text in the places that a shop fills.
    fileprivate func replacingTexts(of old: String, with new: String) -> CheckoutPageModel {
        CheckoutPageModel(
            assets: assets,
            merchantName: new,
            price: PriceText(amount: new, ticker: new),
            orderDescription: new,
            orderReference: new,
            invoiceCode: new,
            shopURL: "https://shop.example/" + new,
            eventsURL: new,
            state: .ended(.expired(merchantName: new, watchedAddress: new)),
            transfers: [
                Transfer(
                    txid: new,
                    explorerURL: "https://explorer.example/" + new,
                    amount: new,
                    ticker: new,
                    confirmations: 0,
                    confirmationsNeeded: 1,
                    remark: new
                )
            ]
        )
    }
}
