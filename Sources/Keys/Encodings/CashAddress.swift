/// The CashAddr text of a hash: a prefix, a colon, and base 32 with a 40-bit BCH checksum.
///
/// The rules are those of the CashAddr specification, version 1.1, on bitcoincash.org. Only the two
/// types that everybody pays to are taken, and only with hashes of 160 bits: longer script hashes
/// and addresses that ask for tokens (CHIP-2022-02-CashTokens) are none that Florin issues.
enum CashAddress {
    /// What is hashed; the number stands in the version byte above its three bits of size.
    enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        case publicKeyHash = 0
        case scriptHash = 1

        /// Size bits of zero: 160 bits.
        var versionByte: UInt8 { rawValue << 3 }
    }

    /// What an address says.
    struct Content: Sendable, Hashable {
        let kind: Kind
        let hash: [UInt8]
    }

    static let checksumCharacters = 8
    /// A longer text cannot be an address: a prefix, and 42 characters for 160 bits.
    private static let charactersMax = 64
    private static let separator = UInt8(ascii: ":")

    /// The address in lower case with its prefix.
    static func encode(_ kind: Kind, hash: some Collection<UInt8>, prefix: String) -> String {
        encode(values: FiveBitValues.values(of: [kind.versionByte] + hash), prefix: prefix)
    }

    /// What the address says; nil when it is malformed or of another chain.
    ///
    /// The prefix may be missing; the checksum holds it all the same.
    static func decode(_ text: String, prefix: String) -> Content? {
        guard text.utf8.count <= charactersMax,
            let values = checkedValues(text, prefix: prefix),
            let bytes = FiveBitValues.bytes(of: values),
            let version = bytes.first, bytes.count == 1 + Hash160.byteCount,
            let kind = Kind.allCases.first(where: { $0.versionByte == version })
        else { return nil }
        return Content(kind: kind, hash: Array(bytes.dropFirst()))
    }

    /// The text of five-bit values, whatever they mean.
    static func encode(values: [UInt8], prefix: String) -> String {
        let template = [UInt8](repeating: 0, count: checksumCharacters)
        let sum = polynomial(expand(prefix), values, template)
        var text = Array(prefix.utf8) + [separator]
        text += values.map { Bech32.alphabet[Int($0)] }
        for place in 0..<checksumCharacters {
            let shift = UInt64(5 * (checksumCharacters - 1 - place))
            text.append(Bech32.alphabet[Int(sum >> shift & 31)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The five-bit values before the checksum, or nil when it does not hold for the prefix.
    static func checkedValues(_ text: String, prefix: String) -> [UInt8]? {
        var characters = Array(text.utf8)
        let hasUpper = characters.contains { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
        let hasLower = characters.contains { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
        // The specification: upper case is accepted, a mixture must be rejected.
        guard !(hasUpper && hasLower) else { return nil }
        if hasUpper { characters = Array(text.lowercased().utf8) }
        let head = Array(prefix.utf8) + [separator]
        if characters.starts(with: head) { characters.removeFirst(head.count) }
        guard characters.count >= checksumCharacters else { return nil }
        let values = characters.map { Bech32.valueOfCharacter[Int($0)] }
        guard !values.contains(Bech32.notAValue), polynomial(expand(prefix), values) == 0
        else { return nil }
        return Array(values.dropLast(checksumCharacters))
    }

    /// The lower five bits of each character, and a zero for the colon.
    private static func expand(_ prefix: String) -> [UInt8] {
        prefix.utf8.map { $0 & 31 } + [0]
    }

    private static func polynomial(_ parts: [UInt8]...) -> UInt64 {
        var sum: UInt64 = 1
        for part in parts {
            for value in part {
                let top = sum >> 35
                sum = (sum & 0x07_ffff_ffff) << 5 ^ UInt64(value)
                if top & 1 != 0 { sum ^= 0x98_f2bc_8e61 }
                if top & 2 != 0 { sum ^= 0x79_b76d_99e2 }
                if top & 4 != 0 { sum ^= 0xf3_3e5f_b3c4 }
                if top & 8 != 0 { sum ^= 0xae_2eab_e2a8 }
                if top & 16 != 0 { sum ^= 0x1e_4f43_e470 }
            }
        }
        return sum ^ 1
    }
}
