/// Finds the code of a Swift text: every other character becomes a space, lines stay lines.
///
/// Comments, string contents and the insides of backticks go; interpolated code stays, because it
/// runs. It is not a parser: a regular expression literal with a quote in it may hide its line.
struct SwiftCode {
    private enum Mode {
        case code(parentheses: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private let bytes: [UInt8]
    private var kept: [UInt8] = []
    private var index = 0
    private var modes: [Mode] = [.code(parentheses: 0)]

    private init(_ text: String) {
        bytes = Array(text.utf8)
        kept.reserveCapacity(bytes.count)
    }

    static func only(in text: String) -> String {
        var scan = SwiftCode(text)
        while scan.index < scan.bytes.count {
            switch scan.modes.last {
            case .string(let hashes, let isMultiline):
                scan.readString(hashes: hashes, isMultiline: isMultiline)
            case .code(let parentheses):
                scan.readCode(parentheses: parentheses)
            case nil:
                scan.modes = [.code(parentheses: 0)]
            }
        }
        return String(decoding: scan.kept, as: UTF8.self)
    }

    private mutating func readCode(parentheses: Int) {
        if starts(with: "//") {
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { blank(1) }
        } else if starts(with: "/*") {
            skipBlockComment()
        } else if let (hashes, isMultiline) = stringStart {
            blank(hashes)
            keep(isMultiline ? 3 : 1)
            modes.append(.string(hashes: hashes, isMultiline: isMultiline))
        } else if bytes[index] == UInt8(ascii: "`") {
            keep(1)
            while index < bytes.count, bytes[index] != UInt8(ascii: "`"),
                bytes[index] != UInt8(ascii: "\n")
            {
                blank(1)
            }
            keep(1)
        } else if bytes[index] == UInt8(ascii: "(") {
            modes[modes.count - 1] = .code(parentheses: parentheses + 1)
            keep(1)
        } else if bytes[index] == UInt8(ascii: ")"), modes.count > 1, parentheses == 0 {
            modes.removeLast()
            blank(1)
        } else if bytes[index] == UInt8(ascii: ")") {
            modes[modes.count - 1] = .code(parentheses: parentheses - 1)
            keep(1)
        } else {
            keep(1)
        }
    }

    private mutating func readString(hashes: Int, isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        if starts(with: "\\" + marks + "(") {
            blank(hashes + 2)
            modes.append(.code(parentheses: 0))
        } else if starts(with: "\\" + marks) {
            blank(hashes + 2)
        } else if starts(with: (isMultiline ? "\"\"\"" : "\"") + marks) {
            modes.removeLast()
            keep(isMultiline ? 3 : 1)
            blank(hashes)
        } else if !isMultiline, bytes[index] == UInt8(ascii: "\n") {
            // Not a string after all; the next line starts afresh.
            modes.removeLast()
            keep(1)
        } else {
            blank(1)
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank(1)
            }
        } while depth > 0 && index < bytes.count
    }

    /// How many hashes the string starting here has, and whether it has three quotes.
    private var stringStart: (hashes: Int, isMultiline: Bool)? {
        let hashes = bytes[index...].prefix { $0 == UInt8(ascii: "#") }.count
        guard starts(with: "\"", after: hashes) else { return nil }
        return (hashes, starts(with: "\"\"\"", after: hashes))
    }

    private func starts(with text: String, after offset: Int = 0) -> Bool {
        bytes[(index + offset)...].starts(with: text.utf8)
    }

    private mutating func keep(_ count: Int) {
        for _ in 0..<count where index < bytes.count {
            kept.append(bytes[index])
            index += 1
        }
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<count where index < bytes.count {
            kept.append(bytes[index] == UInt8(ascii: "\n") ? bytes[index] : UInt8(ascii: " "))
            index += 1
        }
    }
}
