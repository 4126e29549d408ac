import Foundation

/// A text file of the repository: its path from the root, its text, and its code alone.
struct SourceFile: Sendable {
    let path: String
    let text: String
    /// The text of a Swift file with comments, string contents and raw names blanked out.
    let code: String
    let isExecutable: Bool

    init(_ path: String, _ text: String, isExecutable: Bool = false) {
        self.path = path
        self.text = text
        self.code = path.hasSuffix(".swift") ? SwiftCode.only(in: text) : text
        self.isExecutable = isExecutable
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

    /// The name up to its first `+` or `.`: `Invoice` of `Invoice+Standing.swift`.
    var subject: String {
        name.split(separator: ".").first?.split(separator: "+").first.map(String.init) ?? name
    }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isMarkdown: Bool { path.hasSuffix(".md") }

    /// The target's name, where the file is Swift below `Sources`.
    var target: String? {
        let parts = path.split(separator: "/")
        return isSwift && parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

    func offence(_ line: Int, _ reason: String) -> Offence {
        Offence(path: path, line: line, reason: reason)
    }
}
