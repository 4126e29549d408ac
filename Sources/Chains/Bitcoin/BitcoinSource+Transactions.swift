package import Payments

/// A transaction as whatever serves a Bitcoin-like chain has it.
struct NodeSighting: Sendable {
    /// The bytes that say what it pays.
    enum Contents: Sendable {
        case transaction([UInt8])
        /// Those of the block that holds it.
        case block([UInt8])
    }

    let contents: Contents
    /// Nil while it waits.
    let block: BlockID?
    /// Smallest units for a virtual byte, where the server tells.
    let feeRate: Ratio?
}

extension BitcoinSource: TransactionSource {
    /// Where a transaction is and what its outputs pay.
    ///
    /// What it pays is read from its own bytes, which must hash to the txid. That it is in a block
    /// is the server's word. Its fee is low where a virtual byte brings less than half of the
    /// server's estimate for the next six blocks.
    package func transaction(
        _ hash: TransactionHash,
        payingTo accounts: Set<[UInt8]>
    ) async throws -> TransactionSighting? {
        try await checkChain()
        guard let found = try await node.sighting(of: hash.digits) else { return nil }
        var watched = WatchedSet(seed: 0, capacity: accounts.count)
        for account in accounts { watched.insert(account) }
        let paid = try outputs(of: hash.digits, in: found.contents, watched: watched)
        let payments = paid.filter { accounts.contains($0.script) }.map { output in
            TransactionSighting.Payment.coin(
                Amount(units: UInt128(output.value), of: coin.asset)
            )
        }
        if let block = found.block {
            return TransactionSighting(
                position: .inBlock(height: block.height, hash: block.hash),
                payments: payments
            )
        }
        // What others pay is only asked for where there is something to compare with it.
        let usual = found.feeRate == nil ? nil : try? await node.feeRate()
        let isLow = TransactionSighting.Position.isLow(found.feeRate, against: usual)
        return TransactionSighting(position: .waiting(isFeeLow: isLow), payments: payments)
    }

    private func outputs(
        of txid: String,
        in contents: NodeSighting.Contents,
        watched: WatchedSet
    ) throws(ChainError) -> [(script: [UInt8], value: UInt64)] {
        switch contents {
        case .block(let bytes):
            return try RawBlock(bytes, rules: rules).matches(in: watched)
                .filter { $0.txid == txid }.map { ($0.script, $0.value) }
        case .transaction(let bytes):
            var reader = ByteReader(bytes, subject: "transaction")
            let transaction = try RawTransaction(
                reading: &reader,
                at: .alone,
                rules: rules,
                watched: watched
            )
            // Where nothing matches, there is nothing that could be believed wrongly.
            guard transaction.outputs.isEmpty || transaction.txid(in: bytes) == txid else {
                throw reader.malformed("has another txid than asked for")
            }
            return transaction.outputs.map { (Array(bytes[$0.script]), $0.value) }
        }
    }
}
