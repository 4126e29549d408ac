/// A transaction on a simulated chain and where it is now.
package struct SimulatedTransaction: Sendable, Hashable {
    /// Where a transaction is.
    package enum Place: Sendable, Hashable {
        /// It waits for a block.
        case mempool
        /// It is in the block of this height on the best chain.
        case block(height: UInt64)
        /// It was replaced or dropped and never comes back.
        case gone
    }

    /// Its id, 64 hexadecimal digits.
    package let txid: String
    /// What it pays, in the order of its outputs.
    package let outputs: [SimulatedOutput]
    /// Where it is now.
    package var place: Place
}
