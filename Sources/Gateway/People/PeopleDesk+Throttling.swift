import Crypto
import Payments
import Storage

/// One attempt to prove who somebody is: whom it counts against until it succeeds.
struct Attempt: Sendable {
    let name: String
    let address: String

    /// Every subject and how patient it is with it.
    ///
    /// Names are hashed: people type passwords there.
    var subjects: [(subject: String, schedule: ThrottleSchedule)] {
        let holder = IPAddress(address)?.holder ?? address
        return [
            (Self.subject("pair", "\(name) \(holder)"), .pair),
            (Self.subject("address", holder), .address),
            (Self.subject("name", name), .name),
        ]
    }

    private static func subject(_ kind: String, _ text: String) -> String {
        let digest = SHA256.hash(data: Array(text.utf8)).prefix(16)
        return kind + ":"
            + digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension PeopleDesk {
    /// How many old rows are deleted at once.
    private static let sweepMax = 100

    /// Counts an attempt as a failure before it is looked at, so that many at the same time do not
    /// slip through together; throws where it has to wait.
    func begin(_ attempt: Attempt) async throws {
        let now = gateway.time.wall()
        let subjects = attempt.subjects
        let blockedUntil = try await gateway.store.write { transaction in
            var blockedUntil: Instant?
            var known: [ThrottleRecord?] = []
            for (subject, _) in subjects {
                let throttle = try transaction.throttle(subject)
                    .flatMap { Self.isRemembered($0, at: now) ? $0 : nil }
                known.append(throttle)
                if let throttle, now < throttle.blockedUntil {
                    blockedUntil = max(blockedUntil ?? now, throttle.blockedUntil)
                }
            }
            if let blockedUntil { return blockedUntil as Instant? }
            for (throttle, entry) in zip(known, subjects) {
                let failures = (throttle?.failures ?? 0) + 1
                let seconds = entry.schedule.seconds(after: failures)
                try transaction.set(
                    ThrottleRecord(
                        failures: failures,
                        updatedAt: now,
                        blockedUntil: now.advanced(bySeconds: seconds)
                    ),
                    of: entry.subject
                )
            }
            return nil
        }
        guard let blockedUntil else { return }
        let microseconds = blockedUntil.microseconds - now.microseconds
        throw AccountFault.wait(seconds: (microseconds + 999_999) / 1_000_000)
    }

    /// Takes back what an attempt counted for: it was right so far, and the row of failures before
    /// it is not over.
    static func takeBack(_ attempt: Attempt, _ transaction: Transaction) throws {
        for (subject, _) in attempt.subjects {
            guard let throttle = try transaction.throttle(subject) else { continue }
            let failures = throttle.failures - 1
            try transaction.set(
                failures <= 0
                    ? nil
                    : ThrottleRecord(
                        failures: failures,
                        updatedAt: throttle.updatedAt,
                        blockedUntil: throttle.updatedAt
                    ),
                of: subject
            )
        }
    }

    /// Ends the row of failures of a name: whoever it is proved it.
    ///
    /// The address keeps its own: one account of a guesser's would clear the way to all others.
    static func succeed(_ attempt: Attempt, _ transaction: Transaction) throws {
        try takeBack(attempt, transaction)
        for (subject, schedule) in attempt.subjects where schedule != .address {
            try transaction.set(nil, of: subject)
        }
    }

    /// Deletes a few of the sessions and throttles that are over.
    static func sweep(_ transaction: Transaction, at now: Instant) throws {
        try transaction.removeSessions(before: now, limit: sweepMax)
        try transaction.removeThrottles(
            before: now.advanced(bySeconds: -ThrottleSchedule.secondsRemembered),
            limit: sweepMax
        )
    }

    private static func isRemembered(_ throttle: ThrottleRecord, at now: Instant) -> Bool {
        now < throttle.updatedAt.advanced(bySeconds: ThrottleSchedule.secondsRemembered)
    }
}
