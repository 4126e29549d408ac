import Payments

/// Transfers that were seen in blocks which left the best chain and did not come back yet.
///
/// A chain of this kind shows no mempool worth asking for, but whoever was told of a payment is not
/// told that it is gone while a server still holds its transaction. What is remembered is
/// lost with the process, and costs an early "gone" then.
struct DisplacedTransfers: Sendable {
    private struct Seen: Sendable {
        let id: BlockID
        let transfers: [Transfer]
    }

    private struct Waiting: Sendable {
        let transfer: Transfer
        /// Where it was.
        let height: UInt64
    }

    /// Recent blocks with transfers in the order they were seen.
    private var seen: [Seen] = []
    private var waiting: [Waiting] = []
    private let transfersMax: Int
    private let blocksMax: UInt64

    /// Remembers at most so many transfers, and waits for each at most so many blocks.
    init(transfersMax: Int, blocksMax: UInt64) {
        self.transfersMax = transfersMax
        self.blocksMax = blocksMax
    }

    /// Takes what an update says, which may be the same as before: first what left, then what came.
    mutating func learn(disconnected: [BlockID], connected: [ChainUpdate.Block]) {
        for id in disconnected {
            guard let block = seen.last(where: { $0.id == id }) else { continue }
            for transfer in block.transfers
            where !waiting.contains(where: { $0.transfer.id == transfer.id }) {
                waiting.append(Waiting(transfer: transfer, height: id.height))
            }
        }
        for block in connected where !block.transfers.isEmpty {
            seen.removeAll { $0.id == block.id }
            seen.append(Seen(id: block.id, transfers: block.transfers))
            // In a new block its logs may have other numbers: the transaction is what comes back.
            let txids = Set(block.transfers.map(\.id.txid))
            waiting.removeAll { txids.contains($0.transfer.id.txid) }
        }
        if let last = connected.last?.id.height {
            waiting.removeAll { last > $0.height && last - $0.height > blocksMax }
        }
        waiting.removeFirst(max(0, waiting.count - transfersMax))
        var excess = seen.reduce(0) { $0 + $1.transfers.count } - transfersMax
        while excess > 0, seen.count > 1 { excess -= seen.removeFirst().transfers.count }
    }

    /// Which transactions to ask for, each once, in a fixed order.
    var txids: [String] { Set(waiting.map(\.transfer.id.txid)).sorted() }

    /// What waits of the transactions that are said to wait, in a fixed order.
    func transfers(of txids: Set<String>) -> [Transfer] {
        waiting.map(\.transfer)
            .filter { txids.contains($0.id.txid) }
            .sorted { ($0.id.txid, $0.id.index) < ($1.id.txid, $1.id.index) }
    }
}
