/// A stretch of time as people type it: `90`, `90s`, `15m`, `2h`, `3d`.
package enum DurationText {
    /// The longest stretch: ten years.
    package static let secondsMax: Int64 = 10 * 366 * 86_400

    private static let units: [(letter: Character, seconds: Int64)] = [
        ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
    ]

    /// The seconds that a text means, or nil.
    package static func seconds(of text: String) -> Int64? {
        guard let last = text.last else { return nil }
        let unit = units.first { $0.letter == last }?.seconds
        let digits = unit == nil ? Substring(text) : text.dropLast()
        guard digits.allSatisfy(\.isNumber), let count = Int64(digits), count <= secondsMax else {
            return nil
        }
        let seconds = count * (unit ?? 1)
        return seconds <= secondsMax ? seconds : nil
    }

    /// The shortest text that means so many seconds: 86400 is `1d`.
    package static func text(of seconds: Int64) -> String {
        let unit = units.first { seconds != 0 && seconds % $0.seconds == 0 } ?? ("s", 1)
        return "\(seconds / unit.seconds)\(unit.letter)"
    }
}
