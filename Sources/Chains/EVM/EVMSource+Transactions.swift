import Keys
package import Payments

extension EVMSource: TransactionSource {
    /// Where a transaction is and what it pays, by the word of one server.
    ///
    /// What a waiting one is going to pay is read from its call, where that is a plain transfer of
    /// a token. Coins that a contract passes on show nowhere in it. Its fee is low where it offers
    /// less than half of the gas price of the next block.
    package func transaction(
        _ hash: TransactionHash,
        payingTo accounts: Set<[UInt8]>
    ) async throws -> TransactionSighting? {
        guard let word = EVMWord("0x" + hash.digits) else { return nil }
        let found = try await askQuietly { node in try await node.sighting(of: word) }
        guard let found else { return nil }
        var payments: [TransactionSighting.Payment] = []
        if let payment = found.transaction.payment, accounts.contains(payment.receiver.account),
            let units = payment.value
        {
            payments.append(.coin(Amount(units: units, of: native)))
        }
        guard let block = found.transaction.block, let height = found.transaction.height,
            let receipt = found.receipt
        else {
            if let contract = found.transaction.receiver, let transfer = found.call?.transfer,
                accounts.contains(transfer.receiver.account)
            {
                payments += payment(of: transfer.amount, in: contract)
            }
            let isPlain = !found.transaction.runsCode || found.call?.transfer != nil
            return TransactionSighting(
                position: .waiting(isFeeLow: await isLow(found.call?.gasPriceMax)),
                payments: payments,
                mayPayUnseen: payments.isEmpty && !isPlain
            )
        }
        guard receipt.isSuccess else {
            return TransactionSighting(position: .failed, payments: [])
        }
        for log in found.logs where accounts.contains(log.receiver.account) {
            payments += payment(of: log.amount, in: log.contract)
        }
        return TransactionSighting(
            position: .inBlock(height: height, hash: block.text),
            payments: payments,
            mayPayUnseen: payments.isEmpty && found.transaction.runsCode
        )
    }

    /// Asks the first server that answers, the reader before the others.
    ///
    /// Nothing is held against one that fails: else whoever pastes the hash of an odd transaction
    /// could take the witness out.
    private func askQuietly<Value: Sendable>(
        _ question: (EVMNode) async throws -> Value
    ) async throws -> Value {
        let time = now()
        let awake = healths.indices.filter { !healths[$0].isResting(at: time) }
        let indices = awake.isEmpty ? Array(healths.indices) : awake
        var fault: ChainError?
        for index in indices.filter({ $0 == reader }) + indices.filter({ $0 != reader }) {
            do {
                return try await question(nodes[index])
            } catch let error as ChainError {
                try Task.checkCancellation()
                fault = fault ?? error
            }
        }
        throw fault ?? ChainError.unreachable(label: "no server left")
    }

    private func payment(
        of units: UInt128?,
        in contract: EVMWord
    ) -> [TransactionSighting.Payment] {
        guard let asset = tokens[contract] else {
            let text = format.encode(matchBytes: contract.account) ?? contract.accountText
            return [.unknownToken(contract: text)]
        }
        return units.map { [.coin(Amount(units: $0, of: asset))] } ?? []
    }

    private func isLow(_ offer: UInt128?) async -> Bool {
        guard let offer else { return false }
        let usual = try? await askQuietly { try await $0.gasPrice() }
        return TransactionSighting.Position.isLow(
            Ratio(whole: offer),
            against: usual.map(Ratio.init(whole:))
        )
    }
}
