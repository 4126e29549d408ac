/// A day in UTC, counted from 1970-01-01: what totals are kept by.
package struct Day: Sendable, Hashable, Comparable, Strideable {
    private static let secondsPerDay: Int64 = 86_400

    /// How many days after 1970-01-01.
    package let number: Int64

    /// Makes a day from its number.
    package init(number: Int64) { self.number = number }

    /// The day that a moment is in.
    package init(of moment: Instant) {
        let seconds = moment.seconds
        number = (seconds - Self.remainder(of: seconds)) / Self.secondsPerDay
    }

    private static func remainder(of seconds: Int64) -> Int64 {
        (seconds % secondsPerDay + secondsPerDay) % secondsPerDay
    }

    /// Its first moment.
    package var start: Instant { Instant(seconds: number * Self.secondsPerDay) }

    /// The day so many later, or earlier where negative.
    package func advanced(by days: Int) -> Day { Day(number: number + Int64(days)) }

    /// How many days another one is later.
    package func distance(to other: Day) -> Int { Int(other.number - number) }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}
