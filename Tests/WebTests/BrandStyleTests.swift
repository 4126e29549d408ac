import Gateway
import Payments
import Testing

@testable import Web

struct BrandStyleTests {
    /// The value of a variable in the light rules and in the dark ones.
    private static func values(of name: String, in css: String) -> [BrandColour] {
        css.split(whereSeparator: { "{};".contains($0) })
            .filter { $0.hasPrefix("--\(name):") }
            .compactMap { try? BrandColour(String($0.dropFirst(name.count + 3))) }
    }

    /// Every colour whose parts are multiples of 51, and some in between.
    private static let colours: [BrandColour] = {
        let parts = ["00", "11", "33", "66", "80", "99", "cc", "ee", "ff"]
        return parts.flatMap { red in
            parts.flatMap { green in
                parts.compactMap { try? BrandColour("#\(red)\(green)\($0)") }
            }
        }
    }()

    @Test(arguments: [
        "", "#", "#12345", "#1234567", "123456", "#12345g", "red", "#fff", "#1234 6", "#12345\n",
        "#000;}body{x", "#00000}", "＃123456", "#１23456", "#12345é",
    ])
    func `what is no colour makes no style sheet`(text: String) {
        #expect((try? BrandColour(text)) == nil)
        #expect(BrandStyle(Branding(colour: text)) == nil)
    }

    @Test func `a colour is read and written`() throws {
        #expect(try BrandColour("#0A1b2C").text == "#0a1b2c")
        #expect(BrandStyle(Branding()) == nil)
    }

    @Test func `text on a button and links can always be read, in light and in dark`() throws {
        for colour in Self.colours {
            let style = try #require(BrandStyle(Branding(colour: colour.text)))
            let sheets = [BrandStyle.lightBackgrounds, BrandStyle.darkBackgrounds]
            let accents = Self.values(of: "accent", in: style.css)
            let inks = Self.values(of: "accent-text", in: style.css)
            let links = Self.values(of: "accent-link", in: style.css)
            let focuses = Self.values(of: "focus", in: style.css)
            try #require([accents, inks, links, focuses].allSatisfy { $0.count == 2 })
            for (place, backgrounds) in sheets.enumerated() {
                #expect(inks[place].contrast(with: accents[place]) >= 4.5, "\(colour.text)")
                for background in backgrounds {
                    #expect(accents[place].contrast(with: background) >= 3, "\(colour.text)")
                    #expect(focuses[place].contrast(with: background) >= 3, "\(colour.text)")
                    #expect(links[place].contrast(with: background) >= 4.5, "\(colour.text)")
                }
            }
        }
    }

    @Test func `a colour that is seen well stays as it is`() throws {
        let style = try #require(BrandStyle(Branding(colour: "#8a3ffc")))
        #expect(Self.values(of: "accent", in: style.css).map(\.text).first == "#8a3ffc")
        #expect(Self.values(of: "accent-text", in: style.css).map(\.text).first == "#ffffff")
        let yellow = try #require(BrandStyle(Branding(colour: "#ffd400")))
        #expect(Self.values(of: "accent", in: yellow.css).map(\.text).last == "#ffd400")
        #expect(Self.values(of: "accent-text", in: yellow.css).map(\.text).last == "#000000")
    }

    @Test func `the name changes with the colour and with nothing else`() throws {
        let names = try ["#8a3ffc", "#8A3FFC", "#8a3ffd"].map { text in
            try #require(BrandStyle(Branding(colour: text))).fileName
        }
        #expect(names[0] == names[1])
        #expect(names[0] != names[2])
        #expect(names[0].hasPrefix("brand-") && names[0].hasSuffix(".css"))
    }

    @Test(arguments: [
        ("https://shop.example", "https://shop.example"),
        ("https://Shop.Example", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
    ])
    func `an origin is written as browsers write it`(text: String, origin: String) {
        #expect(EmbedOrigin.checked(text) == origin)
    }

    @Test(arguments: [
        "", "https://", "*", "https://*", "https://*.shop.example", "shop.example", "'self'",
        "https:", "data:", "https://shop.example/", "https://shop.example/a", "ftp://shop.example",
        "https://shop.example; script-src *", "https://shop.example https://evil.example",
        "https://shop.example\n", "https://user@shop.example", "https://shop.example:",
        "https://shop.example:0", "https://shop.example:99999", "https://shop.example:+1",
        "https://-a.example", "https://a..b", "https://[::1]", "https://shöp.example",
        "https://shop.example,", "javascript://shop.example", "https://shop.example?x",
    ])
    func `what is no origin is left out of the policy`(text: String) {
        #expect(EmbedOrigin.checked(text) == nil)
        #expect(PageBranding(Branding(embedOrigins: [text])).embedOrigins == nil)
    }

    @Test func `the policy names the origins, or nobody`() {
        let branding = PageBranding(
            Branding(embedOrigins: ["https://a.example", "bad;", "https://b.example:1"])
        )
        #expect(branding.embedOrigins == "https://a.example https://b.example:1")
        let framed = PagePolicy.contentSecurityPolicy(framedBy: branding.embedOrigins)
        #expect(framed.hasSuffix("frame-ancestors https://a.example https://b.example:1"))
        #expect(PagePolicy.contentSecurityPolicy.hasSuffix("frame-ancestors 'none'"))
        #expect(framed.hasPrefix("default-src 'none'"))
        #expect(!framed.contains("unsafe"))
    }

    @Test(arguments: [
        ("127.0.0.1", nil), ("10.1.2.3", nil), ("192.168.0.9", nil), ("::1", nil),
        ("fe80::1", nil), ("", nil), ("nonsense", nil), ("8.8.8.8", "8.8.8.8"),
        ("2a00:1450:4001:81b::200e", "2a00:1450:4001:81b::/64"),
        ("2a00:1450:4001:81b::1", "2a00:1450:4001:81b::/64"), ("::ffff:8.8.8.8", "8.8.8.8"),
    ])
    func `limits go by one client's address, never by a proxy's`(text: String, limited: String?) {
        #expect(PeerAddress.limited(text) == limited)
    }
}
