import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Payments
import Rigs
import Storage
import Testing

/// How the checkout reaches a browser: its weight, its headers, its merchant's look, its frame.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CheckoutDeliveryTests {
    /// What one state of the checkout may weigh with everything it loads, compressed.
    private static let weightMax = 50 * 1_024

    /// Gives the sandbox's merchant a look.
    private func brand(
        _ world: SandboxShop,
        colour: String?,
        logo: Logo? = nil,
        origins: [String] = []
    ) async throws {
        let store = try Store(sqlitePath: "\(world.florin.data)/florin.db")
        try await store.write { transaction in
            for var merchant in try transaction.merchants() {
                merchant.branding = Branding(
                    colour: colour,
                    logo: logo?.id,
                    embedOrigins: origins
                )
                _ = try transaction.update(merchant)
                if let logo { try transaction.set(logo, of: merchant.id) }
            }
        }
    }

    private static let logo = Logo(
        id: LogoID("0123456789abcdef0123456789abcdef"),
        mediaType: .png,
        bytes: (0..<Logo.bytesMax).map { _ in .random(in: 0...255) }
    )

    /// An invoice in each state of the page, by the state's word.
    private func states(in world: SandboxShop) async throws -> [(word: String, path: String)] {
        let all = try await world.client.create([
            "order_id": 1, "payment_currency_iso": "USD", "price": "10.00",
        ])
        let choosing = try #require(all.json["data"]["id"].text, "\(all.text)")
        let waiting = try await world.open(2)
        let paid = try await world.open(4)
        try await world.pay(.string(paid))
        // After the one whose payment mines blocks, which would confirm this one, too.
        let confirming = try await world.open(3)
        try await world.pay(.string(confirming), ["unconfirmed": true])
        let ended = try await world.open(5)
        _ = try await world.florin.json("invoice", "delete", ended)
        return [
            ("choose", choosing), ("pay", waiting), ("confirming", confirming), ("paid", paid),
            ("ended", ended),
        ].map { ($0.0, "/checkout/\($0.1)") }
    }

    @Test func `each state is light, strict, and loads nothing from elsewhere`() async throws {
        let world = try await SandboxShop()
        try await brand(world, colour: "#8a3ffc", logo: Self.logo)
        for (word, path) in try await states(in: world) {
            let page = try await PublicPage.get(path, of: world.florin)
            #expect(page.status == 200)
            #expect(page.text.contains("data-status=\"\(word)\""), "\(path)")
            let packed = try await PublicPage.get(path, of: world.florin, gzip: true)
            #expect(packed["content-encoding"] == "gzip")
            for answer in [packed, page] {
                let varying = answer.headers[canonicalForm: "vary"].map(String.init)
                #expect(varying == ["Accept-Language", "Accept-Encoding"])
            }
            #expect(page["content-encoding"] == nil)
            var weight = packed.body.count
            #expect(page.loaded.count >= 4)
            for link in page.loaded {
                // No other server: every address is a path of this one.
                #expect(link.hasPrefix("/") && !link.hasPrefix("//"), "\(link)")
                let part = try await PublicPage.get(link, of: world.florin, gzip: true)
                #expect(part.status == 200, "\(link)")
                #expect(part["cache-control"]?.contains("max-age=") == true, "\(link)")
                weight += part.body.count
            }
            #expect(weight < Self.weightMax, "\(word): \(weight)")
            let policy = try #require(page["content-security-policy"])
            #expect(policy.hasPrefix("default-src 'none'; "))
            #expect(!policy.contains("unsafe") && !policy.contains("http"))
            #expect(!policy.contains("*"))
        }
    }

    @Test func `the compressed page is the page`() async throws {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        for path in ["/checkout/\(code)/quote.json", "/openapi.json", "/docs", "/florin.js"] {
            let plain = try await PublicPage.get(path, of: world.florin)
            let packed = try await PublicPage.get(path, of: world.florin, gzip: true)
            #expect(packed["content-encoding"] == "gzip", "\(path)")
            #expect(packed.body.count < plain.body.count)
            let file = "\(world.florin.folder.path)/body.gz"
            try Data(packed.body).write(to: URL(fileURLWithPath: file))
            let gunzip = Process()
            gunzip.executableURL = URL(fileURLWithPath: "/usr/bin/gunzip")
            gunzip.arguments = ["-f", file]
            try gunzip.run()
            gunzip.waitUntilExit()
            let body = FileManager.default.contents(atPath: "\(world.florin.folder.path)/body")
            #expect(body.map(Array.init) == plain.body, "\(path)")
        }
    }

    @Test func `a page of the cabinet is never compressed`() async throws {
        let world = try await SandboxShop()
        let page = try await PublicPage.get("/cabinet/nowhere", of: world.florin, gzip: true)
        #expect(page["content-encoding"] == nil)
        let visitor = try await CabinetVisitor.enter(world.florin)
        var request = HTTPClientRequest(url: "\(world.florin.url)/cabinet/merchants")
        request.headers.add(name: "cookie", value: "florin_session=\(visitor.token)")
        request.headers.add(name: "accept-encoding", value: "gzip")
        let own = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        #expect(own.headers.first(name: "content-encoding") == nil)
    }

    @Test func `every answer is guarded, and none can be framed unless the merchant allows it`()
        async throws
    {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        let paths = [
            "/", "/docs", "/sandbox", "/checkout/\(code)", "/checkout/NOSUCHCODE", "/nowhere",
            "/cabinet/sign-in", "/florin.js", "/openapi.json",
        ]
        for path in paths {
            let answer = try await PublicPage.get(path, of: world.florin)
            #expect(answer["x-content-type-options"] == "nosniff", "\(path)")
            // The forms of the cabinet are told by their origin.
            let referrer = path.hasPrefix("/cabinet") ? "same-origin" : "no-referrer"
            #expect(answer["referrer-policy"] == referrer, "\(path)")
            #expect(answer["x-frame-options"] == "DENY", "\(path)")
            #expect(answer["strict-transport-security"] == nil, "\(path)")
            guard answer["content-type"]?.hasPrefix("text/html") == true else { continue }
            let policy = answer["content-security-policy"]
            #expect(policy?.contains("frame-ancestors 'none'") == true, "\(path)")
            #expect(answer["cross-origin-opener-policy"] == "same-origin", "\(path)")
            #expect(answer["permissions-policy"]?.contains("camera=()") == true, "\(path)")
        }
        let origins = ["https://shop.example", "https://evil.example; script-src *"]
        try await brand(world, colour: nil, origins: origins)
        for path in ["/checkout/\(code)", "/checkout/\(code)?choose=1"] {
            let framed = try await PublicPage.get(path, of: world.florin)
            #expect(framed["x-frame-options"] == nil)
            let policy = try #require(framed["content-security-policy"])
            #expect(policy.hasSuffix("; frame-ancestors https://shop.example"))
            #expect(!policy.contains("evil"))
            #expect(framed.text.contains("data-origins=\"https://shop.example\""))
        }
        for path in ["/", "/docs", "/sandbox", "/checkout/NOSUCHCODE"] {
            let page = try await PublicPage.get(path, of: world.florin)
            #expect(page["x-frame-options"] == "DENY", "\(path)")
        }
    }

    @Test func `HTTPS is insisted on where the server is reached by it`() async throws {
        let florin = try await FlorinProcess.start([
            "--sandbox", "--public-url", "https://pay.example",
        ])
        let page = try await PublicPage.get("/", of: florin)
        #expect(page["strict-transport-security"] == "max-age=31536000")
    }

    @Test func `the merchant's colour and logo are served under names of their content`()
        async throws
    {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        let bare = try await PublicPage.get("/checkout/\(code)", of: world.florin)
        #expect(!bare.text.contains("brand-") && !bare.text.contains("logo-"))
        try await brand(world, colour: "#8a3ffc", logo: Self.logo)
        let page = try await PublicPage.get("/checkout/\(code)", of: world.florin)
        let sheet = try #require(page.loaded.first { $0.contains("/brand-") })
        let style = try await PublicPage.get(sheet, of: world.florin)
        #expect(style.status == 200)
        #expect(style["content-type"] == "text/css; charset=utf-8")
        #expect(style["cache-control"] == "public, max-age=31536000, immutable")
        #expect(style.text.hasPrefix(":root{--accent:#8a3ffc;--accent-text:#ffffff;"))
        let picture = try #require(page.loaded.first { $0.contains("/logo-") })
        #expect(picture == "/checkout/\(code)/logo-0123456789ab")
        let logo = try await PublicPage.get(picture, of: world.florin)
        #expect(logo.body == Self.logo.bytes)
        #expect(logo["content-type"] == "image/png")
        #expect(logo["x-content-type-options"] == "nosniff")
        #expect(logo["content-security-policy"] == "default-src 'none'; sandbox")
        #expect(logo["cache-control"] == "public, max-age=31536000, immutable")
        for path in [
            "/checkout/\(code)/brand-000000000000.css", "/checkout/\(code)/brand-.css",
            "/checkout/\(code)/logo-000000000000", "/checkout/\(code)/logo-0123456789",
            "/checkout/\(code)/logo-", "/checkout/NOSUCHCODE/logo-0123456789ab",
            sheet.replacing(code, with: "NOSUCHCODE"),
        ] {
            #expect(try await PublicPage.get(path, of: world.florin).status == 404, "\(path)")
        }
        // Another colour has another address, and what is stored is not believed.
        try await brand(world, colour: "#8a3ffd")
        #expect(try await PublicPage.get(sheet, of: world.florin).status == 404)
        try await brand(world, colour: "red;}body{display:none")
        let hostile = try await PublicPage.get("/checkout/\(code)", of: world.florin)
        #expect(!hostile.text.contains("brand-"))
    }

    @Test func `the shop's script may be loaded from anywhere and is asked for again soon`()
        async throws
    {
        let world = try await SandboxShop()
        let script = try await PublicPage.get("/florin.js", of: world.florin)
        #expect(script.status == 200)
        #expect(script["content-type"] == "text/javascript; charset=utf-8")
        #expect(script["access-control-allow-origin"] == "*")
        #expect(script["cross-origin-resource-policy"] == "cross-origin")
        #expect(script["cache-control"] == "public, max-age=300")
        #expect(!script.text.contains("postMessage(") && !script.text.contains("\"*\""))
    }
}
