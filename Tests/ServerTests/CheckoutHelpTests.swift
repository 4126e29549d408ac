import AsyncHTTPClient
import Foundation
import NIOCore
import Rigs
import Testing

/// What a payer is told who pastes the hash of his transaction, in the sandbox.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CheckoutHelpTests {
    private static let stranger = String(repeating: "9f3e2d1c", count: 8)

    private static func page(_ code: String, of world: SandboxShop) -> PayerPage {
        PayerPage(url: world.florin.url, code: code)
    }

    @Test func `pending, partial, mined, double-spent, nobody's and unknown`() async throws {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        let page = Self.page(code, of: world)
        let half = try await world.pay(
            .string(code),
            ["percent": "40", "unconfirmed": true]
        )
        let txid = try #require(half["txid"].text)
        let network = try #require(half["network"].text)
        try await page.says(.seen, of: txid.uppercased(), in: world.florin)
        _ = try await world.control([
            "command": "mine", "network": .string(network), "blocks": 6,
        ])
        try await page.waits(for: .arrived, of: txid, in: world.florin)

        let rest = try await world.pay(
            .string(code),
            ["percent": "60", "unconfirmed": true]
        )
        let lost = try #require(rest["txid"].text)
        let answer = try await world.control([
            "command": "replace", "network": .string(network), "txid": .string(lost),
        ])
        let other = try #require(answer?["txid"].text, "\(String(describing: answer))")
        try await page.says(.gone, of: "https://litecoinspace.org/tx/\(lost)", in: world.florin)
        try await page.says(.notThisInvoice, of: other, in: world.florin)
        try await page.says(.unknown, of: Self.stranger, in: world.florin)
        // What was double-spent does not count, and the page still asks for the rest.
        let shown = try await world.florin.json("invoice", "show", code)
        #expect(shown["confirmed"] == "partlyPaid")
    }

    @Test func `another invoice's payment is not this one's, and nothing of the other is told`()
        async throws
    {
        let world = try await SandboxShop()
        let (mine, other) = (try await world.open(1), try await world.open(2))
        let paid = try await world.pay(.string(other))
        let txid = try #require(paid["txid"].text)
        let page = Self.page(mine, of: world)
        let shown = try await page.says(.notThisInvoice, of: txid, in: world.florin)
        let address = try #require(paid["address"].text)
        for secret in [other, address] { #expect(!shown.text.contains(secret)) }
        try await Self.page(other, of: world).says(.arrived, of: txid, in: world.florin)
        // On an invoice in another coin it is on the wrong network.
        let third = try await world.client.create([
            "order_id": 3, "payment_currency_iso": "USD", "price": "10.00",
            "currencies": [["iso": "USDT", "network": 1]],
        ])
        let code = try #require(third.json["data"]["id"].text)
        try await Self.page(code, of: world).says(.wrongNetwork, of: txid, in: world.florin)
    }

    @Test func `what is no hash is said to be none, and comes back nowhere`() async throws {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        let page = Self.page(code, of: world)
        for text in ["", "<script>alert(1)</script>", "0x12", String(repeating: "a", count: 63)] {
            let answer = try await page.ask(text)
            #expect(answer.location == "/checkout/\(code)?help=malformed#help")
            #expect(answer.status == 200)
            #expect(answer.text.contains(PayerPage.Words.malformed.rawValue))
            if !text.isEmpty { #expect(!answer.text.contains(text)) }
        }
        let spoken = try await page.ask(Self.stranger, "&lang=de")
        #expect(spoken.location == "/checkout/\(code)?lang=de#help")
        let odd = try await page.ask("no", "&lang=de%0d%0aX-Evil:1")
        #expect(odd.location == "/checkout/\(code)?help=malformed#help")
        let strange = try await page.show("?help=%3Cb%3E")
        #expect(strange.status == 200)
        #expect(!strange.text.contains("<b>"))
        #expect(!strange.text.contains("role=\"alert\""))
        #expect(try await page.ask(String(repeating: "a", count: 5_000)).status == 413)
        let nobody = PayerPage(url: world.florin.url, code: "AAAAAAAA")
        #expect(try await nobody.ask(Self.stranger).status == 404)
    }

    @Test func `there is an end to the questions on an invoice and to those of a client`()
        async throws
    {
        let world = try await SandboxShop()
        let page = Self.page(try await world.open(1), of: world)
        func hash(_ number: Int) -> String {
            String(format: "%064x", number)
        }
        for number in 0..<20 {
            let answer = try await page.ask(hash(number), from: "192.0.2.\(number)")
            #expect(answer.location?.contains("help=") == false)
        }
        let more = try await page.ask(hash(20), from: "192.0.2.99")
        #expect(more.location?.contains("?help=too-many#help") == true)
        #expect(more.text.contains(PayerPage.Words.tooMany.rawValue))
        var answers: [String?] = []
        for _ in 0..<31 {
            answers.append(try await page.ask(hash(1), from: "192.0.2.200").location)
        }
        #expect(answers[29]?.contains("help=") == false)
        #expect(answers[30]?.contains("?help=later#help") == true)
        #expect(try await page.ask(hash(1), from: "192.0.2.201").location?.contains("?") == false)
    }

    @Test func `an open page is told when there is an answer`() async throws {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        let page = Self.page(code, of: world)
        let request = HTTPClientRequest(url: "\(world.florin.url)/checkout/\(code)/events")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(40))
        _ = try await page.ask(Self.stranger)
        var heard = ""
        for try await part in response.body {
            heard += String(buffer: part)
            // Once for the question and once for the answer, unless both came together.
            if heard.contains("event: standing") { break }
        }
        #expect(heard.contains("event: standing"))
        try await page.waits(for: .unknown, of: Self.stranger, in: world.florin)
    }

    @Test func `a question outlives the server`() async throws {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        let page = Self.page(code, of: world)
        _ = try await page.ask(Self.stranger)
        try await world.florin.kill()
        try await world.florin.restart()
        try await page.waits(for: .unknown, of: Self.stranger, in: world.florin)
    }
}
