/// Reads one quoted JSON string: its escapes decoded, its UTF-8 checked.
struct JSONStringReader {
    private let bytes: [UInt8]
    private(set) var index: Int

    /// `index` is the opening quote; after `text()` it is behind the closing one.
    init(bytes: [UInt8], index: Int) {
        self.bytes = bytes
        self.index = index
    }

    mutating func text() throws(JSONError) -> String {
        index += 1
        let start = index
        try skipPlain()
        guard bytes[index] == UInt8(ascii: "\\") else {
            defer { index += 1 }
            return try decoded(bytes[start..<index], at: start)
        }
        var text = try decoded(bytes[start..<index], at: start)
        while bytes[index] == UInt8(ascii: "\\") {
            text.unicodeScalars.append(try escape())
            let start = index
            try skipPlain()
            text += try decoded(bytes[start..<index], at: start)
        }
        index += 1
        return text
    }

    /// Moves to the next quote or backslash.
    private mutating func skipPlain() throws(JSONError) {
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 { throw .controlCharacter(offset: index) }
            index += 1
        }
        throw .unexpectedEnd
    }

    private func decoded(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw .brokenUTF8(offset: start)
        }
        return text
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = index
        guard index + 1 < bytes.count else { throw .unexpectedEnd }
        let kind = bytes[index + 1]
        index += 2
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(from: start)
        default: throw .brokenEscape(offset: start)
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try codeUnit(from: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first), index + 1 < bytes.count,
            bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { throw .loneSurrogate(offset: start) }
        index += 2
        let second = try codeUnit(from: start)
        guard UTF16.isTrailSurrogate(second) else { throw .loneSurrogate(offset: start) }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func codeUnit(from start: Int) throws(JSONError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw .unexpectedEnd }
        var unit: UInt16 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Self.hexDigit(byte) else { throw .brokenEscape(offset: start) }
            unit = unit << 4 | UInt16(digit)
        }
        index += 4
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
