import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Rigs
import Testing

/// What an open page hears of a running server, whoever made the change.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LivePageTests {
    private static func choose(_ coin: String, of code: String, in world: SandboxShop) async throws
    {
        var request = HTTPClientRequest(url: "\(world.florin.url)/checkout/\(code)")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: "coin=\(coin)"))
        let answer = try await PublicPage.client.execute(request, timeout: .seconds(30))
        #expect(answer.status.code == 303)
    }

    private func openForAll(_ world: SandboxShop) async throws -> String {
        let answer = try await world.client.create([
            "order_id": 1, "payment_currency_iso": "USD", "price": "10.00",
        ])
        return try #require(answer.json["data"]["id"].text, "\(answer.text)")
    }

    @Test func `a page hears the choice, the payment, each block, and the command line`()
        async throws
    {
        let world = try await SandboxShop()
        let code = try await openForAll(world)
        let url = "\(world.florin.url)/checkout/\(code)/events"
        let page = try await LiveStream.open(url)
        #expect(page.status == 200)
        #expect(page.headers.first(name: "content-type") == "text/event-stream")
        #expect(page.headers.first(name: "content-encoding") == nil)
        try await Self.choose("LTC:litecoin", of: code, in: world)
        var heard = try #require(try await page.change())
        _ = try await world.control([
            "command": "pay", "invoice": .string(code), "unconfirmed": true,
        ])
        let paid = try #require(try await page.change())
        #expect(paid != heard)
        for _ in 0..<2 {
            heard = paid
            _ = try await world.control([
                "command": "mine", "network": "litecoin", "blocks": 1,
            ])
            #expect(try await page.change() != heard)
        }
        _ = try await world.florin.json("invoice", "delete", code)
        #expect(try await page.change() != nil)
        // That was the last word: the line ends, and a new one is refused in a way that browsers
        // take for good.
        #expect(try await page.change() == nil)
        #expect(try await LiveStream.open(url).status == 204)
    }

    @Test func `a payment taken at the command line is told to the page`() async throws {
        let world = try await SandboxShop()
        let answer = try await world.client.create([
            "order_id": 1, "payment_currency_iso": "USD", "price": "10.00",
            "currencies": [["iso": "USDT", "network": 1]],
        ])
        let code = try #require(answer.json["data"]["id"].text)
        try await world.pay(.string(code), ["instead": "USDC"])
        let page = try await LiveStream.open("\(world.florin.url)/checkout/\(code)/events")
        _ = try await world.florin.json("invoice", "accept", code)
        #expect(try await page.change() != nil)
    }

    @Test func `a page that shows an older state is told at once`() async throws {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        let url = "\(world.florin.url)/checkout/\(code)/events"
        let html = try await PublicPage.get("/checkout/\(code)", of: world.florin).text
        let seen = try #require(html.firstMatch(of: /data-events="([^"]*)"/)?.1)
        #expect(seen.hasPrefix("/checkout/\(code)/events?seen="))
        try await world.pay(.string(code), ["unconfirmed": true])
        let page = try await LiveStream.open("\(world.florin.url)\(seen)")
        let version = try #require(try await page.change())
        let again = try await LiveStream.open(url, lastEventID: "0-0-")
        #expect(try await again.change() == version)
        // One that is current is told nothing before something changes.
        let current = try await LiveStream.open(url, lastEventID: version)
        _ = try await world.florin.json("invoice", "delete", code)
        let next = try #require(try await current.change())
        #expect(next != version)
    }

    @Test func `an unknown invoice has no events`() async throws {
        let world = try await SandboxShop()
        let url = "\(world.florin.url)/checkout/NOSUCHCODE/events"
        #expect(try await LiveStream.open(url).status == 404)
    }

    @Test func `one address has a limited number of pages, and another one still finds a place`()
        async throws
    {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        let url = "\(world.florin.url)/checkout/\(code)/events"
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 200
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration
        )
        do {
            var pages: [LiveStream] = []
            for _ in 0..<100 {
                let page = try await LiveStream.open(url, from: "8.8.8.8", by: client)
                #expect(page.status == 200)
                pages.append(page)
            }
            let refused = try await LiveStream.open(url, from: "8.8.8.8", by: client)
            #expect(refused.status == 503)
            #expect(refused.headers.first(name: "retry-after") == "15")
            let other = try await LiveStream.open(url, from: "9.9.9.9", by: client)
            #expect(other.status == 200)
            let inside = try await LiveStream.open(url, by: client)
            #expect(inside.status == 200)
            withExtendedLifetime(pages) {}
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }
}
