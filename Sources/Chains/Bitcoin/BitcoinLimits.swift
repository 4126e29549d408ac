/// How much a node is asked for at once and how much of an answer is accepted.
package struct BitcoinLimits: Sendable, Hashable {
    /// The most blocks one update connects.
    package var blocksMax = 50
    /// No further block is fetched in an update once so many bytes of blocks are there.
    package var blockBytesMax = 16 << 20
    /// The most calls in one batch.
    package var batchCallsMax = 100
    /// The most mempool transactions one update fetches.
    package var transactionsMax = 2_000
    /// No further mempool transaction is fetched in an update once so many bytes are there.
    package var transactionBytesMax = 16 << 20
    /// How many of the newest blocks are looked through for a transaction that a payer asks for,
    /// where the node has no index of transactions.
    package var lookBackBlocks = 12
    /// The largest answer that is read, as received; a block of 4 MB takes 8 MB of text.
    package var answerBytesMax = 64 << 20
    /// How long an answer may take, its last byte included.
    package var timeoutSeconds = 30

    /// The limits for a node of one's own.
    package init() {}

    /// The limits for a server that others use too and where everything is a request.
    package static let publicServer: BitcoinLimits = {
        var limits = BitcoinLimits()
        limits.blocksMax = 10
        limits.transactionsMax = 200
        limits.batchCallsMax = 50
        return limits
    }()
}
