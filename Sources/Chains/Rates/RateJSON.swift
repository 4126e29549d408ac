/// A JSON value whose numbers keep the digits they were written with.
///
/// The standard decoder has no way to a number's own text, and what it makes of an exponent of a
/// hostile server is not ours to promise. This reader knows nothing but the grammar of RFC 8259,
/// has a limit for everything, and answers nil for whatever is not JSON.
enum RateJSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number's own spelling.
    case number(String)
    case text(String)
    case list([RateJSON])
    case object([String: RateJSON])

    /// How deep a value may be nested; the answers that are read have five levels.
    static let depthMax = 16
    /// How many values an answer may have: a thousand markets with twenty fields, and more.
    static let valuesMax = 200_000
    /// How long the spelling of a number may be.
    static let numberBytesMax = 64

    /// Reads a complete JSON text; nil where it is none.
    init?(_ bytes: [UInt8]) {
        var reader = Reader(bytes: bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipBlanks()
        guard reader.isAtEnd else { return nil }
        self = value
    }

    /// The member of a name; null where there is none.
    subscript(_ name: String) -> RateJSON { members[name] ?? .null }

    /// The members of an object; none of anything else.
    var members: [String: RateJSON] {
        if case .object(let members) = self { members } else { [:] }
    }

    /// The elements of a list; none of anything else.
    var elements: [RateJSON] { if case .list(let elements) = self { elements } else { [] } }

    /// A text, or the spelling of a number: providers write prices either way.
    var spelling: String? {
        switch self {
        case .text(let text), .number(let text): text
        case .null, .bool, .list, .object: nil
        }
    }

    /// A whole number that fits.
    var integer: Int64? { spelling.flatMap { Int64($0) } }
}

/// Goes through the bytes once, from the first to the last.
private struct Reader {
    let bytes: [UInt8]
    var place = 0
    var valuesLeft = RateJSON.valuesMax

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place >= bytes.count }
    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
            place += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func take(word: StaticString, as value: RateJSON) -> RateJSON? {
        let word = Array(word.description.utf8)
        guard bytes.count - place >= word.count,
            bytes[place..<(place + word.count)].elementsEqual(word)
        else { return nil }
        place += word.count
        return value
    }

    mutating func value(depth: Int) -> RateJSON? {
        guard depth < RateJSON.depthMax, valuesLeft > 0 else { return nil }
        valuesLeft -= 1
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return list(depth: depth)
        case UInt8(ascii: "\""): return text().map(RateJSON.text)
        case UInt8(ascii: "t"): return take(word: "true", as: .bool(true))
        case UInt8(ascii: "f"): return take(word: "false", as: .bool(false))
        case UInt8(ascii: "n"): return take(word: "null", as: .null)
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> RateJSON? {
        var members: [String: RateJSON] = [:]
        place += 1
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\""), let name = text() else { return nil }
            skipBlanks()
            guard take(":"), let value = value(depth: depth + 1) else { return nil }
            // Two prices under one name are none.
            guard members.updateValue(value, forKey: name) == nil else { return nil }
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { return nil }
        }
    }

    private mutating func list(depth: Int) -> RateJSON? {
        var elements: [RateJSON] = []
        place += 1
        skipBlanks()
        if take("]") { return .list(elements) }
        while true {
            guard let value = value(depth: depth + 1) else { return nil }
            elements.append(value)
            skipBlanks()
            if take("]") { return .list(elements) }
            guard take(",") else { return nil }
        }
    }

    private mutating func text() -> String? {
        place += 1
        var unescaped: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: unescaped, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                unescaped += escaped
            case 0x00..<0x20: return nil
            default: unescaped.append(byte)
            }
        }
        return nil
    }

    /// What stands after a backslash; half of a pair of surrogates becomes the replacement sign.
    private mutating func escape() -> [UInt8]? {
        guard let byte = next else { return nil }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            guard bytes.count - place >= 4 else { return nil }
            let digits = bytes[place..<(place + 4)]
            let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
            guard isHexadecimal,
                let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            place += 4
            return Array(String(Unicode.Scalar(code) ?? "\u{fffd}").utf8)
        default: return nil
        }
    }

    /// A number by RFC 8259 section 6, as it is written.
    private mutating func number() -> RateJSON? {
        let start = place
        _ = take("-")
        if !take("0") {
            guard digits() > 0 else { return nil }
        }
        if take("."), digits() == 0 { return nil }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { return nil }
        }
        guard place - start <= RateJSON.numberBytesMax else { return nil }
        return .number(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func digits() -> Int {
        let start = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        return place - start
    }
}
