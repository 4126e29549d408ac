/// What the repository's own protocols ask of a type, so that a witness needs no second comment.
struct Protocols: Sendable {
    private let requirements: [String: Set<String>]

    init(in files: [SourceFile]) {
        var requirements: [String: Set<String>] = [:]
        for file in files where file.target != nil && file.code.contains("protocol ") {
            for match in Self.head.matches(in: file.code) {
                // The body ends at the closing brace of the column where the declaration begins.
                let body = file.codeLines.dropFirst(match.line).prefix { !$0.hasPrefix("}") }
                let members = Self.member.matches(in: body.joined(separator: "\n")).map(\.group)
                requirements[match.group, default: []].formUnion(members)
            }
        }
        self.requirements = requirements
    }

    /// Whether a declaration implements a protocol that a type in this file conforms to.
    func ask(for declaration: String, in file: SourceFile) -> Bool {
        guard let name = Self.member.matches(in: declaration).first?.group else { return false }
        let conformances = Self.conformances.matches(in: file.code).map(\.group)
        return requirements.contains { type, members in
            members.contains(name)
                && conformances.contains {
                    $0.split { !$0.isLetter && !$0.isNumber }.contains(type[...])
                }
        }
    }

    private static let head = Pattern(#"^(?:package |private )?protocol\s+(\w+)"#)
    private static let member = Pattern(#"\b(?:func|var|let)\s+(\w+)"#)
    private static let conformances = Pattern(
        #"\b(?:struct|class|enum|actor|extension)\s+[\w.]+(?:<[^>]*>)?\s*:\s*([^{]*)\{"#
    )
}
