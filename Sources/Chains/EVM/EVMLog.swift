/// A token's `Transfer` event as a server gave it: who receives how much of which contract.
struct EVMLog: Sendable, Hashable {
    let height: UInt64
    let block: EVMWord
    let transaction: EVMWord
    /// The place among all logs of the block.
    let index: UInt32
    let contract: EVMWord
    let receiver: EVMWord
    /// In smallest units, never zero; nil where 128 bits are not enough.
    let amount: UInt128?

    /// Keccak-256 of `Transfer(address,address,uint256)`, the first topic of EIP-20's event.
    static let transferTopic =
        "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
    static let transferTopicWord: EVMWord = {
        guard let word = EVMWord(transferTopic) else { preconditionFailure("not a word") }
        return word
    }()

    /// An index beyond is refused: transfers count from one, and the upper half is for others.
    fileprivate static let indexMax: UInt64 = 0x7fff_fff0

    /// Reads the logs of an answer; one that is not a transfer of a contract is left out.
    ///
    /// `contracts`: Whose transfers are read; nil for those of any contract.
    static func read(
        _ fragment: JSONFragment,
        of contracts: Set<EVMWord>?
    ) throws(ChainError) -> [EVMLog] {
        var scanner = JSONScanner(fragment)
        var logs: [EVMLog] = []
        try scanner.enterArray()
        while try scanner.nextElement() {
            let fields = try Fields.read(&scanner)
            if let log = fields.log(of: contracts) { logs.append(log) }
        }
        return logs
    }

    /// A log before it is known what it is; what cannot be read is nil.
    private struct Fields {
        var height: UInt64?
        var block: EVMWord?
        var transaction: EVMWord?
        var index: UInt64?
        var contract: EVMWord?
        var topics: [EVMWord?] = []
        var amount: EVMWord?
        var isRemoved = false

        /// An event has at most four topics.
        private static let topicsMax = 4

        static func read(_ scanner: inout JSONScanner) throws(ChainError) -> Fields {
            var fields = Fields()
            try scanner.enterObject()
            while let key = try scanner.nextKey() {
                if scanner.spells("topics", key), try scanner.kind() == .array {
                    try scanner.enterArray()
                    while try scanner.nextElement() {
                        let topic = try word(&scanner, digits: EVMWord.digitCount)
                        if fields.topics.count <= topicsMax { fields.topics.append(topic) }
                    }
                } else if scanner.spells("removed", key) {
                    let removed = try scanner.value()
                    fields.isRemoved = !removed.bytes[removed.range].elementsEqual("false".utf8)
                } else if scanner.spells("address", key) {
                    fields.contract = try word(&scanner, digits: EVMWord.accountDigits)
                } else if scanner.spells("data", key) {
                    fields.amount = try word(&scanner, digits: EVMWord.digitCount)
                } else if scanner.spells("blockHash", key) {
                    fields.block = try word(&scanner, digits: EVMWord.digitCount)
                } else if scanner.spells("transactionHash", key) {
                    fields.transaction = try word(&scanner, digits: EVMWord.digitCount)
                } else if scanner.spells("blockNumber", key) {
                    fields.height = try quantity(&scanner)
                } else if scanner.spells("logIndex", key) {
                    fields.index = try quantity(&scanner)
                } else {
                    try scanner.skip()
                }
            }
            return fields
        }

        /// Unlike the scanner's own it does not mind other values: one odd log must not hold up
        /// the chain.
        private static func word(
            _ scanner: inout JSONScanner,
            digits: Int
        ) throws(ChainError) -> EVMWord? {
            guard try scanner.kind() == .text else {
                try scanner.skip()
                return nil
            }
            return EVMWord(try scanner.text(), of: scanner.bytes, digits: digits)
        }

        private static func quantity(_ scanner: inout JSONScanner) throws(ChainError) -> UInt64? {
            guard try scanner.kind() == .text else {
                try scanner.skip()
                return nil
            }
            return EVMWord(quantity: try scanner.text(), of: scanner.bytes)?.uint64
        }

        func log(of contracts: Set<EVMWord>?) -> EVMLog? {
            guard !isRemoved, let contract, contracts?.contains(contract) ?? true,
                topics.count == 3, topics[0] == EVMLog.transferTopicWord,
                let sender = topics[1], let receiver = topics[2], receiver.isAccount,
                // What somebody sends to himself brings nothing.
                sender != receiver,
                let amount, !amount.isZero,
                let height, let block, let transaction, let index, index <= EVMLog.indexMax
            else { return nil }
            return EVMLog(
                height: height,
                block: block,
                transaction: transaction,
                index: UInt32(index),
                contract: contract,
                receiver: receiver,
                amount: amount.uint128
            )
        }
    }
}
