import Glibc

/// Walks through a JSON text from front to back and builds nothing but what is asked for.
///
///     try scanner.enterObject()
///     while let key = try scanner.nextKey() {
///         if scanner.spells("hash", key) { hash = try scanner.text() } else { try scanner.skip() }
///     }
///
/// A full block is a megabyte of which a few fields a transaction are needed: a decoder that
/// builds all of it takes longer than the node does. What is skipped is only looked through for
/// its end, so a text that is broken there may pass; what is read is checked by who reads it.
struct JSONScanner {
    /// What a value is, told by its first character.
    enum Kind {
        case object
        case array
        case text
        /// A number, `true`, `false` or `null`.
        case scalar
    }

    private let fragment: JSONFragment
    /// The same bytes as the fragment's, one step closer.
    let bytes: [UInt8]
    private let end: Int
    private var offset: Int

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    init(_ fragment: JSONFragment) {
        self.fragment = fragment
        bytes = fragment.bytes
        offset = fragment.range.lowerBound
        end = min(fragment.range.upperBound, fragment.bytes.count)
    }

    /// What the next value is; the scanner stays before it.
    mutating func kind() throws(ChainError) -> Kind {
        switch try peek() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case Self.quote: .text
        default: .scalar
        }
    }

    /// Steps into an object, before its first key.
    mutating func enterObject() throws(ChainError) { try take(UInt8(ascii: "{")) }

    /// Where the next key of the object stands, or nil at its end, which is left behind.
    ///
    /// The scanner is before the key's value then, which has to be read or skipped.
    mutating func nextKey() throws(ChainError) -> Range<Int>? {
        guard try hasNext(before: UInt8(ascii: "}")) else { return nil }
        let key = try text()
        try take(UInt8(ascii: ":"))
        return key
    }

    /// Steps into an array, before its first element.
    mutating func enterArray() throws(ChainError) { try take(UInt8(ascii: "[")) }

    /// Whether an element follows, which has to be read or skipped; the array's end is left behind.
    mutating func nextElement() throws(ChainError) -> Bool {
        try hasNext(before: UInt8(ascii: "]"))
    }

    /// Where the characters of a text stand, its quotes left out and its escapes as they are.
    mutating func text() throws(ChainError) -> Range<Int> {
        try take(Self.quote)
        let start = offset
        guard let closing = closingQuote(from: start) else { throw malformed }
        offset = closing + 1
        return start..<closing
    }

    /// The next value, unread.
    mutating func value() throws(ChainError) -> JSONFragment {
        _ = try peek()
        let start = offset
        try skip()
        return JSONFragment(bytes, range: start..<offset, subject: fragment.subject)
    }

    /// Goes behind the next value, however deep it is nested.
    mutating func skip() throws(ChainError) {
        switch try kind() {
        case .text: _ = try text()
        case .object, .array:
            guard let behind = endOfNesting() else { throw malformed }
            offset = behind
        case .scalar:
            let start = offset
            while offset < end, !Self.endsScalar(bytes[offset]) { offset += 1 }
            if offset == start { throw malformed }
        }
    }

    /// The place behind the object or array that begins here, found by its brackets alone.
    private func endOfNesting() -> Int? {
        var depth = 0
        var place = offset
        while place < end {
            switch bytes[place] {
            case Self.quote:
                guard let closing = closingQuote(from: place + 1) else { return nil }
                place = closing
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return place + 1 }
            default: break
            }
            place += 1
        }
        return nil
    }

    /// The error of a text that is not what the protocol says.
    var malformed: ChainError { fragment.malformed }

    /// Whether the characters at a place are these.
    func spells(_ characters: StaticString, _ range: Range<Int>) -> Bool {
        guard range.count == characters.utf8CodeUnitCount else { return false }
        return unsafe bytes.withUnsafeBytes { raw in
            let found = unsafe UnsafeRawBufferPointer(rebasing: raw[range])
            guard let base = found.baseAddress else { return true }
            return unsafe memcmp(base, characters.utf8Start, found.count) == 0
        }
    }

    private mutating func hasNext(before closing: UInt8) throws(ChainError) -> Bool {
        var byte = try peek()
        if byte == UInt8(ascii: ",") {
            offset += 1
            byte = try peek()
        }
        guard byte == closing else { return true }
        offset += 1
        return false
    }

    private mutating func take(_ byte: UInt8) throws(ChainError) {
        guard try peek() == byte else { throw malformed }
        offset += 1
    }

    /// The next byte that is not space.
    private mutating func peek() throws(ChainError) -> UInt8 {
        skipSpace()
        guard offset < end else { throw malformed }
        return bytes[offset]
    }

    private mutating func skipSpace() {
        while offset < end, Self.isSpace(bytes[offset]) { offset += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"),
            UInt8(ascii: "["), UInt8(ascii: "{"), quote:
            true
        default: isSpace(byte)
        }
    }

    private func closingQuote(from start: Int) -> Int? {
        var from = start
        while let found = find(Self.quote, from: from, to: end) {
            // A quote behind an odd number of backslashes is part of the text.
            var first = found
            while first > start, bytes[first - 1] == Self.backslash { first -= 1 }
            if (found - first).isMultiple(of: 2) { return found }
            from = found + 1
        }
        return nil
    }

    /// The C library looks at many bytes at once, and inputs of transactions are long.
    private func find(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        return unsafe bytes.withUnsafeBytes { raw in
            let part = unsafe UnsafeRawBufferPointer(rebasing: raw[start..<end])
            guard let base = part.baseAddress,
                let found = unsafe memchr(base, Int32(byte), part.count)
            else { return nil }
            return unsafe start + (UnsafeRawPointer(found) - base)
        }
    }
}
