/// Base58 with Bitcoin's alphabet, bare or with the four-byte checksum of Base58Check.
///
///     Base58.encodeChecked([0x00] + hash)  // "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
///
/// Text that does not decode is an expected outcome: it gives nil.
package enum Base58 {
    /// What a checked text turned out to be.
    enum Checked: Hashable, Sendable {
        case payload([UInt8])
        case badCharacter
        case badChecksum
    }

    static let checksumBytes = 4
    /// Longer text is no key and no address; the work of decoding grows with the square.
    static let charactersMax = 256

    private static let alphabet = Array(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8
    )
    private static let notADigit: UInt8 = 0xff
    private static let digitOfCharacter: [UInt8] = {
        var table = [UInt8](repeating: notADigit, count: 256)
        for (digit, character) in alphabet.enumerated() {
            table[Int(character)] = UInt8(digit)
        }
        return table
    }()

    /// The text of the bytes, without a checksum.
    package static func encode(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        // Digits of base 58, least significant first; log(256)/log(58) is below 1.38.
        var digits: [UInt8] = []
        digits.reserveCapacity((bytes.count - zeros) * 138 / 100 + 1)
        for byte in bytes.dropFirst(zeros) {
            var carry = Int(byte)
            for index in digits.indices {
                carry += Int(digits[index]) << 8
                digits[index] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        var text: [UInt8] = []
        text.reserveCapacity(zeros + digits.count)
        for _ in 0..<zeros { text.append(alphabet[0]) }
        for digit in digits.reversed() { text.append(alphabet[Int(digit)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of the text, or nil when a character is foreign or the text is too long.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count <= charactersMax else { return nil }
        let zeros = characters.prefix { $0 == alphabet[0] }.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count)
        for character in characters.dropFirst(zeros) {
            let digit = digitOfCharacter[Int(character)]
            guard digit != notADigit else { return nil }
            var carry = Int(digit)
            for index in bytes.indices {
                carry += Int(bytes[index]) * 58
                bytes[index] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            while carry > 0 {
                bytes.append(UInt8(truncatingIfNeeded: carry))
                carry >>= 8
            }
        }
        return [UInt8](repeating: 0, count: zeros) + bytes.reversed()
    }

    /// The text of the payload followed by its checksum.
    package static func encodeChecked(_ payload: [UInt8]) -> String {
        encode(payload + DoubleSHA256.checksum(payload))
    }

    /// The payload of the text, or nil when it does not decode or its checksum does not hold.
    package static func decodeChecked(_ text: some StringProtocol) -> [UInt8]? {
        guard case .payload(let payload) = check(text) else { return nil }
        return payload
    }

    static func check(_ text: some StringProtocol) -> Checked {
        guard let bytes = decode(text) else { return .badCharacter }
        guard bytes.count >= checksumBytes else { return .badChecksum }
        let payload = bytes.dropLast(checksumBytes)
        guard DoubleSHA256.checksum(payload).elementsEqual(bytes.suffix(checksumBytes)) else {
            return .badChecksum
        }
        return .payload(Array(payload))
    }

    static func isDigit(_ character: UInt8) -> Bool {
        digitOfCharacter[Int(character)] != notADigit
    }
}
