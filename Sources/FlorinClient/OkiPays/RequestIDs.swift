import FoundationEssentials
import Synchronization

/// The numbers of calls: milliseconds since 1970, and always more than the one before.
///
/// Where calls come faster than milliseconds, or the clock goes back, it counts on by ones.
final class RequestIDs: Sendable {
    private let milliseconds: @Sendable () -> Int64
    private let last = Mutex<Int64>(0)

    init(milliseconds: @escaping @Sendable () -> Int64 = RequestIDs.clock) {
        self.milliseconds = milliseconds
    }

    func next() -> Int64 {
        last.withLock { last in
            last = max(last + 1, milliseconds())
            return last
        }
    }

    private static func clock() -> Int64 {
        Int64(Date().timeIntervalSince1970 * 1_000)
    }
}
