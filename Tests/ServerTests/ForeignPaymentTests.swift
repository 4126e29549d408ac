import AsyncHTTPClient
import Foundation
import NIOCore
import Rigs
import Testing

/// Payments in another coin than was asked for, through both APIs, in the sandbox.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ForeignPaymentTests {
    private static let tether: JSONValue = [
        ["currency": "USDT", "networks": [["name": "ethereum"]]]
    ]

    private func order(_ id: Int) -> [String: JSONValue] {
        [
            "order_id": .number(Decimal(id)), "payment_currency_iso": "USD", "price": "10.00",
            "currencies": [["iso": "USDT", "network": 1]],
        ]
    }

    private func text(_ path: String, in world: SandboxShop) async throws -> String {
        let request = HTTPClientRequest(url: "\(world.florin.url)\(path)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return String(buffer: try await response.body.collect(upTo: 1 << 20))
    }

    private func accept(
        _ invoice: String,
        _ more: [String] = [],
        in world: SandboxShop
    ) async throws -> FlorinCommand.Outcome {
        try await FlorinCommand.run(
            ["invoice", "accept", invoice, "--json", "--data", world.florin.data] + more
        )
    }

    @Test func `what is held counts once the merchant takes it, and Paid is told`() async throws {
        let world = try await SandboxShop()
        let made = try await world.client.create(order(1))
        let code = try #require(made.json["data"]["id"].text)
        let paid = try await world.pay(.string(code), ["instead": "USDC"])
        #expect(paid["currency"] == "USDC")
        #expect(paid["invoice"]["status_id"] == 0)
        let page = try await text("/checkout/\(code)", in: world)
        #expect(page.contains("This is another coin: <bdi>USDT</bdi> was asked for."))
        #expect(page.contains("the shop decides whether it counts"))

        let told = try await world.florin.json("invoice", "show", code)
        #expect(told["confirmed"] == "unpaid")
        #expect(told["transfers"][0]["counts"].text?.hasPrefix("not: another coin") == true)
        let held = try await world.florin.json("invoice", "held")["held"].elements
        #expect(held.map { $0["invoice"] } == [told["id"]])
        #expect(held.map { $0["coin"] } == ["USDC"])
        let taken = try await accept(code, in: world)
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.json["txids"][0] == paid["txid"])
        try await world.stands(1, 2)
        // Once more there is nothing to take.
        #expect(try await accept(code, in: world).status == 65)
        let after = try await world.florin.json("invoice", "show", code)
        #expect(after["confirmed"] == "paid")
        #expect(try await world.florin.json("invoice", "held")["held"].elements.isEmpty)
        #expect(after["transfers"][0]["counts"] == "at the rate it was taken at, 1")
    }

    @Test func `the right coin on a sibling network is held, listed as an orphan, and taken`()
        async throws
    {
        let world = try await SandboxShop()
        let made = try await world.make(["currencies": Self.tether])
        let paid = try await world.pay(made["id"], ["instead": "USDT:bsc"])
        #expect(paid["network"] == "bsc")
        #expect(paid["blocks"] == 15)
        try await world.stands(made, "INIT")
        let orphans = try await world.answer("orphan-deposits/get-deposits", [:])
        #expect(orphans.elements.map { $0["network"] } == ["bsc"])
        #expect(orphans.elements.map { $0["status"] } == ["PROCESSED"])
        let id = try #require(made["id"].text)
        #expect(try await accept(id, ["--txid", "00"], in: world).status == 65)
        let txid = try #require(paid["txid"].text)
        #expect(try await accept(id, ["--txid", txid], in: world).status == 0)
        try await world.told(made["id"], "PROCESSED", received: "10")
        try await world.stands(made, "PROCESSED")
        #expect(try await world.answer("orphan-deposits/get-deposits", [:]).elements.isEmpty)
        try await world.expectGenuine(made["id"])
    }

    @Test func `the merchant's policy takes it at once, or ignores it`() async throws {
        let world = try await SandboxShop()
        try await world.florin.json("merchant", "set", "Shop", "--foreign", "accept")
        let taken = try await world.make(["currencies": Self.tether])
        // Ether counts by its price; 18 decimals become the six of the coin.
        let half = try await world.pay(taken["id"], ["instead": "ETH", "percent": "50"])
        #expect(half["currency"] == "ETH")
        try await world.told(taken["id"], "PENDING")
        try await world.pay(taken["id"], ["instead": "USDC:polygon", "percent": "51"])
        try await world.told(taken["id"], "OVERPAID")

        let shown = try await world.florin.json("merchant", "set", "Shop", "--foreign", "ignore")
        #expect(shown["merchant"]["foreignPayments"] == "ignore")
        let ignored = try await world.make(["currencies": Self.tether])
        try await world.pay(ignored["id"], ["instead": "USDC"])
        try await world.stands(ignored, "INIT")
        let words = try await world.florin.run("merchant", "set", "Shop", "--foreign", "maybe")
        #expect(words.status == 64)
    }

    @Test func `one key gives every EVM network other addresses`() async throws {
        let world = try await SandboxShop()
        var addresses: Set<String> = []
        for network in ["ethereum", "bsc", "polygon", "bsc", "ethereum"] {
            let coin: JSONValue = [["currency": "USDT", "networks": [["name": .string(network)]]]]
            let made = try await world.make(["currencies": coin])
            let order = try await world.answer("order", ["orderId": made["orderId"]])
            addresses.insert(try #require(order["address"].text))
        }
        #expect(addresses.count == 5)
    }

    @Test func `every coin of the catalogue pays an invoice, and its sum is shown`() async throws {
        let world = try await SandboxShop()
        let made = try await world.make(["includeFee": true, "insurancePercent": "1"])
        let id = try #require(made["id"].text)
        let code = try #require(try await world.florin.json("invoice", "show", id)["code"].text)
        let document = try await text("/checkout/\(code)/quote.json", in: world)
        let sums = try JSONDecoder().decode(JSONValue.self, from: Data(document.utf8))
        let offers = sums["offers"].elements
        #expect(offers.count >= 13)
        for offer in offers {
            let sum = try offer["parts"].elements.reduce(Decimal(0)) { sum, part in
                sum + (try #require(part["amount"].text.flatMap { Decimal(string: $0) }))
            }
            #expect(sum == offer["due"].text.flatMap { Decimal(string: $0) }, "\(offer)")
            #expect(offer["networkFee"]["parts"].elements.count >= 1)
            let coin = try #require(offer["coin"].text)
            let network = try #require(offer["network"].text)
            let one = try await world.make(["includeFee": true])
            let paid = try await world.pay(
                one["id"],
                ["currency": .string(coin), "network": .string(network)]
            )
            #expect(paid["invoice"]["status"] == "PROCESSED", "\(coin) on \(network)")
        }
    }
}
