/// What is needed of a transaction, alone or inside a block.
struct EVMTransaction: Sendable, Hashable {
    let hash: EVMWord
    /// The block that holds it; nil while it waits.
    let block: EVMWord?
    /// The height of that block.
    let height: UInt64?
    let sender: EVMWord?
    /// Nil where it creates a contract.
    let receiver: EVMWord?
    /// In smallest units, as it stands in the chain.
    let value: EVMWord
    /// Whether it creates or calls a contract; a call without input is not told apart from a
    /// payment.
    let runsCode: Bool

    /// What it pays to another account; nil where it pays nothing.
    ///
    /// What somebody sends to himself brings nothing, and what creates a contract is the
    /// contract's.
    var payment: EVMBlock.Payment? {
        guard let receiver, !value.isZero, receiver != sender else { return nil }
        return EVMBlock.Payment(transaction: hash, receiver: receiver, value: value.uint128)
    }

    /// Reads an answer; nil where the server knows no such transaction.
    static func read(_ fragment: JSONFragment) throws(ChainError) -> EVMTransaction? {
        if fragment.isNull { return nil }
        var scanner = JSONScanner(fragment)
        return try read(&scanner)
    }

    /// Reads one inside a block, under the names of the protocol.
    static func read(_ scanner: inout JSONScanner) throws(ChainError) -> EVMTransaction {
        var hash: EVMWord?
        var block: EVMWord?
        var height: UInt64?
        var sender: EVMWord?
        var receiver: EVMWord?
        var value: EVMWord?
        var runsCode = false
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.spells("hash", key) {
                hash = try scanner.word()
            } else if scanner.spells("from", key) {
                sender = try scanner.word(digits: EVMWord.accountDigits)
            } else if scanner.spells("to", key) {
                receiver = try scanner.word(digits: EVMWord.accountDigits)
                if receiver == nil { runsCode = true }
            } else if scanner.spells("value", key) {
                value = try scanner.quantity()
            } else if scanner.spells("input", key), try scanner.kind() == .text {
                // Longer than `0x`.
                if try scanner.text().count > 2 { runsCode = true }
            } else if scanner.spells("blockHash", key) {
                block = try scanner.word()
            } else if scanner.spells("blockNumber", key) {
                height = try scanner.quantity()?.uint64
            } else {
                try scanner.skip()
            }
        }
        guard let hash, let value else { throw scanner.malformed }
        return EVMTransaction(
            hash: hash,
            block: block,
            height: height,
            sender: sender,
            receiver: receiver,
            value: value,
            runsCode: runsCode
        )
    }
}
