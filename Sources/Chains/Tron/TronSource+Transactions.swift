import Keys
package import Payments

extension TronSource: TransactionSource {
    /// Where a transaction is and what it pays.
    ///
    /// One that waits is in a block a few seconds later, so that nothing is said of its fee, and
    /// what a contract is going to do is waited for.
    package func transaction(
        _ hash: TransactionHash,
        payingTo accounts: Set<[UInt8]>
    ) async throws -> TransactionSighting? {
        try await checkGenesis()
        guard let found = try await node.sighting(of: hash.digits) else { return nil }
        guard let receipt = found.receipt else {
            let payments = found.transaction.payment.map { payment in
                accounts.contains(payment.account)
                    ? [trx(payment.sun)] : [TransactionSighting.Payment]()
            }
            return TransactionSighting(
                position: .waiting(isFeeLow: false),
                payments: payments ?? [],
                mayPayUnseen: payments == nil
            )
        }
        if found.transaction.hasFailed || receipt.hasFailed {
            return TransactionSighting(position: .failed, payments: [])
        }
        let reader = walk.reader
        let coins = reader.movements(of: found.transaction, receipt: receipt)
            .filter { accounts.contains($0.account) }.map {
                TransactionSighting.Payment.coin($0.amount)
            }
        let others = reader.strangers(in: receipt).filter { accounts.contains($0.account) }
            .compactMap { stranger in
                format.encode(matchBytes: stranger.contract)
                    .map { TransactionSighting.Payment.unknownToken(contract: $0) }
            }
        return TransactionSighting(
            position: .inBlock(height: receipt.height, hash: nil),
            payments: coins + others
        )
    }

    private func trx(_ sun: UInt64) -> TransactionSighting.Payment {
        .coin(Amount(units: UInt128(sun), of: walk.reader.native))
    }
}
