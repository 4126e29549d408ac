import Payments

/// Follows a Tron node's best chain from a cursor, a bounded number of blocks at a time.
struct TronWalk: Sendable {
    /// A block as read, its place in the chain checked.
    struct Step: Sendable {
        let id: BlockID
        let parentHash: String
        let time: Instant
        let movements: [TronMovement]
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

    let node: TronNode
    let reader: TronMovements
    let limits: TronLimits

    /// The way from a cursor towards the best block.
    ///
    /// Errors: `ChainError`; where only a later block could not be read, the path ends before it.
    func path(after cursor: ChainCursor, to tip: BlockID) async throws(ChainError) -> Path {
        var path = Path()
        guard let parted = try await blocksParted(from: cursor, tip: tip) else { return path }
        path.disconnected = Array(cursor.recent.prefix(parted))
        let ancestor = cursor.recent[parted]
        do throws(ChainError) {
            try await append(to: &path.steps, after: ancestor, to: tip)
        } catch {
            // What was read before holds; the next walk begins here and says what is wrong.
            guard !path.steps.isEmpty else { throw error }
        }
        path.endsAtTip = (path.steps.last?.id ?? ancestor) == tip
        return path
    }

    /// How many blocks of the cursor left the best chain; nil where the node is merely behind.
    ///
    /// A shorter chain alone takes nothing back, a server behind a balancer often has one: another
    /// block at a height of the cursor's does.
    private func blocksParted(
        from cursor: ChainCursor,
        tip: BlockID
    ) async throws(ChainError) -> Int? {
        var isAnother = false
        for (offset, known) in cursor.recent.enumerated() where known.height <= tip.height {
            var hash: String? = tip.hash
            if known.height < tip.height { hash = try await node.header(at: known.height)?.id.hash }
            if hash == known.hash { return isAnother || offset == 0 ? offset : nil }
            isAnother = isAnother || hash != nil
        }
        guard isAnother, let lowest = cursor.recent.last else { return nil }
        throw .reorgTooDeep(heightFirst: lowest.height)
    }

    private func append(
        to steps: inout [Step],
        after ancestor: BlockID,
        to tip: BlockID
    ) async throws(ChainError) {
        var last = ancestor
        var size = UInt64(limits.blocksPerRequest)
        let end = min(tip.height, ancestor.height + UInt64(limits.blocksMax))
        while last.height < end {
            let count = min(size, end - last.height)
            let blocks: [TronBlock]
            do throws(ChainError) {
                blocks = try await node.blocks(from: last.height + 1, count: count)
            } catch {
                guard case .tooLarge = error, count > 1 else { throw error }
                size = (count + 1) / 2
                continue
            }
            let linked = Self.linked(blocks, to: last)
            for (block, movements) in zip(linked, await movements(of: linked)) {
                let step = Step(
                    id: block.id,
                    parentHash: block.parentHash,
                    time: block.time,
                    movements: try movements.get()
                )
                steps.append(step)
                last = step.id
            }
            // The chain moved between the questions, or this server is behind: what was read holds.
            if linked.count < count { return }
        }
    }

    /// The blocks up to the first that does not build on the one before it.
    private static func linked(_ blocks: [TronBlock], to ancestor: BlockID) -> [TronBlock] {
        var hash = ancestor.hash
        return Array(
            blocks.prefix { block in
                defer { hash = block.id.hash }
                return block.parentHash == hash
            }
        )
    }

    /// What one of several blocks moved, or why that is not known.
    ///
    /// Not a tuple: Swift 6.3.1 overwrites the number beside a `Result` in a task group's tuple
    /// when it optimises.
    private final class Outcome: Sendable {
        let offset: Int
        let result: Result<[TronMovement], ChainError>

        init(offset: Int, result: Result<[TronMovement], ChainError>) {
            self.offset = offset
            self.result = result
        }
    }

    /// What each block moved, or why that is not known.
    private func movements(
        of blocks: [TronBlock]
    ) async -> [Result<[TronMovement], ChainError>] {
        await withTaskGroup(of: Outcome.self) { group in
            var results = [Result<[TronMovement], ChainError>](
                repeating: .success([]),
                count: blocks.count
            )
            // Blocks without transactions need no receipts.
            var pending = blocks.enumerated().filter { !$1.transactions.isEmpty }[...]
            for _ in 0..<limits.requestsMax {
                guard let (offset, block) = pending.popFirst() else { break }
                group.addTask { Outcome(offset: offset, result: await movements(of: block)) }
            }
            while let outcome = await group.next() {
                results[outcome.offset] = outcome.result
                if let (offset, block) = pending.popFirst() {
                    group.addTask { Outcome(offset: offset, result: await movements(of: block)) }
                }
            }
            return results
        }
    }

    private func movements(of block: TronBlock) async -> Result<[TronMovement], ChainError> {
        do throws(ChainError) {
            let receipts = try await node.receipts(at: block.id.height)
            return .success(try reader.movements(in: block, receipts: receipts))
        } catch {
            return .failure(error)
        }
    }
}
