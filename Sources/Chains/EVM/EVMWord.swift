/// The 32 bytes an EVM chain counts in: a hash, a topic, a number, or an account behind 12 zeros.
///
/// It holds no array, because a block has hundreds of them.
struct EVMWord: Hashable, Sendable {
    /// The bytes as numbers of eight each, the highest first.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    static let byteCount = 32
    static let digitCount = 64
    static let accountBytes = 20
    static let accountDigits = 40

    /// Reads `0x` and exactly so many digits, at most 64; nil where anything else stands there.
    init?(_ text: Range<Int>, of bytes: [UInt8], digits: Int) {
        guard text.count == digits + 2 else { return nil }
        self.init(digitsAt: text, of: bytes)
    }

    /// Reads a quantity: `0x` and one digit to 64, zeros in front tolerated; nil else.
    init?(quantity text: Range<Int>, of bytes: [UInt8]) {
        guard text.count >= 3 else { return nil }
        self.init(digitsAt: text, of: bytes)
    }

    /// Reads a hash as nodes print it; nil where it is none.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.indices, of: bytes, digits: Self.digitCount)
    }

    /// Takes up to 32 bytes, with zeros before them.
    init(_ bytes: some BidirectionalCollection<UInt8>) {
        precondition(bytes.count <= Self.byteCount, "more bytes than a word has")
        var values: [UInt64] = [0, 0, 0, 0]
        for (place, byte) in bytes.reversed().enumerated() {
            values[3 - place / 8] |= UInt64(byte) << UInt64(place % 8 * 8)
        }
        (first, second, third, fourth) = (values[0], values[1], values[2], values[3])
    }

    private init?(digitsAt text: Range<Int>, of bytes: [UInt8]) {
        let start = text.lowerBound + 2
        guard text.count <= Self.digitCount + 2, text.lowerBound >= 0,
            text.upperBound <= bytes.count, text.count >= 2,
            bytes[start - 2] == UInt8(ascii: "0"), bytes[start - 1] == UInt8(ascii: "x")
        else { return nil }
        // Both nibbles of a digit are below 16, so one that is not shows in all that was seen.
        var seen: UInt8 = 0
        func part(endingAt end: Int) -> UInt64 {
            var value: UInt64 = 0
            var place = max(start, end - 16)
            while place < end {
                let digit = Self.value(of: bytes[place])
                seen |= digit
                value = value << 4 | UInt64(digit & 15)
                place += 1
            }
            return value
        }
        fourth = part(endingAt: text.upperBound)
        third = part(endingAt: text.upperBound - 16)
        second = part(endingAt: text.upperBound - 32)
        first = part(endingAt: text.upperBound - 48)
        guard seen < 16 else { return nil }
    }

    /// The value of a digit in either case; 255 where it is none.
    private static func value(of digit: UInt8) -> UInt8 {
        let decimal = digit &- UInt8(ascii: "0")
        if decimal < 10 { return decimal }
        let letter = (digit | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : 0xff
    }

    /// The number, or nil where 64 bits are not enough.
    var uint64: UInt64? { first | second | third == 0 ? fourth : nil }

    /// The number, or nil where 128 bits are not enough.
    var uint128: UInt128? {
        first | second == 0 ? UInt128(third) << 64 | UInt128(fourth) : nil
    }

    /// Whether all is zero.
    var isZero: Bool { first | second | third | fourth == 0 }

    /// Whether the first twelve bytes are zero, as they are before an account.
    var isAccount: Bool { first == 0 && second >> 32 == 0 }

    /// All bytes.
    var bytes: [UInt8] {
        [first, second, third, fourth].flatMap { part in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: part >> $0) }
        }
    }

    /// The last twenty bytes, which are what an account is recognised by.
    var account: [UInt8] {
        var account = [UInt8](repeating: 0, count: Self.accountBytes)
        for place in 0..<4 {
            account[place] = UInt8(truncatingIfNeeded: second >> UInt64(24 - place * 8))
        }
        for place in 0..<8 {
            let shift = UInt64(56 - place * 8)
            account[4 + place] = UInt8(truncatingIfNeeded: third >> shift)
            account[12 + place] = UInt8(truncatingIfNeeded: fourth >> shift)
        }
        return account
    }

    /// `0x` and 64 lower-case digits, as nodes print hashes.
    var text: String { "0x" + HexText.digits(of: bytes) }

    /// `0x` and the 40 lower-case digits of an account.
    var accountText: String { "0x" + HexText.digits(of: account) }

    /// A number as the protocol writes it: no zeros in front.
    static func quantity(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }
}
