import Foundation

/// A regular expression that tells in which lines it matches.
struct Pattern: Sendable {
    private let expression: NSRegularExpression

    /// Multi-line: `^` and `$` match at every line.
    init(_ pattern: String) {
        do {
            expression = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
        } catch {
            preconditionFailure("not a regular expression: \(pattern)")
        }
    }

    /// Line from 1, the text matched, and the first group's text or the whole again.
    func matches(in text: String) -> [(line: Int, text: String, group: String)] {
        let whole = text as NSString
        var line = 1
        var position = 0
        return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map {
            while position < $0.range.location {
                if whole.character(at: position) == 10 { line += 1 }
                position += 1
            }
            let matched = whole.substring(with: $0.range)
            let range = $0.numberOfRanges > 1 ? $0.range(at: 1) : $0.range
            let group = range.location == NSNotFound ? "" : whole.substring(with: range)
            return (line, matched.trimmingCharacters(in: .whitespacesAndNewlines), group)
        }
    }
}
