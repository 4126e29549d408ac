extension JSONValue {
    /// The one value that the bytes spell by RFC 8259, with nothing but white space around it.
    package static func parse(
        _ bytes: some Collection<UInt8>,
        limits: JSONLimits = .request
    ) throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.bytesMax else {
            throw .tooLarge(bytesMax: limits.bytesMax)
        }
        var parser = JSONParser(bytes: Array(bytes), limits: limits)
        return try parser.document()
    }
}

/// Reads a JSON text in one pass over its bytes and stops at the first thing that is wrong.
struct JSONParser {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private var index = 0
    private var depth = 0

    init(bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        guard index < bytes.count else { throw .empty }
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw .unexpected(offset: index) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        switch try byte() {
        case UInt8(ascii: "{"):
            return try nested { (parser) throws(JSONError) in
                .object(try parser.object())
            }
        case UInt8(ascii: "["):
            return try nested { (parser) throws(JSONError) in
                .array(try parser.array())
            }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", means: .bool(true))
        case UInt8(ascii: "f"): return try word("false", means: .bool(false))
        case UInt8(ascii: "n"): return try word("null", means: .null)
        default: return .number(try number())
        }
    }

    private mutating func nested(
        _ read: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < limits.depthMax else { throw .tooDeep(depthMax: limits.depthMax) }
        depth += 1
        index += 1
        skipSpace()
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        var object = JSONObject()
        if try take(UInt8(ascii: "}")) { return object }
        while true {
            guard try byte() == UInt8(ascii: "\"") else { throw .unexpected(offset: index) }
            let key = try string()
            // RFC 8259 section 4: readers disagree about a repeated name, so whoever signed the
            // body and whoever acts on it could see different values.
            guard object[key] == nil else { throw .duplicateKey(key) }
            guard object.count < limits.membersMax else {
                throw .tooManyMembers(membersMax: limits.membersMax)
            }
            skipSpace()
            guard try take(UInt8(ascii: ":")) else { throw .unexpected(offset: index) }
            skipSpace()
            object.append(try value(), for: key)
            skipSpace()
            if try take(UInt8(ascii: "}")) { return object }
            guard try take(UInt8(ascii: ",")) else { throw .unexpected(offset: index) }
            skipSpace()
        }
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        var items: [JSONValue] = []
        if try take(UInt8(ascii: "]")) { return items }
        while true {
            items.append(try value())
            skipSpace()
            if try take(UInt8(ascii: "]")) { return items }
            guard try take(UInt8(ascii: ",")) else { throw .unexpected(offset: index) }
            skipSpace()
        }
    }

    private mutating func number() throws(JSONError) -> JSONNumber {
        guard let length = JSONNumber.length(in: bytes, from: index) else {
            throw .unexpected(offset: index)
        }
        guard length <= limits.numberBytesMax else { throw .numberTooLong(offset: index) }
        let text = String(decoding: bytes[index..<index + length], as: UTF8.self)
        index += length
        return JSONNumber(checked: text)
    }

    private mutating func word(
        _ word: StaticString,
        means value: JSONValue
    ) throws(JSONError) -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { throw .unexpectedEnd }
        let matches = word.withUTF8Buffer { unsafe $0.elementsEqual(bytes[index..<index + count]) }
        guard matches else { throw .unexpected(offset: index) }
        index += count
        return value
    }

    private mutating func string() throws(JSONError) -> String {
        var reader = JSONStringReader(bytes: bytes, index: index)
        let text = try reader.text()
        index = reader.index
        return text
    }

    private func byte() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw .unexpectedEnd }
        return bytes[index]
    }

    private mutating func take(_ expected: UInt8) throws(JSONError) -> Bool {
        guard try byte() == expected else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0a, 0x0d: index += 1
            default: return
            }
        }
    }
}
