import Foundation
import Rigs
import Testing

/// The sandbox's prices and payments to addresses, by command and through the API.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SandboxRateTests {
    /// What an invoice in Litecoin asks for now.
    private func due(_ made: JSONValue, in world: SandboxShop) async throws -> String? {
        let invoice = try await world.invoice(made)
        return invoice["currencies"][0]["networks"][0]["amount"].text
    }

    private func set(_ arguments: String..., in world: SandboxShop) async throws -> String? {
        let outcome = try await FlorinCommand.run(
            ["sandbox", "rate", "LTC"] + arguments + ["--json", "--data", world.florin.data]
        )
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.json["ticker"] == "LTC")
        return outcome.json["dollars"].text
    }

    @Test func `a price is set, moved exactly, kept over a restart, and given back`() async throws {
        let florin = try await FlorinProcess.start(["--sandbox"])
        let set = try await florin.json("sandbox", "rate", "ltc", "87.41")
        #expect(set == ["ticker": "LTC", "dollars": "87.41"])
        let up = try await florin.json("sandbox", "rate", "LTC", "--percent", "2.1")
        #expect(up["dollars"] == "89.24561")
        let down = try await florin.json("sandbox", "rate", "LTC", "--percent=-2.1")
        #expect(down["dollars"] == "87.37145219")
        try await florin.kill()
        try await florin.restart()
        let again = try await florin.json("sandbox", "rate", "LTC", "--percent", "-0")
        #expect(again["dollars"] == "87.37145219")
        try await florin.json("sandbox", "rate", "LTC", "5")
        let market = try await florin.json("sandbox", "rate", "LTC", "--reset")
        let dollars = try #require(market["dollars"].text.flatMap { Decimal(string: $0) })
        // The catalogue's reference price, give or take the walk's two percent.
        #expect((83...87).contains(dollars))
        let words = try await florin.run("sandbox", "rate", "BTC", "60000.50")
        #expect(words.output == "1 BTC costs 60000.5 USD\n")
    }

    @Test func `what is no price or no asset is refused in words`() async throws {
        let florin = try await FlorinProcess.start(["--sandbox"])
        #expect(try await florin.run("sandbox", "rate", "LTC").status == 64)
        #expect(try await florin.run("sandbox", "rate", "LTC", "1", "--reset").status == 64)
        for bad in ["0", "1e3", "1,5", "0.0000000000000000001", "1000000000000"] {
            let outcome = try await florin.run("sandbox", "rate", "LTC", bad)
            #expect(outcome.status == 65)
            #expect(outcome.errors.hasPrefix("florin: a price is"))
        }
        for bad in ["-100", "x", "1.0000001"] {
            let outcome = try await florin.run("sandbox", "rate", "LTC", "--percent", bad)
            #expect(outcome.status == 65)
            #expect(outcome.errors.hasPrefix("florin: a percentage is"))
        }
        for unknown in ["USD", "GOLD"] {
            let outcome = try await florin.run("sandbox", "rate", unknown, "2")
            #expect(outcome.status == 65)
            #expect(outcome.errors.contains(unknown))
        }
    }

    @Test func `two percent of slippage make a new quote at 2.1 percent, not at 1.9 or at 2`()
        async throws
    {
        let world = try await SandboxShop()
        _ = try await set("87.41", in: world)
        let terms: [String: JSONValue] = ["amount": "30", "currencies": [["currency": "LTC"]]]
        let fixed = try await world.make(terms)
        let following = try await world.make(terms.merging(["slippagePercent": "2"]) { $1 })
        // The numbers are those of Docs/PRICING.md.
        #expect(try await due(following, in: world) == "0.34321016")
        for (percent, rate, due) in [
            ("1.9", "89.07079", "0.34321016"), ("-1.9", "85.74921", "0.34321016"),
            ("2", "89.1582", "0.34321016"), ("-2", "85.6618", "0.34321016"),
            ("2.1", "89.24561", "0.33615099"),
        ] {
            _ = try await set("87.41", in: world)
            #expect(try await set("--percent", percent, in: world) == rate)
            #expect(try await self.due(following, in: world) == due, "\(percent) %")
        }
        // Moved back, the rate is again more than 2 percent from that of the newer quote.
        _ = try await set("87.41", in: world)
        #expect(try await due(following, in: world) == "0.34321016")
        _ = try await set("--percent=-2.1", in: world)
        #expect(try await due(following, in: world) == "0.35057218")
        #expect(try await due(fixed, in: world) == "0.34321016")
        let rate = try await world.invoice(following)["rate"]
        #expect(rate == "85.57439000")
        // Once something was seen the quote stands.
        let code = try #require(following["id"].text)
        try await world.florin.json("sandbox", "pay", code, "--percent", "50", "--unconfirmed")
        _ = try await set("--percent", "30", in: world)
        #expect(try await due(following, in: world) == "0.35057218")
    }

    @Test func `a static address takes deposits in its own coin and in others of its network`()
        async throws
    {
        let world = try await SandboxShop()
        try await world.answer("personal-addresses/create-user", ["clientId": "ann"])
        let place = try await world.answer(
            "personal-addresses/get-user-address",
            ["clientId": "ann", "currency": "USDT", "network": "ethereum"]
        )
        let address = try #require(place["address"].text)
        let paid = try await world.florin.json(
            "sandbox",
            "deposit",
            address.lowercased(),
            "--amount",
            "12.5"
        )
        #expect(paid["currency"] == "USDT")
        #expect(paid["network"] == "ethereum")
        #expect(paid["amount"] == "12.5")
        #expect(paid["address"] == .string(address))
        #expect(paid["blocks"].integer ?? 0 > 0)
        let other = try await world.florin.json(
            "sandbox",
            "deposit",
            address,
            "--amount",
            "7",
            "--currency",
            "usdc",
            "--unconfirmed"
        )
        #expect(other["currency"] == "USDC")
        #expect(other["blocks"] == 0)
        let after = try await world.answer(
            "personal-addresses/get-user-address",
            ["clientId": "ann", "currency": "USDT", "network": "ethereum"]
        )
        #expect(after["balance"] == "12.5")
    }

    @Test func `an invoice's address takes another coin too, and an order is paid by its own id`()
        async throws
    {
        let world = try await SandboxShop()
        let made = try await world.make([
            "currencies": [["currency": "USDT", "networks": ["polygon"]]]
        ])
        let order = try #require(made["orderId"].text)
        let address = try #require(
            try await world.answer("order", ["orderId": .string(order)])["address"].text
        )
        let foreign = try await world.florin.run(
            "sandbox",
            "deposit",
            address,
            "--amount",
            "3",
            "--currency",
            "USDC"
        )
        #expect(foreign.output.hasPrefix("Paid 3 USDC on polygon to \(address) in "))
        #expect(try await world.invoice(made)["receivedAmount"] == "0")
        let paid = try await world.florin.json("sandbox", "pay", order.uppercased())
        #expect(paid["address"] == .string(address))
        #expect(paid["amount"] == "10")
        #expect(try await world.invoice(made)["receivedAmount"] == "10")
    }

    @Test func `a payment that no address or coin fits is refused in words`() async throws {
        let world = try await SandboxShop()
        let made = try await world.make([
            "currencies": [["currency": "LTC"]]
        ])
        let order = try await world.answer("order", ["orderId": made["orderId"]])
        let address = try #require(order["address"].text)
        // The second address of BIP84's own account, which is not one of ours.
        let foreign = "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g"
        for (arguments, words) in [
            ([foreign, "--amount", "1"], "not issued"),
            (["nonsense", "--amount", "1"], "not issued"),
            ([address, "--amount", "1", "--network", "bitcoin"], "not issued"),
            ([address, "--amount", "1", "--network", "gold"], "no such simulated network"),
            ([address, "--amount", "1", "--currency", "USDT"], "litecoin has no coin USDT"),
            ([address, "--amount", "0"], "the amount"),
            ([address, "--amount", "0.000000001"], "the amount"),
        ] {
            let outcome = try await FlorinCommand.run(
                ["sandbox", "deposit"] + arguments + ["--data", world.florin.data]
            )
            #expect(outcome.status == 65, "\(arguments)")
            #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        }
        #expect(try await world.florin.run("sandbox", "deposit", address).status == 64)
    }
}
