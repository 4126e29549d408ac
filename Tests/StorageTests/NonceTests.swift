import Payments
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(1)))
struct NonceTests {
    private static let key = StoreFixture.keyID(of: StoreFixture.merchant)
    private static let day = Transaction.nonceWindowSeconds

    private static func claim(
        _ nonce: String,
        by key: APIKeyID = key,
        after seconds: Int64 = 0,
        microseconds: Int64 = 0,
        in fixture: StoreFixture
    ) async throws -> Bool {
        let now = StoreFixture.start.advanced(bySeconds: seconds)
        return try await fixture.store.write {
            try $0.claim(
                nonce: nonce,
                by: key,
                at: Instant(microseconds: now.microseconds + microseconds)
            )
        }
    }

    private static func forget(
        after seconds: Int64,
        limit: Int,
        in fixture: StoreFixture
    ) async throws -> Int {
        let now = StoreFixture.start.advanced(bySeconds: seconds)
        return try await fixture.store.write { try $0.forgetNonces(at: now, limit: limit) }
    }

    @Test func `a nonce is used once, however it looks`() async throws {
        let fixture = try await StoreFixture()
        for nonce in ["1", "01", "a", "A", "", String(repeating: "9", count: 255), "ä", "a\u{308}"]
        {
            #expect(try await Self.claim(nonce, in: fixture), "\(nonce)")
            #expect(try await !Self.claim(nonce, in: fixture), "\(nonce)")
        }
    }

    @Test func `a smaller nonce than the last is taken all the same`() async throws {
        let fixture = try await StoreFixture()
        #expect(try await Self.claim("200", in: fixture))
        #expect(try await Self.claim("100", in: fixture))
    }

    @Test func `a nonce is free again after a day, and not before`() async throws {
        let fixture = try await StoreFixture()
        #expect(try await Self.claim("1", in: fixture))
        #expect(try await !Self.claim("1", after: Self.day, in: fixture))
        #expect(try await Self.claim("1", after: Self.day, microseconds: 1, in: fixture))
        // Its day begins anew.
        #expect(try await !Self.claim("1", after: Self.day * 2, in: fixture))
    }

    @Test func `a refused claim does not make the day longer`() async throws {
        let fixture = try await StoreFixture()
        #expect(try await Self.claim("1", in: fixture))
        #expect(try await !Self.claim("1", after: Self.day / 2, in: fixture))
        #expect(try await Self.claim("1", after: Self.day + 1, in: fixture))
    }

    @Test func `another key has nonces of its own`() async throws {
        let fixture = try await StoreFixture()
        let other = StoreFixture.keyID(of: StoreFixture.neighbour)
        #expect(try await Self.claim("1", in: fixture))
        #expect(try await Self.claim("1", by: other, in: fixture))
    }

    @Test func `of 50 claims of one nonce at once one is taken`() async throws {
        let fixture = try await StoreFixture()
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { try await Self.claim("1", in: fixture) } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }

    @Test func `nonces are forgotten after a day, a few at a time`() async throws {
        let fixture = try await StoreFixture()
        for number in 0..<5 {
            _ = try await Self.claim("old-\(number)", after: Int64(number), in: fixture)
        }
        _ = try await Self.claim("young", after: Self.day, in: fixture)
        #expect(try await Self.forget(after: Self.day, limit: 10, in: fixture) == 0)
        let later = Self.day + 5
        #expect(try await Self.forget(after: later, limit: 3, in: fixture) == 3)
        #expect(
            try await fixture.store.read {
                try $0.hasOldNonces(at: StoreFixture.start.advanced(bySeconds: later))
            }
        )
        #expect(try await Self.forget(after: later, limit: 3, in: fixture) == 2)
        #expect(
            try await fixture.store.read {
                try !$0.hasOldNonces(at: StoreFixture.start.advanced(bySeconds: later))
            }
        )
        #expect(try await !Self.claim("young", after: later, in: fixture))
    }
}
