import Crypto
package import Payments
import Storage

/// Somebody with a session in the cabinet, as of one request.
package struct SignedIn: Sendable {
    /// Who.
    package let user: User
    /// What names his session.
    package let session: [UInt8]
    /// What every form of the session carries, so that no other site can post one.
    package let formToken: SecretText

    /// Who a change is written down for.
    package var actor: Actor { .user(user.id, name: user.name) }
}

/// Looks after the people who sign in to the cabinet, and their sessions.
///
/// People go by the clock on the wall, also in a sandbox whose own is ahead: their phones do.
package struct PeopleDesk: Sendable {
    /// How long a session lasts without being used, in seconds.
    package static let idleSecondsMax: Int64 = 12 * 3_600
    /// How long a session lasts at most, in seconds.
    package static let sessionSecondsMax: Int64 = 7 * 86_400
    /// How long somebody may take for the second factor, in seconds.
    package static let codeSecondsMax: Int64 = 600
    /// A session's last use is written down once in so many seconds.
    private static let noteSeconds: Int64 = 60

    let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// Whoever a browser's token belongs to, or nil where it opens nothing (any more).
    package func signedIn(with token: SecretText) async throws -> SignedIn? {
        let digest = Self.digest(of: token)
        let now = gateway.time.wall()
        let found = try await gateway.store.read { transaction in
            guard let session = try transaction.session(digest), session.isComplete,
                Self.isLive(session, at: now), let user = try transaction.user(session.user)
            else { return nil as (User, Instant)? }
            return (user, session.seenAt)
        }
        guard let (user, seenAt) = found else { return nil }
        if seenAt.advanced(bySeconds: Self.noteSeconds) <= now {
            try await gateway.store.write { try $0.noteUse(ofSession: digest, at: now) }
        }
        return SignedIn(user: user, session: digest, formToken: Self.formToken(of: token))
    }

    static func isLive(_ session: SessionRecord, at now: Instant) -> Bool {
        now < session.expiresAt && now < session.seenAt.advanced(bySeconds: idleSecondsMax)
    }

    static func digest(of token: SecretText) -> [UInt8] {
        Array(SHA256.hash(data: Array(token.revealed().utf8)))
    }

    /// Follows from the session's token, which a page of another site cannot read.
    static func formToken(of token: SecretText) -> SecretText {
        let digest = SHA256.hash(data: Array("florin form \(token.revealed())".utf8))
        return SecretText(
            digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        )
    }
}
