import Keys
import Payments

/// What the first eighty bytes of a block say.
struct BlockHeader: Sendable, Hashable {
    /// Says which rules the maker follows; Dogecoin's flag of another chain's work is in it.
    let version: UInt32
    /// The block's hash as nodes print it.
    let hash: String
    /// The hash of the block before it.
    let parentHash: String
    /// The root over the transactions' hashes, in the order it is computed.
    let merkleRoot: [UInt8]
    /// What the block's maker says the time was.
    let time: Instant

    static let byteCount = 80

    init(reading reader: inout ByteReader) throws(ChainError) {
        let start = reader.offset
        version = try reader.integer(UInt32.self)
        let parent = try reader.range(of: 32)
        let root = try reader.range(of: 32)
        let seconds = try reader.integer(UInt32.self)
        _ = try reader.range(of: 8)
        hash = HexText.reversed(
            DoubleSHA256.hash(reader.bytes[start..<(start + Self.byteCount)])
        )
        parentHash = HexText.reversed(reader.bytes[parent])
        merkleRoot = Array(reader.bytes[root])
        time = Instant(seconds: Int64(seconds))
    }
}
