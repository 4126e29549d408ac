import GRDB
import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct KeyTermsTests {
    private static let id = StoreFixture.keyID(of: StoreFixture.merchant)

    private static func terms() throws -> KeyTerms {
        KeyTerms(
            name: "web shop",
            allowedAddresses: [
                try #require(AddressBlock("198.51.100.0/24")),
                try #require(AddressBlock("2001:db8::1")),
            ],
            permission: .readOnly
        )
    }

    @Test func `a key keeps its terms, and is accepted everywhere before it has any`() async throws
    {
        let fixture = try await StoreFixture()
        let before = try await fixture.store.read { try $0.apiKey(Self.id) }
        #expect(before?.terms == KeyTerms())
        let terms = try Self.terms()
        let isSet = try await fixture.store.write {
            try $0.set(terms, of: Self.id, of: StoreFixture.merchant)
        }
        #expect(isSet)
        let after = try await fixture.store.read { try $0.apiKey(Self.id) }
        #expect(after?.terms == terms)
    }

    @Test func `another merchant's key and a revoked one keep what they have`() async throws {
        let fixture = try await StoreFixture()
        let terms = try Self.terms()
        let foreign = try await fixture.store.write {
            try $0.set(terms, of: Self.id, of: StoreFixture.neighbour)
        }
        #expect(!foreign)
        let revoked = try await fixture.store.write { transaction in
            _ = try transaction.revoke(Self.id, of: StoreFixture.merchant, at: StoreFixture.start)
            return try transaction.set(terms, of: Self.id, of: StoreFixture.merchant)
        }
        #expect(!revoked)
        #expect(try await fixture.store.read { try $0.apiKey(Self.id) }?.terms == KeyTerms())
    }

    @Test func `a restriction that cannot be read makes the key unreadable, not free`()
        async throws
    {
        let fixture = try await StoreFixture()
        try fixture.raw { database in
            try database.execute(sql: "UPDATE api_keys SET allowed_addresses = 'nonsense'")
        }
        await #expect(throws: StorageError.self) {
            try await fixture.store.read { try $0.apiKey(Self.id) }
        }
    }

    @Test func `a form makes one key of a merchant`() async throws {
        let fixture = try await StoreFixture()
        @Sendable func key(_ id: String, of merchant: MerchantID) -> APIKeyRecord {
            APIKeyRecord(
                id: APIKeyID(id),
                merchant: merchant,
                dialect: .okipays,
                sealedSecret: [1],
                createdAt: StoreFixture.start,
                form: "form-1"
            )
        }
        try await fixture.store.write { transaction in
            try transaction.add(key("a", of: StoreFixture.merchant))
            try transaction.add(key("b", of: StoreFixture.neighbour))
        }
        let found = try await fixture.store.read {
            try $0.apiKey(madeWith: "form-1", of: StoreFixture.neighbour)
        }
        #expect(found?.id == APIKeyID("b"))
        await #expect(throws: StorageError.self) {
            try await fixture.store.write { try $0.add(key("c", of: StoreFixture.merchant)) }
        }
    }
}
