/// The hex text of 32 bytes, a SHA-256 digest or an HMAC made of one, both ways.
enum DigestHex {
    /// Lower-case digits.
    static func text(of digest: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xf)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// The 32 bytes that 64 digits of either case spell; nil for any other text.
    static func bytes(of text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count == Size.hexDigits else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Size.bytes)
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(of: digits[place]), let low = value(of: digits[place + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }

    private enum Size {
        static let bytes = 32
        static let hexDigits = 64
    }
}
