extension OkiPaysSignature {
    /// How a shop's language turns the scalars of a parsed body into text.
    enum ScalarSpelling: String, CaseIterable, Sendable {
        case javaScript
        /// PHP with its default `precision` of 14 digits.
        case php
        /// PHP with `precision` set to -1: as many digits as tell the number from all others.
        case phpExact
        /// Numbers as the body has them, for clients that sign before they serialise.
        case source
        case python

        /// Nil where the number is too large for a double.
        ///
        /// Floating point occurs here only to write a text the way another language would. No
        /// amount is ever read from it.
        func text(of number: JSONNumber) -> String? {
            guard number.isWrittenAsInteger else { return text(ofFraction: number) }
            switch self {
            case .source:
                return number.text
            case .python:
                // Integers of any size stay as they are there.
                return number.text == "-0" ? "0" : number.text
            case .php, .phpExact:
                if let integer = number.integer { return String(integer) }
                return text(ofFraction: number)
            case .javaScript:
                if let integer = number.integer, Self.exactIntegers.contains(integer) {
                    return String(integer)
                }
                return text(ofFraction: number)
            }
        }

        func text(of value: Bool) -> String {
            switch self {
            case .javaScript, .source: value ? "true" : "false"
            case .php, .phpExact: value ? "1" : ""
            case .python: value ? "True" : "False"
            }
        }

        var textOfNull: String {
            switch self {
            case .javaScript, .php, .phpExact, .source: ""
            case .python: "None"
            }
        }

        /// What a double holds without a gap: up to 2 to the power of 53.
        private static let exactIntegers: ClosedRange<Int64> = -(1 << 53)...(1 << 53)

        private func text(ofFraction number: JSONNumber) -> String? {
            guard let value = Double(number.text), value.isFinite else { return nil }
            let digits = DecimalDigits(value)
            switch self {
            case .source: return number.text
            case .javaScript: return digits.javaScript
            case .php: return digits.rounded(to: 14).php(digitsMax: 14)
            case .phpExact: return digits.php(digitsMax: 17)
            case .python: return digits.python
            }
        }
    }
}
