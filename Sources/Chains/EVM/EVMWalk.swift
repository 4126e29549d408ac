import Payments

/// Follows a server's best chain from a cursor to a height, a bounded number of blocks at a time.
struct EVMWalk: Sendable {
    /// Where a walk led.
    struct Path: Sendable {
        /// Blocks of the cursor that left the best chain, the highest first.
        var disconnected: [BlockID] = []
        /// The last block of the cursor that is still on it.
        let ancestor: BlockID
        /// Blocks that follow the ancestor, the lowest first.
        var blocks: [EVMBlock] = []

        /// The last block that is known now.
        var last: BlockID { blocks.last?.id ?? ancestor }
    }

    let node: EVMNode
    let limits: EVMLimits
    /// The most blocks of this walk.
    let blocksMax: Int

    /// The way from a cursor towards a height, not above the server's best block `head`.
    func path(
        after cursor: ChainCursor,
        to height: UInt64,
        head: BlockID
    ) async throws(ChainError) -> Path {
        guard let parted = try await blocksParted(from: cursor, head: head) else {
            return Path(ancestor: cursor.last)
        }
        var path = Path(ancestor: cursor.recent[parted])
        path.disconnected = Array(cursor.recent.prefix(parted))
        path.blocks = try await blocks(after: path.ancestor, to: height)
        return path
    }

    /// How many blocks of the cursor left the best chain; nil where the server is merely behind.
    private func blocksParted(
        from cursor: ChainCursor,
        head: BlockID
    ) async throws(ChainError) -> Int? {
        if head == cursor.last { return 0 }
        let lastHash = try await node.outlines(at: [cursor.last.height])[0]?.id.hash
        if lastHash == cursor.last.hash { return 0 }
        // A server that lags has a shorter chain, and nothing was taken back. One that took the
        // block back still knows it.
        if lastHash == nil, try await !node.knows(cursor.last.hash) { return nil }
        let ancestors = Array(cursor.recent.dropFirst())
        let found = try await node.outlines(at: ancestors.map(\.height))
        let common = zip(ancestors, found).enumerated().first { $1.0.hash == $1.1?.id.hash }
        guard let common else {
            throw .reorgTooDeep(heightFirst: cursor.recent.last?.height ?? cursor.last.height)
        }
        return common.offset + 1
    }

    private func blocks(
        after ancestor: BlockID,
        to height: UInt64
    ) async throws(ChainError) -> [EVMBlock] {
        let last = min(height, ancestor.height + UInt64(blocksMax))
        var blocks: [EVMBlock] = []
        var byteCount = 0
        var next = ancestor.height + 1
        while next <= last, byteCount < limits.blockBytesMax {
            let part = try await node.someBlocks(in: next...last)
            for block in part.blocks {
                // The chain moved between the questions: what was read so far still holds.
                let parent = blocks.last?.id.hash ?? ancestor.hash
                guard block.parent.text == parent else { return blocks }
                blocks.append(block)
            }
            guard !part.blocks.isEmpty else { return blocks }
            byteCount += part.byteCount
            next += UInt64(part.blocks.count)
        }
        return blocks
    }
}
