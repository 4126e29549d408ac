import Gateway
import Testing

@Suite(.timeLimit(.minutes(1)))
struct PasswordHasherTests {
    private let hasher = PasswordHasher()

    @Test func `a password matches its own hash and no other one`() async throws {
        let hash = try await hasher.hash(SecretText("correct horse"))
        #expect(hash.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
        #expect(try await hasher.matches(SecretText("correct horse"), hash))
        #expect(try await !hasher.matches(SecretText("correct Horse"), hash))
        #expect(!hasher.isOutdated(hash))
    }

    @Test func `the same password hashes differently each time`() async throws {
        let first = try await hasher.hash(SecretText("correct horse"))
        #expect(try await hasher.hash(SecretText("correct horse")) != first)
    }

    @Test func `nobody's password matches, whatever it is`() async throws {
        #expect(try await !hasher.matches(SecretText("nobody's password"), nil))
    }

    @Test func `no account costs about as much as a wrong password`() async throws {
        let hash = try await hasher.hash(SecretText("correct horse"))
        _ = try await hasher.matches(SecretText("x"), nil)
        let clock = ContinuousClock()
        let wrong = try await clock.measure {
            _ = try await hasher.matches(SecretText("x"), hash)
        }
        let absent = try await clock.measure {
            _ = try await hasher.matches(SecretText("x"), nil)
        }
        // Wide, since the machine is shared: without the decoy it would be a thousand times less.
        #expect(absent * 20 > wrong)
    }

    @Test func `a hash with weaker parameters is outdated, and damage matches nothing`()
        async throws
    {
        let weak =
            "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        #expect(hasher.isOutdated(weak))
        #expect(try await !hasher.matches(SecretText("x"), "not a hash"))
    }
}
