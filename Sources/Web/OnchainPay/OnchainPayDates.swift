import FoundationEssentials
import Payments
import Wire

/// A filter by date, whose shape is documented nowhere, so that every likely one is read.
///
/// `{"from","to"}`, `["from","to"]`, or a single text: a day is the whole of it, a moment is where
/// the time begins. Each is RFC 3339 or a day of it, in UTC.
struct OnchainPayDates {
    /// The first moment that fits; nil where any does.
    private(set) var first: Instant?
    /// The last moment that fits; nil where any does.
    private(set) var last: Instant?

    init(_ value: JSONValue?) throws(OnchainPayFault) {
        switch value {
        case nil: return
        case .object(let bounds):
            first = try Self.moment(bounds["from"])
            last = try Self.moment(bounds["to"], isEnd: true)
        case .array(let bounds) where bounds.count <= 2:
            first = try Self.moment(bounds.first)
            last = try Self.moment(bounds.dropFirst().first, isEnd: true)
        case .string(let text):
            first = try Self.moment(value)
            if text.count == Self.dayLength { last = try Self.moment(value, isEnd: true) }
        default: throw Self.fault
        }
    }

    private static let dayLength = 10
    private static let daySeconds: Int64 = 86_400
    private static let textLengthMax = 40
    private static let fault = OnchainPayFault.invalid(
        field: "date",
        "must be an RFC 3339 text, or an object with from and to"
    )

    private static func moment(
        _ value: JSONValue?,
        isEnd: Bool = false
    ) throws(OnchainPayFault) -> Instant? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.string, text.utf8.count <= textLengthMax else { throw fault }
        if text.count == dayLength {
            guard let day = instant("\(text)T00:00:00Z") else { throw fault }
            let end = day.advanced(bySeconds: daySeconds)
            return isEnd ? Instant(microseconds: end.microseconds - 1) : day
        }
        guard let moment = instant(text) else { throw fault }
        // Answers show moments cut to a millisecond, the whole of which is meant.
        return isEnd ? Instant(microseconds: moment.microseconds + 999) : moment
    }

    private static func instant(_ text: String) -> Instant? {
        let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? Date(text, strategy: .iso8601)) ?? (try? fractional.parse(text))
        else { return nil }
        return Instant(microseconds: Int64((date.timeIntervalSince1970 * 1_000_000).rounded()))
    }
}
