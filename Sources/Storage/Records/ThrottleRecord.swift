package import Payments

/// How often in a row something was tried in vain, and until when it may not be tried again.
package struct ThrottleRecord: Sendable, Hashable {
    /// Failures since the last success.
    package let failures: Int
    /// When the last one was.
    package let updatedAt: Instant
    /// Until when every attempt is turned away.
    package let blockedUntil: Instant

    /// Describes a throttle.
    package init(failures: Int, updatedAt: Instant, blockedUntil: Instant) {
        self.failures = failures
        self.updatedAt = updatedAt
        self.blockedUntil = blockedUntil
    }
}
