/// Which chain of a coin: decides the version bytes of keys and addresses.
package enum ChainKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// The chain whose coins have a price.
    case main
    /// The public test chain.
    case test
    /// A private test chain whose blocks are made at will.
    case regtest
}
