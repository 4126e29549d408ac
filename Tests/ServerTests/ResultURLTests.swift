import Foundation
import Rigs
import Testing

/// Shops that do not answer as they should, and what the others notice of it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ResultURLTests {
    private static let pay: JSONValue = [
        "command": "pay", "invoice": "1", "unconfirmed": true,
    ]

    /// A second merchant on the same server.
    private func merchant(
        _ name: String,
        _ shop: ShopServer,
        on world: SandboxShop
    ) async throws -> OkiPaysClient {
        let created = try await world.florin.json(
            "merchant",
            "create",
            "--name",
            name,
            "--result-url",
            shop.url
        )
        let client = try OkiPaysClient(url: world.florin.url, created: created)
        shop.trust(client.token, secret: client.secret)
        return client
    }

    /// How the first told event of an invoice stands.
    private func event(_ code: String, _ world: SandboxShop) async throws -> JSONValue {
        let shown = try await world.florin.json("invoice", "show", code)
        let told = shown["events"].elements.filter { $0["delivery"] != "quiet" }
        return told.first ?? .null
    }

    private func waitForAttempts(
        _ count: Int,
        at code: String,
        _ world: SandboxShop
    ) async throws -> JSONValue {
        try await Patience.wait(for: "attempt \(count)") {
            let event = try await event(code, world)
            return event["attempts"].integer ?? 0 >= count ? event : nil
        }
    }

    @Test(
        arguments: [
            .status("500 Internal Server Error"), .status("404 Not Found"), .closeEarly, .garbage,
            .huge(bytes: 1 << 20), .answer("done"), .answer("{\"status\":1}"), .other,
        ] as [ShopServer.Reply]
    )
    func `an answer that is none is tried again on the ladder until the shop is back`(
        reply: ShopServer.Reply
    ) async throws {
        let world = try await SandboxShop(reply)
        let code = try await world.open(1)
        let start = ContinuousClock.now
        _ = try await world.control(Self.pay)
        var event = try await waitForAttempts(1, at: code, world)
        #expect(event["delivery"] == "waiting")
        // Nothing is due before ten seconds are over; a machine under load may take as long.
        _ = try await world.control(["command": "clock", "seconds": 5])
        try await Patience.rest(.milliseconds(300))
        event = try await self.event(code, world)
        if ContinuousClock.now - start < .seconds(4) { #expect(event["attempts"] == 1) }
        _ = try await world.control(["command": "clock", "seconds": 6])
        _ = try await waitForAttempts(2, at: code, world)
        world.shop.answers(.done)
        _ = try await world.control(["command": "clock", "seconds": 11])
        event = try await Patience.wait(for: "the delivery") {
            let event = try await self.event(code, world)
            return event["delivery"] == "delivered" ? event : nil
        }
        #expect(event["attempts"].integer == world.shop.callbacks.count)
        #expect(world.shop.callbacks.count >= 3)
        #expect(Set(world.shop.callbacks.map(\.body)).count == 1)
        #expect(Set(world.shop.callbacks.map(\.eventNumber)).count == 1)
    }

    @Test func `a shop that never answers well is given up after 19 attempts`() async throws {
        let world = try await SandboxShop(.status("500 Internal Server Error"))
        let code = try await world.open(1)
        _ = try await world.control(Self.pay)
        let ladder = [(6, 10), (5, 1_800), (4, 7_200), (3, 43_200)]
        let waits = ladder.flatMap { Array(repeating: $0.1, count: $0.0) }
        for (attempt, seconds) in waits.enumerated() {
            _ = try await waitForAttempts(attempt + 1, at: code, world)
            _ = try await world.control([
                "command": "clock", "seconds": .number(Decimal(seconds + 1)),
            ])
        }
        let event = try await waitForAttempts(19, at: code, world)
        #expect(event["delivery"] == "abandoned")
        let number = world.shop.callbacks.first?.eventNumber
        #expect(world.shop.callbacks.count { $0.eventNumber == number } == 19)
    }

    @Test func `a shop that is down is noticed at once and told when it is back`() async throws {
        let world = try await SandboxShop()
        let port = try await FreePort.find()
        try await world.florin.json(
            "merchant",
            "set",
            "Shop",
            "--result-url",
            "http://127.0.0.1:\(port)/"
        )
        let code = try await world.open(1)
        let start = ContinuousClock.now
        _ = try await world.control(Self.pay)
        var event = try await waitForAttempts(1, at: code, world)
        #expect(ContinuousClock.now - start < .seconds(8))
        #expect(event["delivery"] == "waiting")
        // The address of a notification is kept with its bytes; the next one goes to the new one.
        try await world.florin.json(
            "merchant",
            "set",
            "Shop",
            "--result-url",
            world.shop.url
        )
        let second = try await world.open(2)
        _ = try await world.control(["command": "pay", "invoice": "2"])
        event = try await waitForAttempts(1, at: second, world)
        #expect(event["delivery"] == "delivered")
    }

    @Test func `a redirect is not followed`() async throws {
        let elsewhere = try await ShopServer.start()
        let world = try await SandboxShop(.redirect(to: elsewhere.url))
        let code = try await world.open(1)
        _ = try await world.control(Self.pay)
        let event = try await waitForAttempts(1, at: code, world)
        #expect(event["delivery"] == "waiting")
        #expect(elsewhere.callbacks.isEmpty)
    }

    @Test func `a silent shop is cut off after ten seconds and delays nobody else`() async throws {
        let world = try await SandboxShop(.silence)
        let silent = try await world.open(1)
        for order in 2...10 { try await world.open(order) }
        for order in 1...10 {
            _ = try await world.control([
                "command": "pay", "invoice": .string("\(order)"), "unconfirmed": true,
            ])
        }
        try await world.shop.callback("the silent shop's callback") { $0.statusID == 6 }
        let good = try await ShopServer.start()
        let client = try await merchant("Good", good, on: world)
        let start = ContinuousClock.now
        let answer = try await client.create(SandboxShop.order(77))
        let code = try #require(answer.json["data"]["id"].text)
        _ = try await world.control(["command": "pay", "invoice": .string(code)])
        try await good.callback("Paid at the good shop") { $0.statusID == 8 && $0.isSigned }
        #expect(ContinuousClock.now - start < .seconds(8))
        let event = try await waitForAttempts(1, at: silent, world)
        #expect(event["delivery"] == "waiting")
    }

    @Test func `the inside network is not called without leave`() async throws {
        let world = try await SandboxShop(environment: [:])
        let code = try await world.open(1)
        _ = try await world.control(Self.pay)
        let event = try await waitForAttempts(1, at: code, world)
        #expect(event["delivery"] == "waiting")
        #expect(world.shop.callbacks.isEmpty)
    }
}
