/// A JSON number as the text it was written with, never a floating-point value.
///
/// `49.9` and `49.90` are different numbers here; who needs money parses `text` as a decimal.
package struct JSONNumber: Sendable, Hashable {
    /// The number's own spelling, digit for digit.
    package let text: String

    /// An integer, written in decimal.
    package init(_ value: some BinaryInteger) {
        text = String(value)
    }

    /// A text that the parser found to be a number.
    init(checked text: String) {
        self.text = text
    }

    /// A decimal text such as `0.92`; nil where JSON would not call it a number.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        guard JSONNumber.length(in: bytes, from: 0) == bytes.count, !bytes.isEmpty else {
            return nil
        }
        self.text = text
    }

    /// The exact value where the number is written as an integer and fits; `1.0` and `1e3` do not.
    package var integer: Int64? { Int64(text) }

    /// Whether it has neither a point nor an exponent.
    package var isWrittenAsInteger: Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || JSONNumber.isDigit($0) }
    }

    /// How many bytes from `start` on are a number by RFC 8259 section 6; nil where none begins.
    static func length(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard let whole = digits(in: bytes, from: index) else { return nil }
        guard bytes[index] != UInt8(ascii: "0") || whole == index + 1 else { return nil }
        index = whole
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            guard let fraction = digits(in: bytes, from: index + 1) else { return nil }
            index = fraction
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == 0x2b || bytes[index] == 0x2d { index += 1 }
            guard let exponent = digits(in: bytes, from: index) else { return nil }
            index = exponent
        }
        return index - start
    }

    /// The end of the digits that begin at `start`; nil where there is no digit.
    private static func digits(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index < bytes.count, isDigit(bytes[index]) { index += 1 }
        return index > start ? index : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
