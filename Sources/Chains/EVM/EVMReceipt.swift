/// What became of a transaction.
struct EVMReceipt: Sendable, Hashable {
    let transaction: EVMWord
    let block: EVMWord
    /// Whether its effects hold; a failed one is in the block and moved nothing.
    let isSuccess: Bool

    /// Reads an answer; nil where the server knows no such transaction in a block.
    static func read(_ fragment: JSONFragment) throws(ChainError) -> EVMReceipt? {
        if fragment.isNull { return nil }
        var scanner = JSONScanner(fragment)
        var transaction: EVMWord?
        var block: EVMWord?
        var status: EVMWord?
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.spells("transactionHash", key) {
                transaction = try scanner.word()
            } else if scanner.spells("blockHash", key) {
                block = try scanner.word()
            } else if scanner.spells("status", key) {
                status = try scanner.quantity()
            } else {
                try scanner.skip()
            }
        }
        guard let transaction, let block else { throw fragment.malformed }
        // Without a status (before EIP-658) nothing says that it succeeded.
        return EVMReceipt(
            transaction: transaction,
            block: block,
            isSuccess: status?.uint64 == 1
        )
    }
}
