/// A stretch of time as people type it: `90`, `90s`, `15m`, `2h`, `3d`.
enum DurationText {
    /// The longest stretch: ten years.
    static let secondsMax: Int64 = 10 * 366 * 86_400

    static func seconds(of text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let last = text.last else { return nil }
        let unit = units[last]
        let digits = unit == nil ? Substring(text) : text.dropLast()
        guard digits.allSatisfy(\.isNumber), let count = Int64(digits), count <= secondsMax else {
            return nil
        }
        let seconds = count * (unit ?? 1)
        return seconds <= secondsMax ? seconds : nil
    }
}
