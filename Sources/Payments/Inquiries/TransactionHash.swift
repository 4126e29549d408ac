/// The hash of a transaction as its digits alone, whatever network it is of.
///
///     TransactionHash(pasted: "https://etherscan.io/tx/0x9F…")?.digits
///
/// Every network that Florin reads names a transaction by 32 bytes. EVM networks print them with
/// `0x` in front and the others without; nobody who pastes a hash should have to know.
package struct TransactionHash: Sendable, Hashable {
    /// The 64 digits in lower case.
    package let digits: String

    /// How many digits a hash has.
    package static let digitCount = 64

    /// Reads a hash: 64 digits in either case, with or without `0x`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        var digits = text[...]
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") { digits = digits.dropFirst(2) }
        guard digits.utf8.count == Self.digitCount, digits.utf8.allSatisfy(Self.isDigit) else {
            return nil
        }
        self.digits = digits.lowercased()
    }

    /// Finds the hash in what a payer pasted: alone, in an explorer's URL, or in a sentence.
    ///
    /// Nil where there is none, and where there are two different ones: nobody should be told
    /// about one of them as if it were the other. Where a line broke inside of the only hash it is
    /// put together.
    package init?(pasted text: String) {
        let found = Set(Self.words(in: text).compactMap { TransactionHash($0) })
        if let only = found.first {
            guard found.count == 1 else { return nil }
            self = only
            return
        }
        let joined = text.unicodeScalars.filter { !Self.isInvisible($0) }
        self.init(String(String.UnicodeScalarView(joined)))
    }

    /// How networks write it: with and without `0x`.
    package var spellings: [String] { [digits, "0x" + digits] }

    /// Whether a network's name of a transaction is this one.
    package func names(_ txid: String) -> Bool { spellings.contains(txid) }

    /// The runs of ASCII letters and digits.
    private static func words(in text: String) -> [Substring] {
        text.split { character in
            guard let ascii = character.asciiValue else { return true }
            return !(isDigit(ascii) || isLetter(ascii))
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Blanks, line ends, and the marks without width that copying from a page brings along.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
    }
}
