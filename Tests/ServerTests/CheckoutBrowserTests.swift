import Foundation
import Rigs
import Testing

/// The payer's way through the checkout in a real browser.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CheckoutBrowserTests {
    private let world: SandboxShop
    private let browser: Browser

    init() async throws {
        world = try await SandboxShop()
        browser = try await Browser.start()
    }

    private func open(_ code: String, _ query: String = "") async throws {
        try await browser.open("\(world.florin.url)/checkout/\(code)\(query)")
    }

    private func shows(_ status: String) async throws {
        try await browser.finds("main[data-status=\(status)]")
    }

    /// The amount to pay as the page says it, without its coin.
    private func amountShown() async throws -> String {
        try await browser.attribute("data-copy", of: "#copy-amount") ?? ""
    }

    /// Another program reads from the picture what the page says in words.
    private func scanned() async throws -> String {
        let uri = try #require(try await browser.attribute("href", of: ".scan a"))
        let address = try await browser.text(of: ".address").filter { !$0.isWhitespace }
        #expect(uri.contains(address))
        #expect(uri.hasSuffix("amount=\(try await amountShown())"), "\(uri)")
        #expect(try await QRReader.texts(in: browser.picture()) == [uri])
        return uri
    }

    private func mine(_ blocks: Int) async throws {
        _ = try await world.control([
            "command": "mine", "network": "litecoin", "blocks": .number(Decimal(blocks)),
        ])
    }

    @Test func `an invoice is paid from the choice of a coin to the receipt`() async throws {
        let code = try await world.openForAllCoins(
            1,
            ["redirect_url": "https://shop.example/thanks", "description": "Green tea, 500 g"]
        )
        try await open(code)
        try await browser.type("lite", into: "#search")
        try await Patience.wait(for: "Litecoin alone") {
            let left = try await browser.evaluate(
                "[...document.querySelectorAll('.coin')].filter(c => c.offsetParent).length"
            )
            return left == 1 ? () : nil
        }
        try await browser.click("button[value='LTC:litecoin']")
        try await shows("pay")
        let whole = try await scanned()
        // From here on the page is never loaded again.
        try await browser.run("window.stayed = true")
        try await world.pay(.string(code), ["percent": "50"])
        try await browser.finds("main[data-status=pay] progress")
        let rest = try await scanned()
        #expect(rest != whole)
        try await world.pay(
            .string(code),
            ["amount": .string(try await amountShown()), "unconfirmed": true]
        )
        try await shows("confirming")
        try await browser.sees("Confirmations: 0 of 6")
        try await mine(2)
        try await browser.sees("Confirmations: 2 of 6")
        try await mine(4)
        try await shows("paid")
        #expect(try await browser.evaluate("window.stayed") == true)
        #expect(try await browser.text(of: ".receipt").contains("25.00 USD"))
        #expect(
            try await browser.attribute("href", of: "main .button")
                == "https://shop.example/thanks"
        )
        #expect(try await browser.complaints().isEmpty)
    }

    @Test func `without scripts the same page is paid by forms and reloading`() async throws {
        try await browser.allowScripts(false)
        let code = try await world.openForAllCoins(1)
        try await open(code)
        try await browser.click("button[value='LTC:litecoin']")
        try await shows("pay")
        #expect(try await browser.has(".copy[hidden]"))
        try await browser.click("#help summary")
        try await world.pay(.string(code))
        try await open(code)
        try await shows("paid")
        #expect(try await browser.text().contains("Thank you."))
    }

    /// Goes from one thing to the next until it stands on what is looked for.
    private func tab(to selector: String) async throws {
        for _ in 0..<80 {
            try await browser.press(.tab)
            let seen = try await browser.evaluate(
                """
                (() => {
                    const on = document.activeElement;
                    const ring = getComputedStyle(on);
                    return {
                        is: on.matches("\(selector)"),
                        ring: on === document.body || ring.outlineStyle !== "none",
                        what: on.outerHTML.slice(0, 120),
                    };
                })()
                """
            )
            #expect(seen["ring"] == true, "the focus cannot be seen: \(seen["what"])")
            if seen["is"] == true { return }
        }
        Issue.record("the keyboard does not reach \(selector)")
    }

    @Test func `the keyboard alone chooses, copies and asks for help`() async throws {
        let code = try await world.openForAllCoins(1)
        try await open(code)
        try await tab(to: "button[value='LTC:litecoin']")
        try await browser.press(.enter)
        try await shows("pay")
        try await browser.finds("#copy-amount:not([hidden])")
        try await tab(to: "#copy-amount")
        try await browser.press(.space)
        try await tab(to: "#copy-address")
        try await tab(to: "#help > summary")
        try await browser.press(.enter)
        try await browser.finds("#help[open]")
        try await tab(to: "#txid")
        try await browser.write(String(repeating: "ab", count: 32))
        try await browser.press(.enter)
        try await browser.finds(".answer")
        #expect(try await browser.has("#help[open]"))
    }

    @Test func `an Arabic page runs from the right, and its amounts stay as they are`()
        async throws
    {
        let code = try await world.open(1)
        try await open(code, "?lang=ar")
        #expect(try await browser.has("html[lang=ar][dir=rtl]"))
        #expect(try await browser.attribute("dir", of: ".amount") == "ltr")
        let amount = try await amountShown()
        #expect(try await browser.text(of: ".amount") == "\(amount) LTC")
        #expect(
            try await browser.evaluate("getComputedStyle(document.querySelector('h1')).direction")
                == "rtl"
        )
        try await PageInspection(browser: browser).holds("checkout-arabic")
        let german = try await Browser.start(acceptLanguage: "de")
        try await german.open("\(world.florin.url)/checkout/\(code)")
        #expect(try await german.has("html[lang=de]"))
        #expect(try await german.text().contains("Adresse"))
    }

    @Test func `a payer pastes the hash of a payment and reads what became of it`() async throws {
        let code = try await world.open(1)
        let part = try await world.pay(.string(code), ["percent": "40"])
        let txid = try #require(part["txid"].text)
        let other = try await world.pay(.string(try await world.open(2)))
        let stranger = try #require(other["txid"].text)
        try await open(code)
        for (hash, words) in [(txid, "It has arrived and counts"), (stranger, "does not pay")] {
            if try await !browser.has("#help[open]") {
                try await browser.click("#help > summary")
            }
            try await browser.type(hash, into: "#txid")
            try await browser.click("#help button")
            try await browser.sees(words)
            #expect(try await browser.has("#help[open]"))
        }
        #expect(try await browser.complaints().isEmpty)
    }
}
