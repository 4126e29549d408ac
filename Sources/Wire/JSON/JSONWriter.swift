extension JSONValue {
    /// Compact UTF-8, members in their order, numbers as their text.
    ///
    /// PHP writes `\/` for a slash unless told otherwise; `escapingSlashes` does the same.
    package func encoded(escapingSlashes: Bool = false) -> [UInt8] {
        var writer = JSONWriter(escapingSlashes: escapingSlashes)
        writer.write(self)
        return writer.bytes
    }
}

/// Writes JSON values into one growing array of bytes.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let escapingSlashes: Bool

    init(escapingSlashes: Bool) {
        self.escapingSlashes = escapingSlashes
        bytes.reserveCapacity(512)
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .object(let object): write(object)
        case .array(let items): write(items)
        case .string(let text): write(text)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        }
    }

    private mutating func write(_ object: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for (key, value) in object.members {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(key)
            bytes.append(UInt8(ascii: ":"))
            write(value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ items: [JSONValue]) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for item in items {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(item)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case UInt8(ascii: "/") where escapingSlashes: bytes.append(contentsOf: #"\/"#.utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
            case 0..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(byte < 0x10 ? 0x30 : 0x31)
                bytes.append(Self.hexDigit(byte & 0xf))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x61 + value - 10
    }
}
