/// How long it took from the opening of an invoice until it was paid, in one of six steps.
package enum PaymentDelay: String, Sendable, Hashable, CaseIterable {
    /// At most a minute.
    case minute
    /// At most five minutes.
    case fiveMinutes
    /// At most a quarter of an hour.
    case quarter
    /// At most an hour.
    case hour
    /// At most a day.
    case day
    /// More than that.
    case longer

    /// The longest time of the step; nil for the last one.
    package var secondsMax: Int64? {
        switch self {
        case .minute: 60
        case .fiveMinutes: 300
        case .quarter: 900
        case .hour: 3_600
        case .day: 86_400
        case .longer: nil
        }
    }

    /// The step that a time from one moment to another belongs to.
    package init(from opened: Instant, to paid: Instant) {
        let taken = paid.microseconds - opened.microseconds
        self =
            Self.allCases.first { delay in
                delay.secondsMax.map { taken <= $0 * 1_000_000 } ?? true
            } ?? .longer
    }
}
