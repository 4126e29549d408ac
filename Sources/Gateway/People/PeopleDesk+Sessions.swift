package import Payments
import Storage

/// A session as its owner sees it.
package struct OwnSession: Sendable, Hashable {
    /// Names it among his sessions; opens nothing.
    package let id: String
    /// Where it was opened from.
    package let address: String
    /// What the browser called itself.
    package let agent: String
    /// When it was opened.
    package let createdAt: Instant
    /// When it was used last, to the minute.
    package let seenAt: Instant
    /// Whether it is the one that asks.
    package let isThis: Bool
}

extension PeopleDesk {
    private static let sessionIDBytes = 8

    /// Somebody's sessions, the latest first.
    package func sessions(of signedIn: SignedIn) async throws -> [OwnSession] {
        let now = gateway.time.wall()
        return try await gateway.store.read { try $0.sessions(of: signedIn.user.id) }
            .filter { Self.isLive($0, at: now) }
            .map { session in
                OwnSession(
                    id: Self.id(of: session),
                    address: session.address,
                    agent: session.agent,
                    createdAt: session.createdAt,
                    seenAt: session.seenAt,
                    isThis: session.digest == signedIn.session
                )
            }
    }

    /// Ends the session that asks.
    package func signOut(_ signedIn: SignedIn) async throws {
        try await gateway.store.write { try $0.endSession(signedIn.session) }
    }

    /// Ends one of somebody's own sessions.
    package func endSession(_ id: String, of signedIn: SignedIn) async throws {
        try await gateway.store.write { transaction in
            for session in try transaction.sessions(of: signedIn.user.id)
            where Self.id(of: session) == id {
                try transaction.endSession(session.digest)
            }
        }
    }

    /// Ends all sessions of somebody, or all but the one that asks.
    package func signOutEverywhere(
        _ signedIn: SignedIn,
        keepingThis: Bool
    ) async throws {
        try await gateway.store.write { transaction in
            let kept = keepingThis ? signedIn.session : nil
            let count = try transaction.endSessions(of: signedIn.user.id, but: kept)
            try transaction.record(
                entry(
                    "sessions of \(signedIn.user.name)",
                    by: signedIn.actor,
                    before: "\(count) open",
                    after: "ended"
                )
            )
        }
    }

    private static func id(of session: SessionRecord) -> String {
        session.digest.prefix(sessionIDBytes)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
