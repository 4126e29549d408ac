import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct CustomerTests {
    private static func add(_ customer: Customer, in fixture: StoreFixture) async throws -> Bool {
        try await fixture.store.write { try $0.add(customer) }
    }

    private static func active(
        for customer: CustomerID?,
        in fixture: StoreFixture
    ) async throws -> StaticAddress? {
        try await fixture.store.read {
            try $0.activeStaticAddress(
                for: customer,
                of: StoreFixture.merchant,
                in: StoreFixture.coin
            )
        }
    }

    @Test func `a customer is found by both of his ids, as he was told of`() async throws {
        let fixture = try await StoreFixture()
        let customer = StoreFixture.customer()
        #expect(try await Self.add(customer, in: fixture))
        let found = try await fixture.store.read { transaction in
            [
                try transaction.customer(customer.id),
                try transaction.customer("anna", of: StoreFixture.merchant),
            ]
        }
        #expect(found == [customer, customer])
        let stranger = try await fixture.store.read {
            try $0.customer("anna", of: StoreFixture.neighbour)
        }
        #expect(stranger == nil)
    }

    @Test func `a reference names one customer of a merchant`() async throws {
        let fixture = try await StoreFixture()
        #expect(try await Self.add(StoreFixture.customer(), in: fixture))
        let second = StoreFixture.customer(CustomerID("2"))
        #expect(try await !Self.add(second, in: fixture))
        let elsewhere = StoreFixture.customer(CustomerID("3"), of: StoreFixture.neighbour)
        #expect(try await Self.add(elsewhere, in: fixture))
    }

    @Test func `what is rewritten of a customer is what may change`() async throws {
        let fixture = try await StoreFixture()
        var customer = StoreFixture.customer()
        #expect(try await Self.add(customer, in: fixture))
        customer.email = nil
        customer.name = "Ann"
        customer.depositURL = "http://shop.example/new"
        customer.updatedAt = StoreFixture.deadline
        let changed = customer
        let found = try await fixture.store.write { transaction in
            try transaction.update(changed)
            return try transaction.customer(changed.id)
        }
        #expect(found == changed)
    }

    @Test func `a static address is found by id, and as the one to show`() async throws {
        let fixture = try await StoreFixture()
        let address = try await fixture.issueShared()
        #expect(try await fixture.store.read { try $0.staticAddress(address.id) } == address)
        #expect(try await Self.active(for: StoreFixture.customer, in: fixture) == address)
    }

    @Test func `a renewed address takes the place of the former, which stays watched`()
        async throws
    {
        let fixture = try await StoreFixture()
        try await fixture.issueShared("static-1", text: "old")
        let renewed = try await fixture.issueShared("static-2", text: "new")
        #expect(try await Self.active(for: StoreFixture.customer, in: fixture) == renewed)
        let all = try await fixture.store.read {
            try $0.staticAddresses(
                for: StoreFixture.customer,
                of: StoreFixture.merchant,
                limit: 10
            )
        }
        #expect(all.map(\.address) == ["old", "new"])
        #expect(all.map(\.isActive) == [false, true])
        let watched = try await fixture.store.read {
            try $0.watched(on: StoreFixture.network, after: 0, limit: 10)
        }
        #expect(watched.map(\.matchBytes) == [Array("old".utf8), Array("new".utf8)])
        var chain = ScriptedChain()
        chain.pay(to: "old", 5)
        try await fixture.follow(chain)
        #expect(try await fixture.deposits().map(\.address.address) == ["old"])
    }

    @Test func `the merchant's own address is nobody's, and of nobody's only one is shown`()
        async throws
    {
        let fixture = try await StoreFixture()
        try await fixture.issueShared("static-1", text: "anna's")
        try await fixture.issueShared("static-2", text: "own", for: nil)
        let next = try await fixture.issueShared("static-3", text: "own again", for: nil)
        #expect(try await Self.active(for: nil, in: fixture) == next)
        let customers = try await Self.active(for: StoreFixture.customer, in: fixture)
        #expect(customers?.address == "anna's")
        let own = try await fixture.store.read {
            try $0.staticAddresses(for: nil, of: StoreFixture.merchant, limit: 10)
        }
        #expect(own.map(\.address) == ["own", "own again"])
    }

    @Test func `another coin has an address of its own to show`() async throws {
        let fixture = try await StoreFixture()
        try await fixture.issueShared()
        let found = try await fixture.store.read {
            try $0.activeStaticAddress(
                for: StoreFixture.customer,
                of: StoreFixture.merchant,
                in: Coin(StoreFixture.asset, on: NetworkID("other"))
            )
        }
        #expect(found == nil)
    }

    @Test func `a note is kept with an address and can be taken away`() async throws {
        let fixture = try await StoreFixture()
        let id = try await fixture.issueShared().id
        for note in ["for rent", nil] {
            let found = try await fixture.store.write { transaction in
                try transaction.annotate(id, with: note)
                return try transaction.staticAddress(id)
            }
            #expect(found?.note == note)
        }
    }
}
