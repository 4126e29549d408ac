/// How much a Tron node is asked for at once, and what moving a coin on is taken to need.
package struct TronLimits: Sendable, Hashable {
    /// The most blocks one update connects.
    package var blocksMax = 50
    /// The most blocks one request asks for; the node itself gives at most 100.
    package var blocksPerRequest = 10
    /// The most requests for receipts that are under way at once.
    package var requestsMax = 4
    /// The largest answer that is read, as received; a full block of 2 MB is about 10 MB of JSON.
    package var answerBytesMax = 32 << 20
    /// How long an answer may take, its last byte included.
    package var timeoutSeconds = 30
    /// How old the best block may be before the node counts as catching up.
    package var headAgeSecondsMax: Int64 = 120
    /// The most blocks whose transfers are remembered in case they leave the chain.
    package var rememberedBlocksMax = 64
    /// The most transactions out of such blocks that are still asked for.
    package var displacedMax = 50

    /// The bytes of bandwidth a transfer of TRX takes: 265 to 268 with one signature.
    package var nativeBandwidth: UInt64 = 268
    /// The energy a USDT transfer takes where the recipient holds the token already.
    ///
    /// It is 130,285 where the recipient does not. A merchant collects to an address that does.
    package var tokenEnergy: UInt64 = 64_285
    /// The bytes of bandwidth a token transfer takes with one signature.
    package var tokenBandwidth: UInt64 = 345

    /// The limits for a node of one's own or a public server with a key.
    package init() {}
}
