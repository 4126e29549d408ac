import Keys

/// How the blocks of a network differ from Bitcoin's.
///
/// Witnesses and MWEB announce themselves in a transaction's flags; these differences do not, so
/// the bytes alone cannot tell them.
struct BlockRules: Sendable, Hashable {
    /// Whether a version can say that proof of work done on another chain follows the header.
    let hasAuxiliaryProofs: Bool
    /// Whether a token may stand before an output's script: CHIP-2022-02-CashTokens.
    let hasTokenPrefixes: Bool

    /// Bitcoin's, which are Litecoin's too.
    static let plain = BlockRules(of: .bitcoin)

    init(of family: AddressFormat.Family) {
        hasAuxiliaryProofs = family == .dogecoin
        hasTokenPrefixes = family == .bitcoincash
    }
}
