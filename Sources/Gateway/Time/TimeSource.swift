package import Payments

/// Where the time comes from: the system's clock, or a sandbox's that can be put forward.
package struct TimeSource: Sendable {
    /// The present moment.
    package let now: @Sendable () -> Instant

    /// The moment that a clock on the wall shows, also where a sandbox's is ahead: what people and
    /// their phones go by.
    package let wall: @Sendable () -> Instant

    /// Takes the function that tells the time, and the one of the wall's clock where it differs.
    package init(
        now: @escaping @Sendable () -> Instant,
        wall: (@Sendable () -> Instant)? = nil
    ) {
        self.now = now
        self.wall = wall ?? now
    }
}
