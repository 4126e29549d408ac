package import Payments

extension SimulatedChain {
    /// What happened after a cursor, at most `blocksMax` blocks of it.
    ///
    /// A nil cursor gives no blocks, the tip to begin at, and what waits. A view of the mempool is
    /// called complete only where the update reaches the tip: what waits no longer may be in a
    /// block that the update ends before.
    package func update(
        after cursor: ChainCursor?,
        watching: @Sendable () async throws -> WatchedSet
    ) async throws -> ChainUpdate {
        // All of it is taken before anything is awaited, so that it belongs to one moment.
        let seen = ledger
        let parting = try Self.parting(of: cursor, from: seen)
        let heightLast = min(parting.height + UInt64(Self.blocksMax), seen.heightLast)
        let isAtTip = heightLast == seen.heightLast

        let watched = try await watching()

        var connected: [ChainUpdate.Block] = []
        if heightLast > parting.height {
            connected = (parting.height + 1...heightLast).map { height in
                let block = seen.contents(at: height)
                return ChainUpdate.Block(
                    id: block.id,
                    parentHash: block.parentHash,
                    time: block.time,
                    transfers: transfers(in: block.transactions, watched)
                )
            }
        }
        let waiting = seen.mempool.compactMap { seen.transactions[$0] }
        let mempool = ChainUpdate.Mempool(
            transfers: transfers(in: waiting, watched),
            isComplete: isAtTip
        )
        return ChainUpdate(
            disconnected: parting.disconnected,
            connected: connected,
            tip: seen.tip,
            mempool: parting.disconnected.isEmpty ? mempool : nil
        )
    }

    /// The block of the best chain at a height, or nil above the tip.
    package func block(at height: UInt64) async throws -> BlockID? { ledger.block(at: height) }

    /// Always in good health.
    package func status() async throws -> ChainStatus {
        ChainStatus(
            chainName: "simulated",
            height: ledger.heightLast,
            isSyncing: false,
            clockOffsetSeconds: 0
        )
    }

    /// The height of the last block that a cursor and the chain share, and what the chain lost.
    private static func parting(
        of cursor: ChainCursor?,
        from ledger: SimulatedLedger
    ) throws(ChainError) -> (height: UInt64, disconnected: [BlockID]) {
        guard let cursor else { return (ledger.heightLast, []) }
        for (index, block) in cursor.recent.enumerated()
        where ledger.block(at: block.height) == block {
            return (block.height, Array(cursor.recent[..<index]))
        }
        throw .reorgTooDeep(heightFirst: cursor.recent.last?.height ?? 0)
    }

    private func transfers(
        in transactions: [SimulatedTransaction],
        _ watched: WatchedSet
    ) -> [Transfer] {
        transactions.flatMap { transaction in
            transaction.outputs.enumerated().compactMap { index, output in
                guard watched.contains(output.matchBytes) else { return nil }
                return Transfer(
                    id: Transfer.ID(
                        network: network,
                        txid: transaction.txid,
                        index: UInt32(index)
                    ),
                    address: output.address,
                    amount: output.amount
                )
            }
        }
    }
}
