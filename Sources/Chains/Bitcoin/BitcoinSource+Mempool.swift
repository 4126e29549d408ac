import Logging
import Payments

extension BitcoinSource {
    /// What waits, and the bytes of what was not looked at before.
    struct Waiting {
        let list: [MempoolMemory.Entry]
        var fetched: [(entry: MempoolMemory.Entry, bytes: [UInt8])] = []
        var isComplete = true
    }

    /// Nil where the mempool is not looked at.
    func fetchMempool() async throws -> Waiting? {
        guard let txids = try await node.waitingTxids() else { return nil }
        let list = try txids.map { txid throws(ChainError) in
            guard let key = TransactionKey(txid) else {
                throw ChainError.malformed(what: "a txid in the mempool")
            }
            return MempoolMemory.Entry(key: key, txid: txid)
        }
        var waiting = Waiting(list: list)
        var pending = mempool.unseen(of: list)[...]
        var byteCount = 0
        while !pending.isEmpty {
            guard waiting.fetched.count < limits.transactionsMax,
                byteCount < limits.transactionBytesMax
            else {
                waiting.isComplete = false
                break
            }
            let room = limits.transactionsMax - waiting.fetched.count
            let part = pending.prefix(min(limits.batchCallsMax, room))
            pending = pending.dropFirst(part.count)
            let transactions = try await node.transactions(part.map(\.txid))
            for (entry, bytes) in zip(part, transactions) {
                // It left the mempool since it was listed.
                guard let bytes else {
                    waiting.isComplete = false
                    continue
                }
                waiting.fetched.append((entry, bytes))
                byteCount += bytes.count
            }
        }
        return waiting
    }

    /// Matches what was fetched, forgets what is gone, and gives everything that waits.
    func learn(_ waiting: Waiting, watched: WatchedSet) -> [Transfer] {
        mempool.keep(only: waiting.list)
        for (entry, bytes) in waiting.fetched {
            mempool.remember(entry.key, transfers: transfers(entry.txid, bytes, watched: watched))
        }
        return mempool.transfers
    }

    private func transfers(_ txid: String, _ bytes: [UInt8], watched: WatchedSet) -> [Transfer] {
        var reader = ByteReader(bytes, subject: "transaction")
        do throws(ChainError) {
            let transaction = try RawTransaction(
                reading: &reader,
                at: .alone,
                rules: rules,
                watched: watched
            )
            if transaction.outputs.isEmpty { return [] }
            guard node.isTrusted || transaction.txid(in: bytes) == txid.lowercased() else {
                throw reader.malformed("has another txid than asked for")
            }
            return transaction.outputs.compactMap { output in
                let script = Array(bytes[output.script])
                return transfer(txid: txid, index: output.index, value: output.value, script)
            }
        } catch {
            // Blocks must not wait for it: if it is mined, its block will say what is wrong.
            logger.debug(
                "mempool transaction not understood",
                metadata: ["chain.txid": "\(txid)", "error": "\(error.message)"]
            )
            return []
        }
    }
}
