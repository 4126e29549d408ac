import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct RequestClaimTests {
    private static let key = StoreFixture.keyID(of: StoreFixture.merchant)

    private static func claim(
        _ number: Int64,
        _ signature: String,
        in fixture: StoreFixture
    ) async throws -> RequestClaim {
        try await fixture.store.write {
            try $0.claim(requestID: number, signature: signature, by: key)
        }
    }

    @Test func `a larger number is taken`() async throws {
        let fixture = try await StoreFixture()
        #expect(try await Self.claim(5, "a", in: fixture) == .taken)
        #expect(try await Self.claim(6, "b", in: fixture) == .taken)
        #expect(try await Self.claim(.max, "c", in: fixture) == .taken)
    }

    @Test(arguments: [(Int64(5), "b"), (4, "b"), (0, "b"), (-1, "b"), (5, "a")])
    func `a number that is not larger is refused`(number: Int64, signature: String) async throws {
        let fixture = try await StoreFixture()
        _ = try await Self.claim(5, "a", in: fixture)
        #expect(try await Self.claim(number, signature, in: fixture) == .notLarger(than: 5))
    }

    @Test func `a signature used before is refused with any other number`() async throws {
        let fixture = try await StoreFixture()
        _ = try await Self.claim(5, "a", in: fixture)
        _ = try await Self.claim(6, "b", in: fixture)
        #expect(try await Self.claim(7, "a", in: fixture) == .signatureUsed)
        #expect(try await Self.claim(4, "b", in: fixture) == .signatureUsed)
        #expect(try await Self.claim(7, "c", in: fixture) == .taken)
    }

    @Test func `another key has numbers of its own`() async throws {
        let fixture = try await StoreFixture()
        _ = try await Self.claim(5, "a", in: fixture)
        let other = try await fixture.store.write {
            try $0.claim(
                requestID: 1,
                signature: "a",
                by: StoreFixture.keyID(of: StoreFixture.neighbour)
            )
        }
        #expect(other == .taken)
    }

    @Test func `of 50 claims of one number at once one is taken`() async throws {
        let fixture = try await StoreFixture()
        let taken = try await withThrowingTaskGroup(of: RequestClaim.self) { group in
            for number in 0..<50 {
                group.addTask { try await Self.claim(9, "signature-\(number)", in: fixture) }
            }
            return try await group.reduce(0) { $0 + ($1 == .taken ? 1 : 0) }
        }
        #expect(taken == 1)
    }

    @Test func `a key is revoked once, and by its owner only`() async throws {
        let fixture = try await StoreFixture()
        func revoke(_ merchant: MerchantID) async throws -> Bool {
            try await fixture.store.write {
                try $0.revoke(Self.key, of: merchant, at: StoreFixture.start)
            }
        }
        #expect(try await !revoke(StoreFixture.neighbour))
        #expect(try await revoke(StoreFixture.merchant))
        #expect(try await !revoke(StoreFixture.merchant))
        let signing = try await fixture.store.read {
            try $0.signingKey(of: StoreFixture.merchant, for: .okipays)
        }
        #expect(signing == nil)
    }
}
