/// Bech32 (BIP173) and Bech32m (BIP350): a prefix, five-bit values, a six-character checksum.
///
/// It knows nothing of witness programs; `SegwitAddress` does.
package enum Bech32 {
    /// Which constant the checksum is made with.
    package enum Variant: Sendable, Hashable, CaseIterable {
        case bech32
        case bech32m

        var constant: UInt32 {
            switch self {
            case .bech32: 1
            case .bech32m: 0x2bc8_30a3
            }
        }
    }

    /// The parts of a text whose checksum holds.
    package struct Decoded: Sendable, Hashable {
        /// The human-readable part, in lower case.
        package let prefix: String
        /// The five-bit values without the checksum.
        package let values: [UInt8]
        /// The variant whose checksum holds.
        package let variant: Variant
    }

    static let checksumCharacters = 6
    static let charactersMax = 90
    static let prefixCharactersMax = 83

    /// The characters of the values from zero on, which CashAddr has too.
    static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    static let notAValue: UInt8 = 0xff
    static let valueOfCharacter: [UInt8] = {
        var table = [UInt8](repeating: notAValue, count: 256)
        for (value, character) in alphabet.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        return table
    }()

    /// The text of five-bit values under a lower-case prefix.
    package static func encode(prefix: String, values: [UInt8], variant: Variant) -> String {
        let expanded = expand(Array(prefix.utf8))
        let padding = [UInt8](repeating: 0, count: checksumCharacters)
        let sum = polynomial(expanded, values, padding) ^ variant.constant
        var text = Array(prefix.utf8)
        text.reserveCapacity(text.count + 1 + values.count + checksumCharacters)
        text.append(UInt8(ascii: "1"))
        for value in values { text.append(alphabet[Int(value)]) }
        for place in 0..<checksumCharacters {
            let shift = UInt32(5 * (checksumCharacters - 1 - place))
            text.append(alphabet[Int(sum >> shift & 31)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The parts of the text, or nil when it is malformed, of mixed case, or its checksum fails.
    package static func decode(_ text: String) -> Decoded? {
        var characters = Array(text.utf8)
        // BIP173: at most 90 characters, each printable ASCII.
        guard characters.count <= charactersMax, characters.allSatisfy({ 33...126 ~= $0 })
        else { return nil }
        // BIP173: a decoder must not accept mixed case.
        let hasUpper = characters.contains { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
        let hasLower = characters.contains { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
        guard !(hasUpper && hasLower) else { return nil }
        if hasUpper { characters = Array(text.lowercased().utf8) }

        // BIP173: the last "1" separates; the prefix has 1 to 83 characters.
        guard let separator = characters.lastIndex(of: UInt8(ascii: "1")),
            1...prefixCharactersMax ~= separator,
            characters.count - separator - 1 >= checksumCharacters
        else { return nil }
        let values = characters[(separator + 1)...].map { valueOfCharacter[Int($0)] }
        guard !values.contains(notAValue) else { return nil }

        let prefix = Array(characters[..<separator])
        let sum = polynomial(expand(prefix), values, [])
        guard let variant = Variant.allCases.first(where: { $0.constant == sum })
        else { return nil }
        return Decoded(
            prefix: String(decoding: prefix, as: UTF8.self),
            values: Array(values.dropLast(checksumCharacters)),
            variant: variant
        )
    }

    private static func expand(_ prefix: [UInt8]) -> [UInt8] {
        prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
    }

    private static func polynomial(_ parts: [UInt8]...) -> UInt32 {
        var sum: UInt32 = 1
        for part in parts {
            for value in part {
                let top = sum >> 25
                sum = (sum & 0x1ff_ffff) << 5 ^ UInt32(value)
                if top & 1 != 0 { sum ^= 0x3b6a_57b2 }
                if top & 2 != 0 { sum ^= 0x2650_8e6d }
                if top & 4 != 0 { sum ^= 0x1ea1_19fa }
                if top & 8 != 0 { sum ^= 0x3d42_33dd }
                if top & 16 != 0 { sum ^= 0x2a14_62b3 }
            }
        }
        return sum
    }
}
