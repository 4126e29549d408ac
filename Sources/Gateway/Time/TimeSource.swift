package import Payments

/// Where the time comes from: the system's clock, or a sandbox's that can be put forward.
package struct TimeSource: Sendable {
    /// The present moment.
    package let now: @Sendable () -> Instant

    /// Takes the function that tells the time.
    package init(now: @escaping @Sendable () -> Instant) { self.now = now }
}
