import Payments

/// When a source of prices is asked next: after its pause, or after a longer one when it fails.
///
/// It knows no clock; whoever asks says what time it is.
struct RateTurn: Sendable {
    /// The first pause after a failure, and the longest; each is twice the one before.
    static let backOffSeconds: ClosedRange<Int64> = 10...300
    /// The same where the provider says that it was asked too often.
    static let backOffSecondsTooOften: ClosedRange<Int64> = 60...900

    private(set) var dueAt: Instant?
    private(set) var failureCount = 0
    private(set) var isAsking = false
    /// What was refused of the last answer, so that it is said once and not with every answer.
    var refusals: Set<RateRefusal> = []

    /// Takes the turn where it is due and nobody has it.
    mutating func begin(at now: Instant) -> Bool {
        guard !isAsking, dueAt.map({ $0 <= now }) ?? true else { return false }
        isAsking = true
        return true
    }

    /// Ends the turn with an answer; tells whether the one before failed.
    mutating func succeed(at now: Instant, pauseSeconds: Int64) -> Bool {
        defer { failureCount = 0 }
        isAsking = false
        dueAt = now.advanced(bySeconds: pauseSeconds)
        return failureCount > 0
    }

    /// Ends the turn without an answer; tells whether it is the first time.
    mutating func fail(at now: Instant, isTooOften: Bool) -> Bool {
        let range = isTooOften ? Self.backOffSecondsTooOften : Self.backOffSeconds
        var seconds = range.lowerBound
        for _ in 0..<failureCount where seconds < range.upperBound { seconds *= 2 }
        failureCount = min(failureCount + 1, Self.failuresCounted)
        isAsking = false
        dueAt = now.advanced(bySeconds: min(seconds, range.upperBound))
        return failureCount == 1
    }

    /// More failures than this change nothing.
    private static let failuresCounted = 16
}
