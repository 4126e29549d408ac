package import Payments

/// What a source tells after a cursor: blocks taken back, blocks added, what waits unconfirmed.
package struct ChainUpdate: Sendable, Hashable {
    /// A block with the transfers in it that go to watched addresses.
    package struct Block: Sendable, Hashable {
        /// Height and hash.
        package let id: BlockID
        /// The hash of the block before it.
        package let parentHash: String
        /// What the block's maker says the time was.
        package let time: Instant
        /// Candidates: they matched the watched set, which the database confirms.
        package let transfers: [Transfer]

        /// Describes a block.
        package init(id: BlockID, parentHash: String, time: Instant, transfers: [Transfer]) {
            self.id = id
            self.parentHash = parentHash
            self.time = time
            self.transfers = transfers
        }
    }

    /// The unconfirmed transfers to watched addresses at one moment before the blocks were read.
    ///
    /// Taken first, so that a transaction mined in between is in the view or in a block, never in
    /// neither.
    package struct Mempool: Sendable, Hashable {
        /// Every waiting transfer that matched.
        package let transfers: [Transfer]
        /// Whether nothing was left out: only then is a missing transfer gone.
        package let isComplete: Bool

        /// Describes a view of the mempool.
        package init(transfers: [Transfer], isComplete: Bool) {
            self.transfers = transfers
            self.isComplete = isComplete
        }
    }

    /// Blocks of the cursor that left the best chain, the highest first.
    package var disconnected: [BlockID]
    /// Blocks that follow the cursor (or the common ancestor), the lowest first.
    package var connected: [Block]
    /// The best block the source knows; the update may end below it.
    package var tip: BlockID
    /// Nil where the network has no mempool, and right after blocks were disconnected.
    package var mempool: Mempool?
    /// The height up to which the network itself calls its blocks irreversible.
    ///
    /// Nil where it says no such thing: then depth alone decides.
    package var finalizedHeight: UInt64?

    /// Collects an update.
    package init(
        disconnected: [BlockID] = [],
        connected: [Block] = [],
        tip: BlockID,
        mempool: Mempool? = nil,
        finalizedHeight: UInt64? = nil
    ) {
        self.disconnected = disconnected
        self.connected = connected
        self.tip = tip
        self.mempool = mempool
        self.finalizedHeight = finalizedHeight
    }
}
