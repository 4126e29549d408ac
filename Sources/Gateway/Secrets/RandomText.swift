package import Payments

/// Makes identities and secrets from a source of random bytes that is handed in.
package struct RandomText: Sendable {
    /// Fills an array of a length with random bytes.
    package let bytes: @Sendable (Int) -> [UInt8]

    /// Takes the source.
    package init(bytes: @escaping @Sendable (Int) -> [UInt8]) { self.bytes = bytes }

    /// The system's secure generator.
    package static let system = RandomText { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Text of characters from an alphabet, each as likely as any other.
    package func text(_ length: Int, from alphabet: String) -> String {
        let characters = Array(alphabet)
        precondition((1...256).contains(characters.count), "an alphabet has 1 to 256 characters")
        // Bytes beyond the largest multiple of the alphabet's length would favour its beginning.
        let limit = 256 / characters.count * characters.count
        var text = ""
        while text.count < length {
            for byte in bytes(length) where Int(byte) < limit && text.count < length {
                text.append(characters[Int(byte) % characters.count])
            }
        }
        return text
    }

    /// A random UUID (version 4) in lower case.
    package func uuid() -> String {
        var bytes = bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef")
        var text = ""
        for (place, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(place) { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        return text
    }

    /// An invoice code: eight of A–Z and 0–9.
    package func invoiceCode() -> InvoiceCode {
        InvoiceCode(text(8, from: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
    }

    /// Lower-case hexadecimal of so many random bytes.
    package func hexadecimal(bytes count: Int) -> String {
        text(count * 2, from: "0123456789abcdef")
    }

    /// Standard Base64 of so many random bytes.
    package func base64(bytes count: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        let bytes = bytes(count)
        for start in stride(from: 0, to: count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, count)])
            let word = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
            for place in 0..<4 {
                text.append(place <= group.count ? letters[word >> (18 - place * 6) & 63] : "=")
            }
        }
        return text
    }
}
