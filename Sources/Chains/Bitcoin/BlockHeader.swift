import Keys
import Payments

/// What the first eighty bytes of a block say.
struct BlockHeader: Sendable, Hashable {
    /// The block's hash as nodes print it.
    let hash: String
    /// The hash of the block before it.
    let parentHash: String
    /// What the block's maker says the time was.
    let time: Instant

    static let byteCount = 80

    init(reading reader: inout ByteReader) throws(ChainError) {
        let start = reader.offset
        _ = try reader.integer(UInt32.self)
        let parent = try reader.range(of: 32)
        _ = try reader.range(of: 32)
        let seconds = try reader.integer(UInt32.self)
        _ = try reader.range(of: 8)
        hash = HexText.reversed(
            DoubleSHA256.hash(reader.bytes[start..<(start + Self.byteCount)])
        )
        parentHash = HexText.reversed(reader.bytes[parent])
        time = Instant(seconds: Int64(seconds))
    }
}
