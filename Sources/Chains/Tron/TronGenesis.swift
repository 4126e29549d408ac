import Keys

/// The first blocks that tell Tron's chains apart: accounts are written alike on all of them.
///
/// The last four bytes of the hash are the chain's EIP-155 number, so each can be checked against
/// the public lists of those: 728126428, 3448148188 and 2494104990.
enum TronGenesis: String, CaseIterable {
    case main = "00000000000000001ebf88508a03865c71d452e25f4d51194196a1d22b6653dc"
    case nile = "0000000000000000d698d4192c56cb6be724a558448e2684802de4d6cd8690dc"
    case shasta = "0000000000000000de1aa88295e1fcf982742f773e0419c5a9c134c994a9059e"

    /// The name of the chain that begins with a block; every unknown one is private.
    static func chainName(beginningWith hash: String) -> String {
        switch TronGenesis(rawValue: hash) {
        case .main: "main"
        case .nile: "nile"
        case .shasta: "shasta"
        case nil: "regtest"
        }
    }

    /// Whether the chain of that name is what the configuration asks for.
    static func fits(_ chainName: String, _ chain: ChainKind) -> Bool {
        switch chain {
        case .main: chainName == "main"
        case .test: chainName == "nile" || chainName == "shasta"
        case .regtest: chainName == "regtest"
        }
    }
}
