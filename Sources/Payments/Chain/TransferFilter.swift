/// Which of a merchant's transfers a list shows, and in which order; what is nil may be any.
package struct TransferFilter: Sendable, Hashable {
    /// What they are for.
    package var purposes: Set<TransferRecord.Purpose>?
    /// The tickers of their assets.
    package var tickers: Set<String>?
    /// Their networks.
    package var networks: Set<NetworkID>?
    /// Not made known before.
    package var first: Instant?
    /// Not made known after.
    package var last: Instant?
    /// Whether the oldest comes first; else the newest does.
    package var isOldestFirst: Bool

    /// Describes what is shown.
    package init(
        purposes: Set<TransferRecord.Purpose>? = nil,
        tickers: Set<String>? = nil,
        networks: Set<NetworkID>? = nil,
        first: Instant? = nil,
        last: Instant? = nil,
        isOldestFirst: Bool = false
    ) {
        self.purposes = purposes
        self.tickers = tickers
        self.networks = networks
        self.first = first
        self.last = last
        self.isOldestFirst = isOldestFirst
    }
}
