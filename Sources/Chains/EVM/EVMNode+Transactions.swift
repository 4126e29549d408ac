extension EVMNode {
    /// A transaction with everything that tells what it pays.
    struct Sighting: Sendable {
        let transaction: EVMTransaction
        /// Nil where it is in a block.
        let call: EVMCall?
        /// Nil where it waits, or the server has its block and not its receipt yet.
        let receipt: EVMReceipt?
        /// The transfers of any contract in its receipt.
        let logs: [EVMLog]
    }

    /// A transaction, waiting or in a block; nil where the server does not know it.
    func sighting(of hash: EVMWord) async throws(ChainError) -> Sighting? {
        let answer = try await reply(to: RPCCall("eth_getTransactionByHash", .text(hash.text)))
            .value
        guard let transaction = try EVMTransaction.read(answer) else { return nil }
        guard transaction.hash == hash else { throw answer.malformed }
        guard transaction.block != nil else {
            return Sighting(
                transaction: transaction,
                call: try EVMCall.read(answer),
                receipt: nil,
                logs: []
            )
        }
        let told = try await reply(to: RPCCall("eth_getTransactionReceipt", .text(hash.text)))
            .value
        let receipt = try EVMReceipt.read(told)
        if let receipt, receipt.transaction != hash { throw told.malformed }
        return Sighting(
            transaction: transaction,
            call: nil,
            receipt: receipt,
            logs: receipt == nil ? [] : try EVMReceipt.transfers(in: told)
        )
    }
}

extension EVMReceipt {
    /// The transfers that a receipt tells of, whatever contract wrote them down.
    static func transfers(in fragment: JSONFragment) throws(ChainError) -> [EVMLog] {
        var scanner = JSONScanner(fragment)
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            guard scanner.spells("logs", key) else {
                try scanner.skip()
                continue
            }
            return try EVMLog.read(try scanner.value(), of: nil)
        }
        return []
    }
}
