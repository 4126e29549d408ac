import Payments
import Testing

@testable import Web

/// A page shows what its payer may see, whatever strangers wrote.
struct CheckoutSecrecyTests {
    private let page: CheckoutPage

    init() throws {
        page = try CheckoutPage()
    }

    @Test(arguments: Language.allCases)
    func `nothing that is the merchant's own is in any page`(language: Language) throws {
        for state in try CheckoutState.all() {
            let html = page.render(state.model(in: language))
            #expect(!html.lowercased().contains("secret"), "\(state.name)")
            #expect(!html.contains("payer.example"), "\(state.name)")
        }
    }

    @Test func `the marked values are where they could leak from`() throws {
        let stored = CheckoutWorld().record([try CheckoutWorld.choice()])
        #expect("\(stored)".ranges(of: "secret").count >= 11)
    }

    @Test(arguments: [
        #"<script>alert(1)</script>"#, #""><img src=x onerror=alert(1)>"#, "' onload='x", "a&b",
        "\"\u{301} onmouseover=alert(1) x=\"", "<\u{338}script>", "\"\u{200d}>",
        "{{price.amount}}",
        "{sum} {merchant}", "\u{202E}0001 ROUE\u{202C}\u{2069}<b>", "\u{0}\u{1B}[31m\r\n\"x=",
    ])
    func `a text of a stranger never becomes markup`(text: String) throws {
        for language in [Language.english, .arabic] {
            let hostile = try pages(with: text, in: language)
            let plain = try pages(with: "x", in: language)
            #expect(hostile.count == plain.count)
            for (html, harmless) in zip(hostile, plain) {
                for byte in "<>\"'".utf8 {
                    let count = html.utf8.count { $0 == byte }
                    #expect(count == harmless.utf8.count { $0 == byte })
                }
            }
        }
    }

    @Test(arguments: Language.allCases)
    func `a text of a stranger cannot turn the line around it`(language: Language) throws {
        let marks = "\u{202A}\u{202B}\u{202D}\u{202E}\u{202C}\u{2066}\u{2067}\u{2068}\u{2069}"
        for html in try pages(with: "é\(marks)", in: language) {
            var depth = 0
            for scalar in html.unicodeScalars {
                #expect(!(0x202A...0x202E).contains(scalar.value))
                #expect(scalar.value != 0x2066 && scalar.value != 0x2067)
                if scalar.value == 0x2068 { depth += 1 }
                if scalar.value == 0x2069 { depth -= 1 }
                #expect(depth == 0 || depth == 1)
            }
            #expect(depth == 0)
        }
    }

    /// Every state with the text wherever a shop or a payer can put one.
    private func pages(with text: String, in language: Language) throws -> [String] {
        var world = CheckoutWorld()
        world.merchantName = text
        world.details = text
        world.order = text
        world.returnURL = "https://shop.example/" + text
        return try CheckoutState.all(in: world, txid: text).map {
            page.render($0.model(in: language))
        }
    }
}
