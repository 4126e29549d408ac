import Chains
import Gateway
import Payments
import Storage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct InvoiceLifeTests {
    private static let confirmations = 6

    @Test func `an invoice is opened, paid in two halves, told about, and accepted`() async throws {
        let shop = try await ShopServer(.answer("ok"))
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller(resultURL: shop.url))
        #expect(await fixture.courier.deliverDue() == 0)

        try await fixture.pay(stored, thousandths: 500)
        try await fixture.look()
        #expect(try await fixture.standing(stored).seen == .partlyPaid)
        #expect(await fixture.courier.deliverDue() == 1)

        try await fixture.pay(stored, thousandths: 501)
        try await fixture.look()
        try await fixture.mine(Self.confirmations - 1)
        #expect(try await fixture.standing(stored).confirmed == .unpaid)
        shop.answers(.answer("done"))
        try await fixture.mine(1)
        #expect(try await fixture.standing(stored).confirmed == .overPaid)
        #expect(await fixture.courier.deliverDue() == 2)

        #expect(try await fixture.standing(stored).decision == .accepted)
        #expect(
            try await fixture.events(stored) == [
                .opened, .received, .received, .overPaid, .accepted,
            ]
        )
        #expect(await fixture.courier.deliverDue() == 0)
        let told = shop.requests.map { $0.body.split(separator: " ")[1] }
        #expect(told == ["received", "received", "overPaid"])
    }

    @Test func `a notification is signed by its key, numbered, and the same in every attempt`()
        async throws
    {
        let shop = try await ShopServer(.answer("no", status: "500 Oops"))
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller(resultURL: shop.url)
        let stored = try await fixture.open(by: caller)
        try await fixture.pay(stored)
        try await fixture.look()
        #expect(await fixture.courier.deliverDue() == 1)
        #expect(await fixture.courier.deliverDue() == 0)
        try await fixture.advance(bySeconds: 10)
        shop.answers(.answer("ok"))
        #expect(await fixture.courier.deliverDue() == 1)
        try await fixture.advance(bySeconds: 86_400)
        #expect(await fixture.courier.deliverDue() == 0)
        #expect(Set(shop.requests.map(\.body)).count == 1)
        let head = try #require(shop.requests.first?.head.lowercased())
        #expect(head.contains("x-key: \(caller.key.text)"))
        #expect(head.contains("x-secret: \(caller.secret.revealed())"))
        #expect(head.contains("x-florin-event: 2"))
    }

    @Test func `a merchant without a URL is told nothing, and nothing waits`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        try await fixture.pay(stored)
        try await fixture.look()
        #expect(await fixture.courier.deliverDue() == 1)
        #expect(try await fixture.gateway.store.read { try $0.nextDueAt() } == nil)
    }

    @Test func `an unpaid invoice expires when its network was read beyond the deadline`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        try await fixture.advance(bySeconds: GatewayFixture.secondsOpen)
        #expect(try await fixture.deadlines.step() == 0)
        try await fixture.advance(bySeconds: 1)
        #expect(try await fixture.deadlines.step() == 1)
        #expect(try await !fixture.standing(stored).isExpired)
        try await fixture.look()
        try await fixture.advance(bySeconds: 3)
        #expect(try await fixture.deadlines.step() == 1)
        #expect(try await fixture.standing(stored).hasRunOut)
        #expect(try await fixture.events(stored) == [.opened, .expired])
        #expect(try await fixture.deadlines.step() == 0)
    }

    @Test func `money that comes late is counted, and the invoice says so`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        try await fixture.advance(bySeconds: GatewayFixture.secondsOpen + 1)
        try await fixture.look()
        #expect(try await fixture.deadlines.step() == 1)
        try await fixture.pay(stored)
        try await fixture.mine(Self.confirmations)
        let standing = try await fixture.standing(stored)
        #expect(standing.confirmed == .paid)
        #expect(standing.hasLateMoney)
        #expect(!standing.isExpired)
    }

    @Test func `late money waits for a price and counts when there is one`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        fixture.clock.advance(bySeconds: GatewayFixture.secondsOpen + 700)
        try await fixture.pay(stored)
        try await fixture.mine(Self.confirmations)
        #expect(try await fixture.standing(stored).confirmed == .unpaid)
        try await fixture.refreshRates()
        _ = try await fixture.deadlines.step()
        #expect(try await fixture.standing(stored).confirmed == .paid)
    }

    @Test func `late money in the window counts at the old rate however late its price comes`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        fixture.clock.advance(bySeconds: GatewayFixture.secondsOpen + 700)
        try await fixture.pay(stored)
        try await fixture.mine(Self.confirmations)
        // The window of a day has passed when a price is known again.
        fixture.clock.advance(bySeconds: 86_400)
        try await fixture.refreshRates(litecoin: "87.42")
        _ = try await fixture.deadlines.step()
        let after = try #require(try await fixture.invoices.invoice(.id(stored.invoice.id)))
        #expect(after.facts.transfers.map(\.rating) == [.quoted])
    }

    @Test func `a payment that is replaced is lost`() async throws {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        let txid = try await fixture.pay(stored)
        try await fixture.look()
        try await fixture.chains[GatewayFixture.ltc.network]?.replace(txid: txid)
        try await fixture.look()
        let standing = try await fixture.standing(stored)
        #expect(standing.seen == .unpaid)
        #expect(standing.hasLostMoney)
        #expect(try await fixture.events(stored) == [.opened, .received, .lost])
    }

    @Test func `a payment whose block is reorganised away is restored by the next blocks`()
        async throws
    {
        let fixture = try await GatewayFixture()
        let stored = try await fixture.open(by: try await fixture.caller())
        try await fixture.pay(stored)
        try await fixture.mine(Self.confirmations)
        #expect(try await fixture.standing(stored).confirmed == .paid)
        try await fixture.chains[GatewayFixture.ltc.network]?
            .reorganise(depth: Self.confirmations)
        try await fixture.look()
        #expect(try await fixture.standing(stored).confirmed == .unpaid)
        try await fixture.mine(Self.confirmations)
        #expect(try await fixture.standing(stored).confirmed == .paid)
        #expect(try await fixture.events(stored) == [.opened, .paid, .reorganised, .restored])
    }

    @Test func `a slow shop does not delay another merchant's`() async throws {
        let slow = try await ShopServer(.silence)
        let quick = try await ShopServer(.answer("ok"))
        let fixture = try await GatewayFixture()
        let slowCaller = try await fixture.caller(resultURL: slow.url)
        let quickCaller = try await fixture.caller(resultURL: quick.url)
        for number in 1...6 {
            try await fixture.pay(try await fixture.open(number, by: slowCaller))
        }
        try await fixture.pay(try await fixture.open(1, by: quickCaller))
        try await fixture.look()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await fixture.courier.run() }
            let heard = await quick.nextRequest()
            #expect(heard?.body.hasPrefix("order-1 received") == true)
            group.cancelAll()
        }
        #expect(slow.requests.count <= WebhookCourier.underWayPerMerchantMax)
    }
}
