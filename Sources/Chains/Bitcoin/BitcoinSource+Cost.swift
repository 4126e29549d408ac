import Keys
package import Payments

extension BitcoinSource: NetworkCostSource {
    /// No fee rate is that high, in smallest units for a byte: a block of it would hold ten
    /// thousand coins of fees.
    private static let feeRateMax = Ratio(whole: 1_000_000)

    /// What the one input costs that later moves a received coin on.
    ///
    /// The size is that of the input which a payment to the usual address makes: 36 bytes of
    /// reference, 4 of sequence, 1 of script length. With a public key hash (BIP44, on Dogecoin and
    /// Bitcoin Cash) 107 bytes of signature and key follow: 148. With a witness (BIP84, on Bitcoin
    /// and Litecoin) these count a quarter, with one more for their number, and their signature is
    /// a byte shorter half of the time: 41 + 107/4, rounded up 68. The merchant's own scripts may
    /// be larger; the other parts of the transaction are shared by all its inputs.
    package func networkCosts(at now: Instant) async throws -> [String: NetworkCost] {
        try await checkChain()
        guard let rate = try await node.feeRate() else { return [:] }
        guard rate <= Self.feeRateMax else { throw ChainError.tooLarge(what: "a fee rate") }
        let asset = coin.asset
        let part = NetworkCost.Part(count: inputBytes, unit: "vB", price: rate)
        return [asset.ticker: NetworkCost(asset: asset, parts: [part], time: now)]
    }

    private var inputBytes: UInt64 {
        switch format.family {
        case .bitcoin, .litecoin: 68
        case .dogecoin, .bitcoincash: 148
        case .evm, .tron: preconditionFailure("a Bitcoin-like network has no accounts")
        }
    }
}
