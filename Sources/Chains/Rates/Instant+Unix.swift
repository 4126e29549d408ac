import Payments

extension Instant {
    /// The last moment that is believed to be one: the end of the year 9999.
    private static let unixSecondsMax: Int64 = 253_402_300_799

    /// A moment that a server states in seconds; nil where it states none, or nonsense.
    init?(unixSeconds seconds: Int64?) {
        guard let seconds, (0...Self.unixSecondsMax).contains(seconds) else { return nil }
        self.init(seconds: seconds)
    }

    /// A moment that a server states in thousandths of a second.
    init?(unixMilliseconds milliseconds: Int64?) {
        guard let milliseconds, (0...Self.unixSecondsMax * 1_000).contains(milliseconds) else {
            return nil
        }
        self.init(microseconds: milliseconds * 1_000)
    }
}
