import Keys
import Payments

/// The texts in a Tron node's answers, read without trusting their length.
enum TronText {
    private static let format = AddressFormat(family: .tron, chain: .main)

    /// The 20 bytes of an account: 21 bytes of hexadecimal from 41, or Base58Check.
    ///
    /// Nodes write the first form, and the second when they are asked for `visible`.
    static func account(_ text: String) -> [UInt8]? {
        switch text.utf8.count {
        case 42 where text.hasPrefix("41"): HexText.bytes(of: String(text.dropFirst(2)))
        case 34: format.decode(text)?.matchBytes
        default: nil
        }
    }

    /// The 20 bytes of the contract that wrote a log, where nodes leave the 41 out.
    static func contract(_ text: String) -> [UInt8]? {
        text.utf8.count == 40 ? HexText.bytes(of: text) : account(text)
    }

    /// The receiver in a log's topic: the last 20 of 32 bytes.
    ///
    /// The others are zero; Tron's own virtual machine sometimes leaves the 41 before the account.
    static func receiver(inTopic text: String) -> [UInt8]? {
        guard text.utf8.count == 64, let bytes = HexText.bytes(of: text),
            bytes.prefix(11).allSatisfy({ $0 == 0 }), bytes[11] == 0 || bytes[11] == 0x41
        else { return nil }
        return Array(bytes.suffix(20))
    }

    /// The bytes of one 256-bit word, or nil where there is less or more.
    static func word(_ text: String) -> [UInt8]? {
        text.utf8.count == 64 ? HexText.bytes(of: text) : nil
    }

    /// A hash in lower case; anything but 64 digits is malformed.
    static func hash(_ text: String, _ what: String) throws(ChainError) -> String {
        guard word(text) != nil else { throw .malformed(what: what) }
        return text.lowercased()
    }
}

extension UInt128 {
    /// The number in the bytes of a 256-bit word, or nil where it needs more than 128 bits.
    init?(tronWord word: [UInt8]) {
        guard word.count == 32, word.prefix(16).allSatisfy({ $0 == 0 }) else { return nil }
        self = word.suffix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }
}
