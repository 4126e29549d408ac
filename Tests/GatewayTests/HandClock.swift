import Gateway
import Payments
import Synchronization

/// A clock that a test moves by hand.
final class HandClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }

    var source: TimeSource { TimeSource { self.now } }

    func advance(bySeconds seconds: Int64) {
        instant.withLock { $0 = $0.advanced(bySeconds: seconds) }
    }
}
