package import Payments
import Synchronization

/// A clock that can be put forward, never back: the sandbox's time.
package final class SandboxClock: Sendable {
    private let system: @Sendable () -> Instant
    private let secondsAhead: Mutex<Int64>

    /// Starts a number of seconds ahead of the system's time.
    package init(system: @escaping @Sendable () -> Instant, secondsAhead: Int64) {
        self.system = system
        self.secondsAhead = Mutex(secondsAhead)
    }

    /// The sandbox's present moment.
    package var source: TimeSource {
        TimeSource(
            now: { self.system().advanced(bySeconds: self.secondsAhead.withLock { $0 }) },
            wall: system
        )
    }

    /// Puts the clock forward and answers how far it is ahead now.
    package func advance(bySeconds seconds: Int64) -> Int64 {
        precondition(seconds >= 0, "time does not run backwards")
        return secondsAhead.withLock { ahead in
            ahead += seconds
            return ahead
        }
    }
}
