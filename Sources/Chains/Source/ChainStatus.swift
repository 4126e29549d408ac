/// How a chain source is doing at one moment.
package struct ChainStatus: Sendable, Hashable {
    /// The chain it says it is on, in its own words: `main`, `test`, `regtest`, `simulated`.
    package let chainName: String
    /// The height of its best block.
    package let height: UInt64
    /// Whether it is still catching up with its own network.
    package let isSyncing: Bool
    /// Its clock minus ours in seconds, where it tells its time.
    package let clockOffsetSeconds: Int64?

    /// Describes a status.
    package init(chainName: String, height: UInt64, isSyncing: Bool, clockOffsetSeconds: Int64?) {
        self.chainName = chainName
        self.height = height
        self.isSyncing = isSyncing
        self.clockOffsetSeconds = clockOffsetSeconds
    }
}
