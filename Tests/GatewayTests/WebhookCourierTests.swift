import Gateway
import Payments
import Storage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WebhookCourierTests {
    private static func customer(
        depositURL: String?,
        of fixture: GatewayFixture,
        _ caller: Caller
    ) async throws -> String {
        let update = CustomerUpdate(reference: "anna", depositURL: depositURL)
        _ = try await fixture.customers.save(update, by: caller)
        let address = try await fixture.customers.address(
            for: .reference("anna"),
            in: GatewayFixture.ltc,
            isRenewed: false,
            by: caller
        )
        return try #require(address?.address.address)
    }

    @Test func `a deposit is told at the customer's URL, pending and processed`() async throws {
        let shop = try await ShopServer(.answer("ok"))
        let results = try await ShopServer(.answer("ok"))
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller(resultURL: results.url, in: .onchainpay)
        let address = try await Self.customer(depositURL: shop.url, of: fixture, caller)
        try await fixture.pay(to: address, units: 500)
        try await fixture.look()
        #expect(await fixture.courier.deliverDue() == 1)
        try await fixture.mine(6)
        #expect(await fixture.courier.deliverDue() == 1)
        #expect(
            shop.requests.map(\.body) == ["anna pending 0.000005", "anna processed 0.000005"]
        )
        let head = try #require(shop.requests.first?.head.lowercased())
        #expect(head.contains("x-key: \(caller.key.text.lowercased())"))
        #expect(head.contains("x-florin-event: 1"))
        #expect(results.requests.isEmpty)
    }

    @Test func `a deposit of a customer without a URL is told to nobody, and nothing waits`()
        async throws
    {
        let results = try await ShopServer(.answer("ok"))
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller(resultURL: results.url, in: .onchainpay)
        let address = try await Self.customer(depositURL: nil, of: fixture, caller)
        try await fixture.pay(to: address, units: 500)
        try await fixture.look()
        _ = await fixture.courier.deliverDue()
        #expect(results.requests.isEmpty)
        #expect(try await fixture.gateway.store.read { try $0.nextDueAt() } == nil)
        let events = try await fixture.gateway.store.read {
            try $0.events(of: caller.merchant.id, after: 0, limit: 10)
        }
        #expect(events.map(\.word) == ["deposit.pending"])
        #expect(events.map(\.state) == [.quiet])
    }

    @Test func `money for an invoice at a customer's address is told at the invoice's URL`()
        async throws
    {
        let deposits = try await ShopServer(.answer("ok"))
        let shop = try await ShopServer(.answer("ok"))
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller(in: .onchainpay)
        _ = try await Self.customer(depositURL: deposits.url, of: fixture, caller)
        let new = fixture.new {
            $0.payerReference = "anna"
            $0.webhooks = Invoice.Webhooks(all: shop.url)
        }
        try await fixture.pay(try await fixture.opened(new, by: caller))
        try await fixture.look()
        #expect(await fixture.courier.deliverDue() == 1)
        #expect(shop.requests.map(\.body) == ["order-1 received \(fixture.clock.now.seconds)"])
        #expect(deposits.requests.isEmpty)
    }

    @Test func `the attempt is kept with the key that signed it and what the shop said`()
        async throws
    {
        let shop = try await ShopServer(.answer("no, thank you", status: "418 Teapot"))
        let fixture = try await GatewayFixture()
        let caller = try await fixture.caller(in: .onchainpay)
        let address = try await Self.customer(depositURL: shop.url, of: fixture, caller)
        try await fixture.pay(to: address, units: 500)
        try await fixture.look()
        #expect(await fixture.courier.deliverDue() == 1)
        let (event, attempt) = try await fixture.gateway.store.read { transaction in
            let event = try transaction.events(of: caller.merchant.id, after: 0, limit: 1).first
            return (event, try event.flatMap { try transaction.lastAttempt(of: $0) })
        }
        #expect(event?.webhook != nil)
        #expect(event?.url == shop.url)
        #expect(event?.body == Array("anna pending 0.000005".utf8))
        #expect(attempt?.httpStatus == 418)
        #expect(attempt?.answerBody == "no, thank you")
        #expect(attempt?.key == caller.key)
    }

    /// The first courier is held up by another shop between the moment it read the event and the
    /// moment it makes the bytes.
    @Test func `of two processes one makes the bytes, and the other sends nothing of its own`()
        async throws
    {
        let slow = try await ShopServer(.silence)
        let shop = try await ShopServer(.answer("no", status: "500 Oops"))
        let fixture = try await GatewayFixture()
        for (number, server) in [(1, slow), (2, shop)] {
            let caller = try await fixture.caller(resultURL: server.url)
            try await fixture.pay(try await fixture.open(number, by: caller))
            try await fixture.look()
            try await fixture.advance(bySeconds: 1)
        }
        let first = GatewayFixture.courier(of: fixture.gateway, secondsMax: 30)
        let second = GatewayFixture.courier(of: fixture.gateway)
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { await first.deliverDue() }
            _ = await slow.nextRequest()
            slow.answers(.answer("ok"))
            try await fixture.advance(bySeconds: 1)
            #expect(await second.deliverDue() == 2)
            #expect(shop.requests.count == 1)
            slow.hangUp()
            #expect(try await group.next() == 2)
        }
        #expect(shop.requests.count == 1)
        try await fixture.advance(bySeconds: 3_600)
        shop.answers(.answer("ok"))
        #expect(await first.deliverDue() == 1)
        #expect(Set(shop.requests.map(\.body)).count == 1)
        #expect(shop.requests.count == 2)
    }
}
