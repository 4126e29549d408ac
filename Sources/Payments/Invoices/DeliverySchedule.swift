/// When a notification that was not acknowledged is tried again (API contract A7).
///
/// One first attempt and 18 retries: 6 after 10 s, 5 after 30 min, 4 after 2 h, 3 after 12 h.
package enum DeliverySchedule {
    private static let steps: [(count: Int, seconds: Int64)] = [
        (6, 10), (5, 1_800), (4, 7_200), (3, 43_200),
    ]

    /// How many attempts there are, the first one included.
    package static let attemptsMax = 1 + steps.reduce(0) { $0 + $1.count }

    /// The wait after so many failed attempts, or nil when it is given up.
    package static func delaySeconds(afterAttempts attempts: Int) -> Int64? {
        var left = attempts
        for step in steps {
            if left <= step.count { return step.seconds }
            left -= step.count
        }
        return nil
    }
}
