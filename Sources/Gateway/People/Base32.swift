/// Base32 without padding (RFC 4648, section 6): what authenticator apps read secrets in.
package enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    /// The text of some bytes.
    package static func encoded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var word = 0
        var bits = 0
        for byte in bytes {
            word = word << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[word >> bits & 31])
            }
            word &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[word << (5 - bits) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text, in either case and with or without padding, or nil.
    package static func decoded(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var word = 0
        var bits = 0
        for character in text.uppercased().utf8 where character != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            word = word << 5 | value
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(word >> bits & 255))
            }
            word &= (1 << bits) - 1
        }
        return bytes
    }
}
