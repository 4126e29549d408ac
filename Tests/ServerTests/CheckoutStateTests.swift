import Foundation
import Payments
import Rigs
import Testing

/// Every state of the payer's page, looked at in a real browser.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CheckoutStateTests {
    private let world: SandboxShop
    private let browser: Browser

    init() async throws {
        world = try await SandboxShop()
        browser = try await Browser.start()
    }

    private func holds(_ name: String, _ code: String, _ status: String) async throws {
        try await browser.open("\(world.florin.url)/checkout/\(code)")
        try await browser.finds("main[data-status=\(status)]")
        try await PageInspection(browser: browser).holds("checkout-\(name)")
    }

    @Test func `while time runs every state is sound in light and dark, wide and narrow`()
        async throws
    {
        try await holds("choose", try await world.openForAllCoins(1), "choose")
        let unpaid = try await world.open(2)
        try await holds("pay", unpaid, "pay")
        let part = try await world.open(3)
        try await world.pay(.string(part), ["percent": "40"])
        try await holds("partly", part, "pay")
        let seen = try await world.open(4)
        try await world.pay(.string(seen), ["unconfirmed": true])
        try await holds("confirming", seen, "confirming")
        let more = try await world.open(5)
        try await world.pay(.string(more), ["percent": "150"])
        try await holds("overpaid", more, "paid")
        let made = try await world.client.create(
            SandboxShop.order(6).merging(["currencies": [["iso": "USDT", "network": 1]]]) { $1 }
        )
        let foreign = try #require(made.json["data"]["id"].text)
        try await world.pay(.string(foreign), ["instead": "USDC"])
        try await holds("foreign", foreign, "pay")
    }

    @Test func `every end is sound in light and dark, wide and narrow`() async throws {
        let paid = try await world.openForAllCoins(
            1,
            ["redirect_url": "https://shop.example/thanks", "description": "Green tea, 500 g"]
        )
        try await world.pay(.string(paid), ["network": "litecoin", "currency": "LTC"])
        try await holds("paid", paid, "paid")
        let listed = try await world.florin.json("merchant", "show", "Shop")
        let merchant = try #require(listed["merchant"]["id"].text)
        let visitor = try await CabinetVisitor.enter(world.florin)
        let cancelled = try await world.open(2)
        let answer = try await visitor.post(
            "/cabinet/m/\(merchant)/invoices/\(cancelled)/cancel"
        )
        #expect(answer.status == 200)
        try await holds("cancelled", cancelled, "ended")
        let codes = try await (world.open(3), world.open(4), world.open(5))
        try await world.pay(.string(codes.1), ["percent": "40"])
        try await world.pass(minutes: 180)
        try await world.stands(4, 7)
        try await holds("expired", codes.0, "ended")
        try await holds("expired-part", codes.1, "ended")
        // More than was due, since the price may have moved by then.
        try await world.pay(.string(codes.2), ["late": true, "percent": "150"])
        try await holds("late", codes.2, "paid")
    }
}
