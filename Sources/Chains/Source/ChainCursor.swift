package import Payments

/// How far a chain was read: the last block whose effects are stored and its ancestors.
///
/// The ancestors let a source find the block where a reorganised chain and ours part.
package struct ChainCursor: Sendable, Hashable {
    /// The last block read first, then its ancestors, each one lower.
    ///
    /// Never empty.
    package let recent: [BlockID]

    /// Makes a cursor.
    ///
    /// An empty list is a programmer's error and traps.
    package init(recent: [BlockID]) {
        precondition(!recent.isEmpty, "a cursor names at least one block")
        self.recent = recent
    }

    /// The last block read.
    package var last: BlockID { recent[0] }
}
