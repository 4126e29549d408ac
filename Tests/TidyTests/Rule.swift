import Foundation
import Testing

/// One thing the files must keep, with samples that break it and samples that do not.
///
/// The samples are part of the rule, because a rule that catches nothing looks like a tidy tree.
struct Rule: Sendable, CustomTestStringConvertible {
    let name: String
    let check: @Sendable (SourceFile, Repository) -> [Offence]
    let caught: [SourceFile]
    let passed: [SourceFile]

    var testDescription: String { name }

    func offences(in repository: Repository) -> [Offence] {
        repository.files.flatMap { check($0, repository) }
    }

    static let all: [Rule] = layout + imports + language + prose
}

extension Rule {
    /// Where a pattern is looked for.
    enum Part {
        case text
        case code
    }

    /// A rule that a pattern does not occur in the files chosen; samples are texts of one path.
    static func no(
        _ name: String,
        _ pattern: String,
        in part: Part = .code,
        of files: @escaping @Sendable (SourceFile) -> Bool,
        sample path: String,
        caught: [String],
        passed: [String] = []
    ) -> Rule {
        Rule(
            name: "no \(name)",
            check: { file, _ in
                guard files(file) else { return [] }
                return Pattern(pattern).matches(in: part == .code ? file.code : file.text).map {
                    file.offence($0.line, "\(name): \($0.text)")
                }
            },
            caught: caught.map { SourceFile(path, $0) },
            passed: passed.map { SourceFile(path, $0) }
        )
    }
}
