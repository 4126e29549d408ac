/// How many addresses in a row a wallet gave out that nothing came to, up to the newest.
///
/// Wallets that follow an account key stop looking after a number of unused addresses in a row, the
/// gap limit (BIP44 says 20). Money beyond is there and is not shown.
package struct WalletGap: Sendable, Hashable {
    /// The gap limit that wallets have unless told otherwise (BIP44).
    package static let limitUsual = 20
    /// How many addresses are looked at for one that money came to.
    package static let looksMax = 1_000
    /// Limits to set are advised in steps of so many.
    private static let adviceStep = 50

    /// The addresses given out since the last one that money came to.
    package let unpaid: Int
    /// Whether only a part was looked at, so that there may be more.
    package let isAtLeast: Bool
    /// The last index that money came to; nil where none is known.
    package let paidIndex: UInt32?

    /// Works it out from the index the next address gets and the newest one that was paid.
    package init(nextIndex: UInt32, paidIndex: UInt32?, looksMax: Int = WalletGap.looksMax) {
        self.paidIndex = paidIndex
        if let paidIndex {
            unpaid = max(0, Int(nextIndex) - Int(paidIndex) - 1)
            isAtLeast = false
        } else {
            unpaid = min(Int(nextIndex), looksMax)
            isAtLeast = Int(nextIndex) > looksMax
        }
    }

    /// Whether a wallet with the usual limit may miss a payment to an address given out.
    package var exceedsUsual: Bool { unpaid > Self.limitUsual }

    /// The last index that a wallet with the usual limit looks at.
    package var lastIndexSeen: Int {
        (paidIndex.map { Int($0) } ?? -1) + Self.limitUsual
    }

    /// The gap limit to set, with room for the next addresses.
    package var advisedLimit: Int {
        let needed = unpaid + Self.limitUsual
        return (needed + Self.adviceStep - 1) / Self.adviceStep * Self.adviceStep
    }
}
