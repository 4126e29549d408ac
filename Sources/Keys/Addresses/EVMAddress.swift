/// The text of a 20-byte account on Ethereum and chains like it.
enum EVMAddress {
    static let accountBytes = 20
    private static let prefix = "0x"

    /// `0x` and forty digits with the capitals of EIP-55; nil when there are not 20 bytes.
    static func encode(_ account: [UInt8]) -> String? {
        guard account.count == accountBytes else { return nil }
        let digits = capitalized(Hexadecimal.characters(of: account))
        return String(decoding: Array(prefix.utf8) + digits, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        guard text.hasPrefix(prefix), text.utf8.count == prefix.count + accountBytes * 2,
            let account = Hexadecimal.bytes(of: text.dropFirst(prefix.count))
        else { return nil }
        let digits = Array(text.utf8.dropFirst(prefix.count))
        let hasUpper = digits.contains { UInt8(ascii: "A")...UInt8(ascii: "F") ~= $0 }
        let hasLower = digits.contains { UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 }
        // EIP-55: mixed case carries a checksum; one case carries none.
        if hasUpper, hasLower, encode(account) != text { return nil }
        return account
    }

    /// EIP-55: a letter is upper case where the digit of the text's own hash is 8 or more.
    private static func capitalized(_ digits: [UInt8]) -> [UInt8] {
        let hash = Keccak256.hash(digits)
        var result = digits
        for index in result.indices where result[index] >= UInt8(ascii: "a") {
            let nibble = index.isMultiple(of: 2) ? hash[index / 2] >> 4 : hash[index / 2] & 15
            if nibble >= 8 { result[index] -= 32 }
        }
        return result
    }
}
