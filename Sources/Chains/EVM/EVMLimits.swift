/// How much EVM servers are asked for at once, how much is accepted, how long each is left alone.
package struct EVMLimits: Sendable, Hashable {
    /// The most blocks one update connects.
    package var blocksMax = 200
    /// No further block is fetched in an update once so many bytes of answers are there.
    package var blockBytesMax = 48 << 20
    /// The most full blocks in one batch; a server that finds it too much is asked for fewer.
    package var batchBlocksMax = 10
    /// The most other calls in one batch.
    package var batchCallsMax = 50
    /// The most blocks one question for logs spans.
    package var logBlocksMax = 200
    /// The largest answer that is read, as received.
    package var answerBytesMax = 64 << 20
    /// How long an answer may take, its last byte included.
    package var timeoutSeconds = 30
    /// How long a server may take to name its newest block.
    package var headTimeoutSeconds = 10
    /// How long a server is left alone after its first failure; each further one doubles it.
    package var restSecondsFirst: Int64 = 5
    /// The longest a server is left alone.
    package var restSecondsMax: Int64 = 300
    /// A server whose newest block is older than the reader's by more is no witness.
    package var witnessLagSeconds: Int64 = 60
    /// A newest block further in the future is not believed where there is another server.
    package var futureSeconds: Int64 = 120
    /// How long a server that refused something optional is not asked for it again.
    package var refusalSeconds: Int64 = 600
    /// The most transfers of blocks that left the chain that are remembered.
    package var displacedMax = 1_000
    /// How many blocks later a displaced transfer that did not come back is forgotten.
    package var displacedBlocksMax: UInt64 = 1_000
    /// The gas a token's transfer takes, for what moving a received token on costs.
    ///
    /// The contracts of the large stablecoins burn between 40,000 and 65,000: the most where the
    /// receiver held nothing of the token before, because a new storage slot costs 22,100
    /// (EIP-2929) and the call itself 21,000. The most is taken, so that the fee is not short.
    package var tokenGas: UInt64 = 65_000

    /// The limits for public servers.
    package init() {}
}
