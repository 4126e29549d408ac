import Keys

/// The filter in a block's header: what it does not contain is in no log of the block.
///
/// What it seems to contain may still be missing. The rule is in Ethereum's yellow paper, 4.3.1.
struct EVMBloom: Sendable, Hashable {
    /// The three bits that stand for an address or a topic.
    struct Item: Sendable, Hashable {
        fileprivate let bits: [Int]

        init(_ bytes: [UInt8]) {
            let hash = Keccak256.hash(bytes)
            bits = [0, 2, 4].map {
                (Int(hash[$0]) << 8 | Int(hash[$0 + 1])) & (EVMBloom.bitCount - 1)
            }
        }
    }

    private let bytes: [UInt8]

    fileprivate static let bitCount = 2048

    /// Reads the 512 digits of a header; nil where they are anything else.
    init?(_ text: Range<Int>, of bytes: [UInt8]) {
        guard text.count == Self.bitCount / 4 + 2, text.upperBound <= bytes.count else {
            return nil
        }
        let digits = String(decoding: bytes[text].dropFirst(2), as: UTF8.self)
        guard let filter = HexText.bytes(of: digits) else { return nil }
        self.bytes = filter
    }

    /// Whether the item may be in a log of the block.
    func mayContain(_ item: Item) -> Bool {
        item.bits.allSatisfy { bit in
            bytes[bytes.count - 1 - bit / 8] & 1 << UInt8(bit % 8) != 0
        }
    }
}
