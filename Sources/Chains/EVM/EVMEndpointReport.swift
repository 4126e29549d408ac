/// How one of several servers is doing, for checks by an operator and for metrics.
package struct EVMEndpointReport: Sendable, Hashable {
    /// The host and port; no key is in it.
    package let name: String
    /// Whether it is asked; else it is left alone for a while.
    package let isHealthy: Bool
    /// The height of its newest block, where it told.
    package let height: UInt64?
    /// What went wrong last, until it succeeds again.
    package let fault: ChainError?
}
