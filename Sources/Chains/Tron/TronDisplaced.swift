import Payments

/// The transfers of blocks that left the chain, which may come into another block.
///
/// Tron shows no mempool, but a node gives transactions back to its queue when their block goes.
/// It is a memory only: to lose it makes a payment vanish until its next block and nothing worse.
struct TronDisplaced: Sendable {
    /// Recent blocks with transfers, the oldest first.
    private var blocks: [(hash: String, transfers: [Transfer])] = []
    /// What is in no block now, in the order it was met.
    private(set) var transfers: [Transfer] = []

    /// The transactions in no block, each once.
    var txids: [String] {
        var seen: Set<String> = []
        return transfers.map(\.id.txid).filter { seen.insert($0).inserted }
    }

    /// Follows an update; to follow it twice changes nothing.
    mutating func follow(_ update: ChainUpdate, _ limits: TronLimits) {
        for left in update.disconnected.reversed() {
            for transfer in blocks.first(where: { $0.hash == left.hash })?.transfers ?? []
            where transfers.count < limits.displacedMax
                && !transfers.contains(where: { $0.id == transfer.id })
            {
                transfers.append(transfer)
            }
        }
        for block in update.connected where !block.transfers.isEmpty {
            let mined = Set(block.transfers.map(\.id.txid))
            transfers.removeAll { mined.contains($0.id.txid) }
            blocks.removeAll { $0.hash == block.id.hash }
            blocks.append((block.id.hash, block.transfers))
        }
        blocks.removeFirst(max(0, blocks.count - limits.rememberedBlocksMax))
    }

    /// Forgets a transaction that waits no more.
    mutating func forget(_ txid: String) {
        transfers.removeAll { $0.id.txid == txid }
    }
}
