import FoundationEssentials
import Payments

/// A day as forms carry it, such as `2026-01-31`, in UTC.
enum UTCDate {
    static let secondsPerDay: Int64 = 86_400

    /// The first moment of a day; nil where the text is no day that exists.
    static func start(of text: String) -> Instant? {
        guard text.utf8.count == 10,
            let date = try? Date("\(text)T00:00:00Z", strategy: .iso8601)
        else { return nil }
        let moment = Instant(seconds: Int64(date.timeIntervalSince1970.rounded()))
        // The 30th of February is read as the 2nd of March.
        return UTCText.iso(moment).prefix(10) == text ? moment : nil
    }
}
