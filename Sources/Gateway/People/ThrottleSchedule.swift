/// How long whoever guesses has to wait, by how often in a row he was wrong.
package struct ThrottleSchedule: Sendable, Hashable {
    /// How many failures are free.
    package let failuresFree: Int

    /// The first wait, in seconds; each further failure doubles it.
    package static let secondsFirst: Int64 = 30
    /// The longest wait, in seconds.
    package static let secondsMax: Int64 = 900
    /// After so many seconds without a failure all are forgotten.
    package static let secondsRemembered: Int64 = 86_400

    /// For one name at one address.
    package static let pair = ThrottleSchedule(failuresFree: 5)
    /// For one address, whatever the name: many people may share it.
    package static let address = ThrottleSchedule(failuresFree: 20)
    /// For one name from anywhere: high, so that a stranger does not lock somebody out easily.
    package static let name = ThrottleSchedule(failuresFree: 100)

    /// The wait after so many failures in a row, in seconds.
    package func seconds(after failures: Int) -> Int64 {
        guard failures >= failuresFree else { return 0 }
        var seconds = Self.secondsFirst
        var rest = failures - failuresFree
        while rest > 0, seconds < Self.secondsMax {
            seconds *= 2
            rest -= 1
        }
        return min(seconds, Self.secondsMax)
    }
}
