package import Payments

/// A place to learn from what happened on one network: a node, a public server, a simulation.
///
/// A source is asked and never pushes. It holds no truth of its own: what it caches may be lost at
/// any moment and is found again. It does not decide what a payment means.
package protocol ChainSource: Sendable {
    /// The network it tells about.
    var network: NetworkID { get }

    /// What happened after a cursor, bounded in blocks, and what waits in the mempool.
    ///
    /// `cursor`: The last block whose effects are stored, with its ancestors; nil on the very
    ///   first start, which begins at the tip.
    /// `watching`: Asked for the watched set after the data were fetched and before they are
    ///   matched, so that an address issued before a payment was made is always in it.
    /// Errors: `ChainError`, or whatever `watching` throws. Nothing is lost: the next call with
    ///   the same cursor gives the same blocks.
    func update(
        after cursor: ChainCursor?,
        watching: @Sendable () async throws -> WatchedSet
    ) async throws -> ChainUpdate

    /// The block of the best chain at a height, or nil above the tip.
    func block(at height: UInt64) async throws -> BlockID?

    /// How the source itself is doing, for checks by an operator.
    func status() async throws -> ChainStatus
}
