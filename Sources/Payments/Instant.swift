/// A moment in microseconds since 1970-01-01T00:00:00Z, handed in wherever time matters.
package struct Instant: Sendable, Hashable, Comparable {
    /// Microseconds since the epoch.
    package let microseconds: Int64

    /// Makes a moment from microseconds.
    package init(microseconds: Int64) { self.microseconds = microseconds }

    /// Makes a moment from whole seconds.
    package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    /// Whole seconds since the epoch, rounded down.
    package var seconds: Int64 {
        microseconds >= 0 ? microseconds / 1_000_000 : -((999_999 - microseconds) / 1_000_000)
    }

    /// The moment so many seconds later, or earlier where negative.
    package func advanced(bySeconds seconds: Int64) -> Instant {
        Instant(microseconds: microseconds + seconds * 1_000_000)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }
}
