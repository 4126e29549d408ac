/// A block by its height and its hash, the hash as nodes print it (lower-case hexadecimal).
package struct BlockID: Sendable, Hashable {
    /// The number of blocks before it.
    package let height: UInt64
    /// The hash as text.
    package let hash: String

    /// Names a block.
    package init(height: UInt64, hash: String) {
        self.height = height
        self.hash = hash
    }
}
