import Payments

/// Follows a node's best chain from a cursor, a bounded number of blocks at a time.
struct BlockWalk: Sendable {
    /// A block as fetched, its place in the chain checked.
    struct Step: Sendable {
        let id: BlockID
        let block: RawBlock
    }

    /// Where a walk led.
    struct Path: Sendable {
        /// Blocks of the cursor that left the best chain, the highest first.
        var disconnected: [BlockID] = []
        /// Blocks that follow, the lowest first.
        var steps: [Step] = []
        /// Whether the node's best block was reached.
        var endsAtTip = false
    }

    let rpc: BitcoinRPC
    let limits: BitcoinLimits

    /// The next batch of blocks is twice as long while the last one was smaller than this.
    private static let batchBytesAim = 1 << 20
    private static let batchBlocksMax = 25

    /// The way from a cursor towards the best block.
    func path(after cursor: ChainCursor, to tip: BlockID) async throws -> Path {
        var path = Path()
        guard let parted = try await blocksParted(from: cursor, tip: tip) else { return path }
        path.disconnected = Array(cursor.recent.prefix(parted))
        let ancestor = cursor.recent[parted]
        path.steps = try await steps(after: ancestor, to: tip)
        path.endsAtTip = (path.steps.last?.id ?? ancestor) == tip
        return path
    }

    /// The hash of the best chain's block at each height; nil above the tip.
    func bestHashes(at heights: [UInt64]) async throws -> [String?] {
        let calls = heights.map { RPCCall("getblockhash", .number($0)) }
        return try await rpc.batch(calls, as: String.self).map { result in
            do throws(ChainError) {
                return try result.get()
            } catch .node(RPCFaultCode.invalidParameter, _) {
                return nil
            }
        }
    }

    /// How many blocks of the cursor left the best chain; nil where the node is merely behind.
    private func blocksParted(from cursor: ChainCursor, tip: BlockID) async throws -> Int? {
        let lastHash = try await bestHashes(at: [cursor.last.height])[0]
        if lastHash == cursor.last.hash { return 0 }
        // A node that lags or was just restarted has a shorter chain, and nothing was taken back.
        // One that took the block back still knows it.
        if lastHash == nil, try await !knows(cursor.last.hash) { return nil }
        let ancestors = Array(cursor.recent.dropFirst())
        let hashes = try await bestHashes(at: ancestors.map(\.height))
        let common = zip(ancestors, hashes).enumerated().first { $1.0.hash == $1.1 }
        guard let common else {
            let heightFirst = cursor.recent.last?.height ?? cursor.last.height
            throw ChainError.reorgTooDeep(heightFirst: heightFirst)
        }
        return common.offset + 1
    }

    private struct KnownBlock: Decodable, Sendable { let hash: String }

    private func knows(_ hash: String) async throws -> Bool {
        do {
            _ = try await rpc.call(RPCCall("getblockheader", .text(hash)), as: KnownBlock.self)
            return true
        } catch ChainError.node(RPCFaultCode.notFound, _) {
            return false
        }
    }

    private func steps(after ancestor: BlockID, to tip: BlockID) async throws -> [Step] {
        let last = min(tip.height, ancestor.height + UInt64(limits.blocksMax))
        guard last > ancestor.height else { return [] }
        let heights = Array((ancestor.height + 1)...last)
        let hashes = try await bestHashes(at: heights).prefix { $0 != nil }.compactMap(\.self)
        var pending = zip(heights, hashes).map { BlockID(height: $0, hash: $1) }[...]
        var steps: [Step] = []
        var byteCount = 0
        var batchBlocks = 1
        while !pending.isEmpty, byteCount < limits.blockBytesMax {
            let wanted = pending.prefix(batchBlocks)
            pending = pending.dropFirst(batchBlocks)
            let blocks = try await fetch(wanted)
            for (id, block) in zip(wanted, blocks) {
                // The chain moved between the questions: what was read so far still holds.
                let parentHash = steps.last?.id.hash ?? ancestor.hash
                guard block.header.parentHash == parentHash else { return steps }
                steps.append(Step(id: id, block: block))
            }
            let batchBytes = blocks.reduce(0) { $0 + $1.bytes.count }
            byteCount += batchBytes
            batchBlocks = batchBytes < Self.batchBytesAim ? batchBlocks * 2 : batchBlocks / 2
            batchBlocks = min(max(batchBlocks, 1), Self.batchBlocksMax)
        }
        return steps
    }

    private func fetch(_ wanted: ArraySlice<BlockID>) async throws -> [RawBlock] {
        let calls = wanted.map { RPCCall("getblock", .text($0.hash), .number(0)) }
        let texts = try await rpc.batch(calls, as: String.self)
        return try zip(wanted, texts).map { id, text in
            guard let bytes = HexText.bytes(of: try text.get()) else {
                throw ChainError.malformed(what: "a block that is not hexadecimal")
            }
            let block = try RawBlock(bytes)
            guard block.header.hash == id.hash else {
                throw ChainError.malformed(what: "a block that has another hash than asked for")
            }
            return block
        }
    }
}
