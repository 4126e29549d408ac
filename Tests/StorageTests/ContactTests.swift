import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct ContactTests {
    private static func contact(
        _ id: String,
        on list: Contact.List = .book,
        for customer: CustomerID? = nil,
        address: String = "foreign"
    ) -> Contact {
        Contact(
            id: ContactID(id),
            merchant: StoreFixture.merchant,
            list: list,
            customer: customer,
            ticker: "LTC",
            networks: [StoreFixture.network, NetworkID("other")],
            address: address,
            tag: "7",
            name: "Ben",
            comment: "pays late",
            createdAt: StoreFixture.start
        )
    }

    private static func listed(
        _ list: Contact.List = .book,
        of merchant: MerchantID = StoreFixture.merchant,
        in fixture: StoreFixture
    ) async throws -> [String] {
        try await fixture.store.read {
            try $0.contacts(on: list, of: merchant, limit: 10).map(\.id.text)
        }
    }

    @Test func `a contact is read back as it was added, on its own list`() async throws {
        let fixture = try await StoreFixture()
        let booked = Self.contact("a")
        let trusted = Self.contact("b", on: .trusted, for: StoreFixture.customer)
        let found = try await fixture.store.write { transaction in
            _ = try transaction.add(StoreFixture.customer())
            try transaction.add(booked)
            try transaction.add(trusted)
            return [try transaction.contact(booked.id), try transaction.contact(trusted.id)]
        }
        #expect(found == [booked, trusted])
        #expect(try await Self.listed(in: fixture) == ["a"])
        #expect(try await Self.listed(.trusted, in: fixture) == ["b"])
        #expect(try await Self.listed(of: StoreFixture.neighbour, in: fixture).isEmpty)
    }

    @Test func `a removed contact is off its list and known until it is forgotten`() async throws {
        let fixture = try await StoreFixture()
        let removal = StoreFixture.start.advanced(bySeconds: 5)
        try await fixture.store.write { transaction in
            for id in ["a", "b"] { try transaction.add(Self.contact(id)) }
            try transaction.remove(ContactID("a"), at: removal)
            try transaction.update(ContactID("a"), name: "Bob", comment: nil)
            try transaction.update(ContactID("b"), name: "Bob", comment: nil)
        }
        #expect(try await Self.listed(in: fixture) == ["b"])
        func names(_ now: Instant) async throws -> [String?] {
            try await fixture.store.write { transaction in
                try transaction.forgetContacts(of: StoreFixture.merchant, removedBefore: now)
                return try ["a", "b"].map { try transaction.contact(ContactID($0))?.name }
            }
        }
        #expect(try await names(removal) == ["Ben", "Bob"])
        #expect(try await names(removal.advanced(bySeconds: 1)) == [nil, "Bob"])
    }

    @Test func `contacts are counted and found by their address`() async throws {
        let fixture = try await StoreFixture()
        let (count, found) = try await fixture.store.write { transaction in
            try transaction.add(Self.contact("a"))
            try transaction.add(Self.contact("b", address: "other"))
            return (
                try transaction.countContacts(on: .book, of: StoreFixture.merchant),
                try transaction.contacts(
                    on: .book,
                    of: StoreFixture.merchant,
                    address: "other",
                    limit: 10
                )
            )
        }
        #expect(count == 2)
        #expect(found.map(\.id.text) == ["b"])
    }
}
