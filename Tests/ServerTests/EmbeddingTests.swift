import Foundation
import Payments
import Rigs
import Testing

/// The checkout inside a shop's page, in a real browser: two sites, one frame.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct EmbeddingTests {
    private let world: SandboxShop
    private let browser: Browser
    /// The shop's site, another origin than the checkout's.
    private let site: ShopServer
    private let code: String

    init() async throws {
        world = try await SandboxShop()
        browser = try await Browser.start(.desktop)
        code = try await world.openForAllCoins(1, ["description": "Green tea, 500 g"])
        site = try await ShopServer.start()
        let page = Self.page(world.florin.url, code)
        site.answers { request in
            request.path == "/"
                ? .raw(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
                        + "Content-Length: \(page.utf8.count)\r\n\r\n\(page)"
                ) : .status("404 Not Found")
        }
    }

    private var origin: String { String(site.url.dropLast("/callback".count)) }

    private static func page(_ florin: String, _ code: String) -> String {
        """
        <!doctype html><html lang="en"><title>Tea shop</title><body>
        <h1>Tea shop</h1>
        <a id="pay" data-florin href="\(florin)/checkout/\(code)">Pay</a>
        <div id="place"></div>
        <script src="\(florin)/florin.js"></script>
        <script>
        window.heard = [];
        for (const name of ["status", "paid", "close"]) {
            document.addEventListener("florin:" + name, (event) =>
                heard.push(name + " " + (event.detail.status || "") + " " + event.detail.code));
        }
        </script></body></html>
        """
    }

    /// The merchant lets the shop's site frame the checkout.
    private func allow(_ origins: String) async throws {
        let shown = try await world.florin.json("merchant", "show", "Shop")
        let merchant = try #require(shown["merchant"]["id"].text)
        let answer = try await CabinetVisitor.enter(world.florin).post(
            "/cabinet/m/\(merchant)/settings/look",
            ["colour": "", "origins": origins]
        )
        try #require(answer.status == 200, "\(answer.text)")
    }

    private func hears(_ what: String) async throws {
        try await Patience.wait(
            for: "\"\(what)\" at the shop's page",
            atMost: .seconds(30),
            instead: { (try? await browser.evaluate("heard.join()").text) ?? "nothing" }
        ) {
            try await browser.evaluate("heard").elements.contains { $0.text == what } ? () : nil
        }
    }

    @Test func `a link opens the checkout over the page, which hears how it stands`()
        async throws
    {
        try await allow(origin)
        try await browser.open("\(origin)/")
        try await browser.click("#pay")
        try await hears("status choose \(code)")
        try await browser.keepPicture(named: "embed-modal")
        try await world.pay(
            .string(code),
            ["network": "litecoin", "currency": "LTC", "unconfirmed": true]
        )
        try await hears("status confirming \(code)")
        _ = try await world.control(["command": "mine", "network": "litecoin", "blocks": 6])
        try await hears("status paid \(code)")
        try await hears("paid  \(code)")
        try await browser.press(.escape)
        try await hears("close paid \(code)")
        #expect(try await browser.url() == "\(origin)/")
        #expect(try await browser.evaluate("document.activeElement.id") == "pay")
    }

    @Test func `a checkout within the page is chosen, fits its frame, and is paid`() async throws {
        try await allow("https://other.example\n\(origin)")
        try await browser.open("\(origin)/")
        try await browser.run(
            """
            Florin.mount(document.getElementById("place"), document.getElementById("pay").href, {
                onStatus: (status) => heard.push(status), onPaid: () => heard.push("it is paid"),
            });
            """
        )
        try await hears("choose")
        try await browser.enter(frame: "#place iframe")
        try await browser.click("button[value='LTC:litecoin']")
        try await browser.finds("main[data-status=pay]")
        try await browser.enter(frame: nil)
        try await hears("pay")
        try await browser.enter(frame: "#place iframe")
        try await Patience.wait(for: "a frame as high as what is in it") {
            try await browser.evaluate("document.body.scrollHeight <= innerHeight + 1") == true
                ? () : nil
        }
        try await browser.enter(frame: nil)
        try await browser.keepPicture(named: "embed-mounted")
        try await world.pay(.string(code))
        try await hears("it is paid")
    }

    @Test func `a site that was not named shows no frame and offers the page itself`()
        async throws
    {
        try await allow("https://other.example")
        try await browser.open("\(origin)/")
        try await browser.run(
            """
            Florin.mount(document.getElementById("place"), document.getElementById("pay").href, {
                onStatus: (status) => heard.push(status),
            });
            """
        )
        try await browser.finds("#place a[target=_blank]")
        #expect(try await browser.has("#place iframe") == false)
        #expect(try await browser.evaluate("heard.length") == 0)
        // A link goes where it says instead.
        try await browser.click("#pay")
        try await browser.finds("main[data-status=choose]")
        #expect(try await browser.url() == "\(world.florin.url)/checkout/\(code)")
    }
}
