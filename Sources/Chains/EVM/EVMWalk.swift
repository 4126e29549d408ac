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
    ) async throws -> Path {
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

    /// The blocks that follow an ancestor.
    ///
    /// While some are read the next ones are fetched: reading takes no time of its own then.
    private func blocks(
        after ancestor: BlockID,
        to height: UInt64
    ) async throws -> [EVMBlock] {
        let last = min(height, ancestor.height + UInt64(blocksMax))
        var blocks: [EVMBlock] = []
        var byteCount = 0
        var next = ancestor.height + 1
        var texts = try await texts(from: next, to: last)
        while !texts.isEmpty {
            byteCount += texts.reduce(0) { $0 + $1.range.count }
            let following = next + UInt64(texts.count)
            let isEnough = byteCount >= limits.blockBytesMax
            async let ahead = self.texts(from: isEnough ? last + 1 : following, to: last)
            for text in texts {
                guard let block = try EVMBlock.read(text) else { return blocks }
                guard block.height == next else { throw text.malformed }
                // The chain moved between the questions: what was read so far still holds.
                let parent = blocks.last?.id.hash ?? ancestor.hash
                guard block.parent.text == parent else { return blocks }
                blocks.append(block)
                next += 1
            }
            texts = try await ahead
        }
        return blocks
    }

    private func texts(from first: UInt64, to last: UInt64) async throws -> [JSONFragment] {
        first <= last ? try await node.someBlocks(in: first...last) : []
    }
}
