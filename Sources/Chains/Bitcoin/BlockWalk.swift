import Payments

/// Follows a server's best chain from a cursor, a bounded number of blocks at a time.
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
        /// Whether the server's best block was reached.
        var endsAtTip = false
    }

    let node: any BitcoinNode
    let rules: BlockRules
    let limits: BitcoinLimits

    /// The next batch of blocks is twice as long while the last one was smaller than this.
    private static let batchBytesAim = 1 << 20
    private static let batchBlocksMax = 25
    /// How many ancestors are looked for at first; reorganisations are hardly ever deeper.
    private static let ancestorsFirst = 4

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

    /// How many blocks of the cursor left the best chain; nil where the node is merely behind.
    private func blocksParted(from cursor: ChainCursor, tip: BlockID) async throws -> Int? {
        if cursor.last == tip { return 0 }
        let lastHash = try await node.bestHashes(at: [cursor.last.height]).first ?? nil
        if lastHash == cursor.last.hash { return 0 }
        // A node that lags or was just restarted has a shorter chain, and nothing was taken back.
        // One that took the block back still knows it.
        if lastHash == nil, try await !node.knows(cursor.last.hash) { return nil }
        var parted = 1
        var size = Self.ancestorsFirst
        while parted < cursor.recent.count {
            let ancestors = cursor.recent.dropFirst(parted).prefix(size)
            let hashes = try await node.bestHashes(at: ancestors.map(\.height))
            for (ancestor, hash) in zip(ancestors, hashes) {
                if ancestor.hash == hash { return parted }
                parted += 1
            }
            guard hashes.count == ancestors.count else {
                throw ChainError.malformed(what: "the hashes of blocks")
            }
            size *= 4
        }
        let heightFirst = cursor.recent.last?.height ?? cursor.last.height
        throw ChainError.reorgTooDeep(heightFirst: heightFirst)
    }

    private func steps(after ancestor: BlockID, to tip: BlockID) async throws -> [Step] {
        let last = min(tip.height, ancestor.height + UInt64(limits.blocksMax))
        guard last > ancestor.height else { return [] }
        let heights = Array((ancestor.height + 1)...last)
        let hashes = try await node.bestHashes(at: heights).prefix { $0 != nil }
            .compactMap(\.self)
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
        let blocks = try await node.blocks(wanted.map(\.hash))
        return try zip(wanted, blocks).map { id, bytes in
            let block = try RawBlock(bytes, rules: rules)
            guard block.header.hash == id.hash else {
                throw ChainError.malformed(what: "a block that has another hash than asked for")
            }
            return block
        }
    }
}
