/// Hexadecimal text of nodes, which may be megabytes long.
enum HexText {
    private static let notADigit: UInt8 = 0xff
    private static let digits = Array("0123456789abcdef".utf8)

    private static let values: [UInt8] = {
        var table = [UInt8](repeating: notADigit, count: 256)
        for (value, digit) in digits.enumerated() { table[Int(digit)] = UInt8(value) }
        for (value, digit) in "ABCDEF".utf8.enumerated() { table[Int(digit)] = UInt8(value + 10) }
        return table
    }()

    /// The bytes of digits in either case, or nil when one is no digit or their number is odd.
    static func bytes(of text: String) -> [UInt8]? {
        var text = text
        return text.withUTF8 { characters -> [UInt8]? in
            let characters = unsafe Span(_unsafeElements: characters)
            guard characters.count.isMultiple(of: 2) else { return nil }
            let values = values
            var bytes = [UInt8](repeating: 0, count: characters.count / 2)
            // Both nibbles of a digit are below 16, so one that is not shows in the sum of all.
            var seen: UInt8 = 0
            for index in bytes.indices {
                let high = values[Int(characters[2 * index])]
                let low = values[Int(characters[2 * index + 1])]
                seen |= high | low
                bytes[index] = high << 4 | low & 0x0f
            }
            return seen < 16 ? bytes : nil
        }
    }

    /// Lower-case digits of a digest in the order nodes print it: the last byte first.
    static func reversed(_ digest: some BidirectionalCollection<UInt8>) -> String {
        digits(of: digest.reversed())
    }

    /// Lower-case digits of bytes in their order.
    static func digits(of bytes: some Collection<UInt8>) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            characters.append(digits[Int(byte >> 4)])
            characters.append(digits[Int(byte & 15)])
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
