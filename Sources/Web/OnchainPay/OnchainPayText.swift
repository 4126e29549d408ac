import Payments
import Wire

/// How the API writes moments, rates and amounts.
enum OnchainPayText {
    /// RFC 3339 with milliseconds: `2026-01-31T12:00:00.000Z`.
    static func moment(_ moment: Instant) -> String {
        let milliseconds = moment.microseconds / 1_000 - moment.seconds * 1_000
        let padded = String(String(milliseconds + 1_000).dropFirst())
        return "\(UTCText.iso(moment).prefix(19)).\(padded)Z"
    }

    /// A price with at least eight decimals (API contract A5.3); more for tiny ones.
    static func price(_ rate: Rate) -> String { padded(rate.text) }

    /// A price in dollars with at least eight decimals.
    static func price(_ ratio: Ratio) -> String { padded(ratio.decimal(places: 8)) }

    private static func padded(_ text: String) -> String {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        let decimals = halves.count > 1 ? String(halves[1]) : ""
        let zeros = String(repeating: "0", count: max(0, 8 - decimals.count))
        return "\(halves[0]).\(decimals)\(zeros)"
    }
}

extension JSONValue {
    /// A list of texts.
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    /// The moment, or null where there is none.
    static func moment(_ moment: Instant?) -> JSONValue {
        .optional(moment.map(OnchainPayText.moment))
    }
}
