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
package struct PeopleDesk: Sendable {
    let gateway: Gateway

    /// A desk over a gateway's parts.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// Whoever a browser's token belongs to, or nil where it opens nothing (any more).
    package func signedIn(with token: SecretText) async throws -> SignedIn? {
        let digest = Self.digest(of: token)
        let now = gateway.time.now()
        return try await gateway.store.read { transaction in
            guard let session = try transaction.session(digest), session.isComplete,
                now < session.expiresAt, let user = try transaction.user(session.user)
            else { return nil }
            return SignedIn(user: user, session: digest, formToken: Self.formToken(of: token))
        }
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
