/// A place that breaks a rule.
struct Offence: Hashable, Sendable, CustomStringConvertible {
    let path: String
    let line: Int
    let reason: String

    var description: String { "\(path):\(line) \(reason)" }
}

extension [Offence] {
    /// One offence a line, as a failed check shows it.
    var report: String { map { "\n    \($0)" }.joined() }
}
