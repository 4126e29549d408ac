import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Rigs
import Testing

/// The payer's pages in the payer's language, as a browser asks for them.
struct CheckoutLanguageTests {
    private struct Answer {
        let status: Int
        let text: String
        let headers: HTTPHeaders
    }

    private func ask(
        _ url: String,
        accepting languages: String? = nil,
        posting form: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        if let languages { request.headers.add(name: "accept-language", value: languages) }
        if let form {
            request.method = .POST
            request.headers.add(
                name: "content-type",
                value: "application/x-www-form-urlencoded"
            )
            request.body = .bytes(ByteBuffer(string: form))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return Answer(
            status: Int(response.status.code),
            text: String(buffer: try await response.body.collect(upTo: 1 << 20)),
            headers: response.headers
        )
    }

    @Test func `the browser's language, or the one that was picked, is kept all the way`()
        async throws
    {
        let world = try await SandboxShop()
        let made = try await world.client.create(SandboxShop.twoCoins(1))
        let code = try #require(made.json["data"]["id"].text)
        let url = "\(world.florin.url)/checkout/\(code)"

        let german = try await ask(url, accepting: "nl, de-AT;q=0.8, en;q=0.5")
        #expect(german.text.contains(#"<html lang="de" dir="ltr">"#))
        #expect(german.text.contains("<h1>Zahlungsart wählen</h1>"))
        #expect(german.headers.first(name: "content-language") == "de")
        #expect(german.headers["vary"].joined(separator: ",").contains("Accept-Language"))
        #expect(!german.text.contains(#"name="lang""#))

        let arabic = try await ask("\(url)?lang=ar", accepting: "de")
        #expect(arabic.text.contains(#"<html lang="ar" dir="rtl">"#))
        #expect(arabic.text.contains(#"<input type="hidden" name="lang" value="ar">"#))
        let chosen = try await ask(
            url,
            accepting: "de",
            posting: "lang=ar&coin=LTC%3Alitecoin"
        )
        #expect(chosen.status == 200)
        #expect(chosen.text.contains(#"<html lang="ar" dir="rtl">"#))
        #expect(chosen.text.contains("?choose=1&amp;lang=ar"))
        let unknown = try await ask("\(url)?lang=xx", accepting: "tr")
        #expect(unknown.text.contains(#"<html lang="tr" dir="ltr">"#))
    }

    @Test func `what goes wrong is told in the payer's language, with a way back`() async throws {
        let world = try await SandboxShop()
        let made = try await world.client.create(SandboxShop.twoCoins(2))
        let code = try #require(made.json["data"]["id"].text)
        let url = "\(world.florin.url)/checkout/\(code)"

        let missing = try await ask("\(world.florin.url)/checkout/AAAAAAAA", accepting: "fr")
        #expect(missing.status == 404)
        #expect(missing.text.contains("Cette facture n’existe pas"))
        #expect(missing.headers.first(name: "content-language") == "fr")
        let page = try await ask("\(world.florin.url)/nothing-here", accepting: "ja")
        #expect(page.status == 404)
        #expect(page.text.contains("このページは存在しません"))
        let coin = try await ask(url, posting: "coin=DOGE%3Adogecoin&lang=es")
        #expect(coin.status == 400)
        #expect(coin.text.contains("Esta moneda no se ofrece"))
        #expect(coin.text.contains(#"href="/checkout/\#(code)?lang=es""#))
    }

    @Test func `a search works without scripts`() async throws {
        let world = try await SandboxShop()
        let made = try await world.client.create([
            "order_id": 3, "payment_currency_iso": "USD", "price": "10.00",
        ])
        let code = try #require(made.json["data"]["id"].text, "\(made.text)")
        let url = "\(world.florin.url)/checkout/\(code)"
        let all = try await ask(url)
        #expect(all.text.contains("type=\"search\""))
        let found = try await ask("\(url)?choose=1&q=trc-20")
        let shown = found.text.matches(of: /value="([A-Z]+:[a-z]+)" class="coin" [^>]*>/)
            .filter { !$0.output.0.contains(" hidden") }
        #expect(shown.map { String($0.output.1) } == ["USDT:tron"])
    }
}

extension SandboxShop {
    /// An order that leaves the payer a choice.
    fileprivate static func twoCoins(_ orderID: Int) -> [String: JSONValue] {
        order(orderID).merging([
            "currencies": [["iso": "LTC", "network": 3], ["iso": "BTC", "network": 0]]
        ]) { _, new in new }
    }
}
