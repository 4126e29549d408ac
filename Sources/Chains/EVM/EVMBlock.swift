import Payments

/// What is needed of a block as a server gave it.
struct EVMBlock: Sendable, Hashable {
    /// A transaction that carries the network's own coin.
    struct Payment: Sendable, Hashable {
        let transaction: EVMWord
        let receiver: EVMWord
        /// In smallest units; nil where 128 bits are not enough.
        let value: UInt128?
    }

    /// The transactions that run code, which may move coins unseen.
    struct Calls: Sendable, Hashable {
        var count = 0
        /// The first of them.
        var first: EVMWord?
    }

    let height: UInt64
    let hash: EVMWord
    let parent: EVMWord
    let time: Instant
    /// Nil where the server gives none.
    let bloom: EVMBloom?
    /// The hashes of all transactions in their order.
    let transactions: [EVMWord]
    /// Empty where only the hashes of the transactions were asked for.
    let payments: [Payment]
    let calls: Calls

    /// Height and hash.
    var id: BlockID { BlockID(height: height, hash: hash.text) }

    /// Heights and times beyond are refused, so that reckoning with them cannot overflow.
    static let heightMax = UInt64(1) << 53
    /// The last second of the year 9999.
    private static let secondsMax: UInt64 = 253_402_300_799

    /// Reads an answer; nil where the server knows no such block.
    static func read(_ fragment: JSONFragment) throws(ChainError) -> EVMBlock? {
        if fragment.isNull { return nil }
        var scanner = JSONScanner(fragment)
        var fields = Fields()
        try scanner.enterObject()
        while let key = try scanner.nextKey() {
            if scanner.spells("hash", key) {
                fields.hash = try scanner.word()
            } else if scanner.spells("parentHash", key) {
                fields.parent = try scanner.word()
            } else if scanner.spells("number", key) {
                fields.height = try scanner.quantity()?.uint64
            } else if scanner.spells("timestamp", key) {
                fields.seconds = try scanner.quantity()?.uint64
            } else if scanner.spells("logsBloom", key), try scanner.kind() == .text {
                fields.bloom = EVMBloom(try scanner.text(), of: scanner.bytes)
            } else if scanner.spells("transactions", key) {
                try readTransactions(&scanner, into: &fields)
            } else {
                try scanner.skip()
            }
        }
        guard let hash = fields.hash, let parent = fields.parent,
            let height = fields.height, height <= heightMax,
            let seconds = fields.seconds, seconds <= secondsMax, fields.hasTransactions
        else { throw fragment.malformed }
        return EVMBlock(
            height: height,
            hash: hash,
            parent: parent,
            time: Instant(seconds: Int64(seconds)),
            bloom: fields.bloom,
            transactions: fields.transactions,
            payments: fields.payments,
            calls: fields.calls
        )
    }

    private struct Fields {
        var height: UInt64?
        var hash: EVMWord?
        var parent: EVMWord?
        var seconds: UInt64?
        var bloom: EVMBloom?
        var hasTransactions = false
        var transactions: [EVMWord] = []
        var payments: [Payment] = []
        var calls = Calls()
    }

    private static func readTransactions(
        _ scanner: inout JSONScanner,
        into fields: inout Fields
    ) throws(ChainError) {
        fields.hasTransactions = true
        try scanner.enterArray()
        while try scanner.nextElement() {
            if try scanner.kind() == .text {
                guard let hash = try scanner.word() else { throw scanner.malformed }
                fields.transactions.append(hash)
                continue
            }
            let transaction = try EVMTransaction.read(&scanner)
            fields.transactions.append(transaction.hash)
            if transaction.runsCode {
                fields.calls.count += 1
                fields.calls.first = fields.calls.first ?? transaction.hash
            }
            if let payment = transaction.payment { fields.payments.append(payment) }
        }
    }
}
