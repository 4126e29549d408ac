import Payments

/// Days as pages show them, in UTC.
enum DayText {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `2026-11-21`.
    static func iso(_ day: Day) -> String { String(UTCText.iso(day.start).prefix(10)) }

    /// `21 Nov`.
    static func short(_ day: Day) -> String {
        let parts = iso(day).split(separator: "-").suffix(2).compactMap { Int($0) }
        guard parts.count == 2, months.indices.contains(parts[0] - 1) else { return iso(day) }
        return "\(parts[1]) \(months[parts[0] - 1])"
    }
}
