import Payments

/// What a source asks of whatever serves a Bitcoin-like chain: a node's RPC or an Esplora server.
///
/// It carries questions and raw bytes; what they mean is `BitcoinSource`'s to say.
protocol BitcoinNode: Sendable {
    /// Whether blocks and transactions are taken for what the node calls them.
    ///
    /// Those of a stranger are held against the hashes they are asked for by.
    var isTrusted: Bool { get }

    /// Which chain it is on and how far it got.
    func view() async throws -> NodeView

    /// The hash of the best chain's block at each height; nil above the tip.
    func bestHashes(at heights: [UInt64]) async throws -> [String?]

    /// Whether it knows a block, on the best chain or off it.
    func knows(_ hash: String) async throws -> Bool

    /// The bytes of blocks, in the order they are asked for.
    func blocks(_ hashes: [String]) async throws -> [[UInt8]]

    /// What waits in the mempool, or nil where it is not looked at.
    func waitingTxids() async throws -> [String]?

    /// The bytes of waiting transactions, nil for one that does not wait any more.
    func transactions(_ txids: [String]) async throws -> [[UInt8]?]

    /// A transaction that waits or is in a block, as far as the server can tell by its hash alone.
    func sighting(of txid: String) async throws -> NodeSighting?

    /// Smallest units for a virtual byte to be mined within six blocks, or nil where unknown.
    func feeRate() async throws -> Ratio?
}

/// How a node sees its chain at one moment.
struct NodeView: Sendable {
    /// The chain in the node's own word; nil where it has none.
    let chainName: String?
    let tip: BlockID
    /// Whether it is still catching up with its network.
    let isSyncing: Bool
    /// What its clock says, in Unix seconds, where it tells.
    let serverSeconds: Int64?
}
