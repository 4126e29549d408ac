package import Payments

extension SimulatedChain: TransactionSource {
    /// Where a transaction is; the ledger also remembers those that were replaced or dropped.
    package func transaction(
        _ hash: TransactionHash,
        payingTo accounts: Set<[UInt8]>
    ) async throws -> TransactionSighting? {
        guard let found = ledger.transactions[hash.digits] else { return nil }
        let position: TransactionSighting.Position =
            switch found.place {
            case .mempool: .waiting(isFeeLow: false)
            case .block(let height):
                .inBlock(height: height, hash: ledger.block(at: height)?.hash)
            case .gone: .gone
            }
        return TransactionSighting(
            position: position,
            payments: found.outputs.filter { accounts.contains($0.matchBytes) }
                .map { .coin($0.amount) }
        )
    }
}
