import CSodium
import Synchronization

/// Hashes and checks passwords with argon2id, slowly on purpose.
///
/// An actor, since a hash takes 64 MiB for a twentieth of a second: one at a time uses them, and no
/// event loop waits for it.
package actor PasswordHasher {
    /// Why a password is neither hashed nor checked.
    package enum Failure: Error, Hashable, Sendable {
        /// Too many wait already: whoever floods the sign-in does not fill the memory.
        case busy
        /// There is not enough memory, or the library does not start.
        case unavailable
    }

    /// How many requests wait at most.
    private static let waitingMax = 32

    private let waiting = Mutex(0)
    private var decoy: String?

    /// A hasher that nobody waits for yet.
    package init() {}

    /// The hash of a password, with a new salt and its parameters.
    package nonisolated func hash(_ password: SecretText) async throws -> String {
        try enter()
        defer { leave() }
        return try await made(password)
    }

    /// Whether a password is the one of a hash.
    ///
    /// `hash`: Nil where there is no such account; then the answer is false, and takes as long.
    package nonisolated func matches(
        _ password: SecretText,
        _ hash: String?
    ) async throws -> Bool {
        try enter()
        defer { leave() }
        return try await checked(password, hash)
    }

    /// Whether a hash was made with other parameters than those of now.
    package nonisolated func isOutdated(_ hash: String) -> Bool {
        guard sodium_init() >= 0 else { return false }
        return unsafe crypto_pwhash_str_needs_rehash(
            hash,
            UInt64(crypto_pwhash_opslimit_interactive()),
            crypto_pwhash_memlimit_interactive()
        ) == 1
    }

    private nonisolated func enter() throws(Failure) {
        let isFull = waiting.withLock { count in
            if count >= Self.waitingMax { return true }
            count += 1
            return false
        }
        if isFull { throw .busy }
    }

    private nonisolated func leave() { waiting.withLock { $0 -= 1 } }

    private func made(_ password: SecretText) throws(Failure) -> String {
        guard sodium_init() >= 0 else { throw .unavailable }
        let text = password.revealed()
        var out = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
        let result = unsafe crypto_pwhash_str_alg(
            &out,
            text,
            UInt64(text.utf8.count),
            UInt64(crypto_pwhash_opslimit_interactive()),
            crypto_pwhash_memlimit_interactive(),
            crypto_pwhash_alg_argon2id13()
        )
        guard result == 0 else { throw .unavailable }
        return String(decoding: out.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func checked(_ password: SecretText, _ hash: String?) throws(Failure) -> Bool {
        guard sodium_init() >= 0 else { throw .unavailable }
        var known = hash
        if known == nil {
            if decoy == nil { decoy = try made(SecretText("nobody's password")) }
            known = decoy
        }
        guard let known else { return false }
        let text = password.revealed()
        let isRight = unsafe crypto_pwhash_str_verify(known, text, UInt64(text.utf8.count)) == 0
        return isRight && hash != nil
    }
}
