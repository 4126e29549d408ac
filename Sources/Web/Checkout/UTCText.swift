import FoundationEssentials
import Payments

/// Moments as pages show them: always in UTC, named so.
enum UTCText {
    /// `2026-11-21T11:04:05Z`.
    static func iso(_ moment: Instant) -> String {
        let seconds = TimeInterval(moment.seconds)
        return Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }

    /// `2026-11-21 11:04 UTC`.
    static func plain(_ moment: Instant) -> String {
        let iso = iso(moment)
        return "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(5)) UTC"
    }
}
