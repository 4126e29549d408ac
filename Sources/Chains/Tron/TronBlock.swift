import Payments

/// A block as a node's HTTP API writes it: fields at their default are absent.
struct TronBlock: Decodable, Sendable {
    let id: BlockID
    let parentHash: String
    /// Milliseconds since the epoch, the same in every receipt of the block.
    let milliseconds: Int64
    /// None where only the header was asked for.
    let transactions: [TronTransaction]

    var time: Instant { Instant(microseconds: milliseconds * 1_000) }

    /// The end of the year 9999: what is computed with a time stays far from overflow.
    private static let millisecondsMax: Int64 = 253_402_300_799_999

    private enum CodingKeys: String, CodingKey {
        case blockID
        case header = "block_header"
        case transactions
    }

    private struct Header: Decodable {
        let rawData: RawData

        enum CodingKeys: String, CodingKey { case rawData = "raw_data" }
    }

    private struct RawData: Decodable {
        let number: UInt64?
        let parentHash: String
        let timestamp: Int64?
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let hash = try TronText.hash(values.decode(String.self, forKey: .blockID), "a block's hash")
        let raw = try values.decode(Header.self, forKey: .header).rawData
        // The genesis block is number zero, which is not written.
        let height = raw.number ?? 0
        // A block's hash begins with its height (java-tron, BlockCapsule.BlockId).
        guard UInt64(hash.prefix(16), radix: 16) == height, height <= UInt64(Int64.max) else {
            throw ChainError.malformed(what: "a block whose hash does not begin with its height")
        }
        let milliseconds = raw.timestamp ?? 0
        guard (0...Self.millisecondsMax).contains(milliseconds) else {
            throw ChainError.malformed(what: "the time of block \(height)")
        }
        id = BlockID(height: height, hash: hash)
        parentHash = try TronText.hash(raw.parentHash, "the parent of block \(height)")
        self.milliseconds = milliseconds
        transactions =
            try values.decodeIfPresent([TronTransaction].self, forKey: .transactions) ?? []
    }
}

/// A block, or nothing where the node has none: it answers `{}` then.
struct TronBlockAnswer: Decodable, Sendable {
    let block: TronBlock?

    private enum CodingKeys: String, CodingKey { case blockID }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        block = values.contains(.blockID) ? try TronBlock(from: decoder) : nil
    }
}

/// Consecutive blocks; the node leaves the field out where it has none.
struct TronBlockList: Decodable, Sendable {
    let block: [TronBlock]?
}
