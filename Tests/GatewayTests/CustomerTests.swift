import Gateway
import Payments
import Storage
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CustomerTests {
    private static let both = [GatewayFixture.ltc, GatewayFixture.btc]

    private static func fixture() async throws -> (fixture: GatewayFixture, caller: Caller) {
        let fixture = try await GatewayFixture()
        return (fixture, try await fixture.caller(in: .onchainpay))
    }

    /// The address that an invoice of a customer asks for money at.
    private static func address(
        _ number: Int,
        for customer: String?,
        in coin: Coin = GatewayFixture.ltc,
        of fixture: GatewayFixture,
        _ caller: Caller
    ) async throws -> String? {
        let new = fixture.new(number, in: [coin]) { $0.payerReference = customer }
        return try await fixture.opened(new, by: caller).facts.choices.first?.address
    }

    @Test func `a customer's invoices share one address in each coin`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let first = try await Self.address(1, for: "anna", of: fixture, caller)
        #expect(try await Self.address(2, for: "anna", of: fixture, caller) == first)
        let other = try await Self.address(
            3,
            for: "anna",
            in: GatewayFixture.btc,
            of: fixture,
            caller
        )
        #expect(other != first)
        let again = try await Self.address(
            4,
            for: "anna",
            in: GatewayFixture.btc,
            of: fixture,
            caller
        )
        #expect(again == other)
    }

    @Test func `nobody else is given a customer's address`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let neighbour = try await fixture.caller(in: .onchainpay)
        let addresses = [
            try await Self.address(1, for: "anna", of: fixture, caller),
            try await Self.address(2, for: "Anna", of: fixture, caller),
            try await Self.address(3, for: nil, of: fixture, caller),
            try await Self.address(4, for: nil, of: fixture, caller),
            try await Self.address(5, for: "anna", of: fixture, neighbour),
        ]
        #expect(Set(addresses).count == 5)
    }

    @Test func `a coin the payer chooses comes to his address`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let first = try await Self.address(1, for: "anna", of: fixture, caller)
        let new = fixture.new(2, in: Self.both) { $0.payerReference = "anna" }
        let stored = try await fixture.opened(new, by: caller)
        let outcome = try await fixture.invoices.choose(
            GatewayFixture.ltc,
            for: stored.invoice.id
        )
        guard case .chosen(let chosen) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(chosen.facts.choices.map(\.address) == [first])
    }

    @Test func `an invoice makes its customer, with the mail it names`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let new = fixture.new {
            $0.payerReference = "anna"
            $0.payerEmail = "anna@example.org"
        }
        let stored = try await fixture.opened(new, by: caller)
        let merchant = caller.merchant.id
        let found = try #require(
            try await fixture.customers.customer(.reference("anna"), of: merchant)
        )
        #expect(found.customer.email == "anna@example.org")
        #expect(found.customer.id == stored.invoice.payer.customer)
        #expect(found.addresses.map(\.address.address) == stored.facts.choices.map(\.address))
    }

    @Test func `of 20 first invoices of a customer at once all share one address`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let addresses = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 1...20 {
                group.addTask {
                    try await Self.address(number, for: "anna", of: fixture, caller)
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(addresses.count == 1)
    }

    @Test func `what a shop leaves out stays as it was`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let first = try await fixture.customers.save(
            CustomerUpdate(reference: "anna", email: "a@b.c", depositURL: "http://shop.example"),
            by: caller
        ).customer
        try await fixture.advance(bySeconds: 5)
        let second = try await fixture.customers.save(
            CustomerUpdate(reference: "anna", name: "Anna"),
            by: caller
        ).customer
        #expect(second.id == first.id)
        #expect(second.email == "a@b.c")
        #expect(second.name == "Anna")
        #expect(second.depositURL == "http://shop.example")
        #expect(second.createdAt == first.createdAt)
        #expect(second.updatedAt == fixture.clock.now)
        try await fixture.advance(bySeconds: 5)
        let third = try await fixture.customers.save(
            CustomerUpdate(reference: "anna"),
            by: caller
        ).customer
        #expect(third == second)
    }

    @Test func `a customer may be given an address for every coin at once`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let update = CustomerUpdate(reference: "anna", issuesAddresses: true)
        let saved = try await fixture.customers.save(update, by: caller)
        #expect(Set(saved.addresses.map(\.coin)) == Set(Self.both))
        let again = try await fixture.customers.save(update, by: caller)
        #expect(again.addresses == saved.addresses)
    }

    @Test func `a renewed address is the one that later invoices show, the old one works on`()
        async throws
    {
        let (fixture, caller) = try await Self.fixture()
        let new = fixture.new(1) { $0.payerReference = "anna" }
        let old = try await fixture.opened(new, by: caller)
        let renewed = try await fixture.customers.address(
            for: .reference("anna"),
            in: GatewayFixture.ltc,
            isRenewed: true,
            by: caller
        )
        let next = try await Self.address(2, for: "anna", of: fixture, caller)
        #expect(next == renewed?.address.address)
        #expect(next != old.facts.choices.first?.address)
        try await fixture.pay(old)
        try await fixture.mine(6)
        #expect(try await fixture.standing(old).confirmed == .paid)
    }

    @Test func `a stranger's customer has no address here`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let neighbour = try await fixture.caller(in: .onchainpay)
        let saved = try await fixture.customers.save(
            CustomerUpdate(reference: "anna"),
            by: neighbour
        )
        for reference in [CustomerReference.reference("anna"), .id(saved.customer.id)] {
            let address = try await fixture.customers.address(
                for: reference,
                in: GatewayFixture.ltc,
                isRenewed: false,
                by: caller
            )
            #expect(address == nil)
            let found = try await fixture.customers.customer(reference, of: caller.merchant.id)
            #expect(found?.customer == nil)
        }
    }

    @Test func `what is confirmed at an address is its balance`() async throws {
        let (fixture, caller) = try await Self.fixture()
        let new = fixture.new { $0.payerReference = "anna" }
        let stored = try await fixture.opened(new, by: caller)
        let choice = try #require(stored.facts.choices.first)
        func balance() async throws -> UInt128? {
            try await fixture.customers.address(
                for: .reference("anna"),
                in: GatewayFixture.ltc,
                isRenewed: false,
                by: caller
            )?.received.units
        }
        try await fixture.pay(stored)
        try await fixture.pay(to: choice.address, units: 5)
        try await fixture.mine(5)
        #expect(try await balance() == 0)
        try await fixture.mine(1)
        #expect(try await balance() == choice.quote.due.units + 5)
    }
}
