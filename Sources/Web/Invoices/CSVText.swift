/// Lines of comma-separated values (RFC 4180), safe to open in a spreadsheet.
enum CSVText {
    /// A cell: what we write ourselves, or what somebody else may have typed.
    enum Cell {
        /// A number, a moment, a code of ours.
        case own(String)
        /// Text from outside, which must not become a formula.
        case foreign(String?)

        var text: String {
            switch self {
            case .own(let text): text
            case .foreign(let text): CSVText.harmless(text ?? "")
            }
        }
    }

    static let lineEnd = "\r\n"

    /// One line with its end.
    static func line(_ cells: [Cell]) -> String {
        cells.map { quoted($0.text) }.joined(separator: ",") + lineEnd
    }

    /// Puts an apostrophe before what a spreadsheet would calculate (OWASP: CSV injection).
    ///
    /// Blanks in front do not help: some programs drop them before they look.
    static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        let opening = text.unicodeScalars.first { !$0.properties.isWhitespace }
        let isFormula = opening.map { formulaStarts.contains($0) } ?? false
        return isFormula || first == "\t" || first == "\r" || first == "\n" ? "'" + text : text
    }

    /// Also in the full-width forms that spreadsheets in East Asia take for the same.
    private static let formulaStarts: Set<UnicodeScalar> = [
        "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar != "\"" && scalar != "," && scalar != ";" && scalar != "\r" && scalar != "\n"
                && scalar != "\t"
        }
        if isPlain, text.first != " ", text.last != " " { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
