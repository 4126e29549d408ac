import Chains
package import Payments

/// A coin with what people call it.
package struct CoinListing: Sendable, Hashable {
    /// The coin.
    package let coin: Coin
    /// The asset's name: Tether.
    package let assetName: String
    /// The network's name: BNB Smart Chain.
    package let networkTitle: String
    /// The network's number in OkiPays.
    package let okipaysNumber: Int
    /// The network's name in OkiPays.
    package let okipaysName: String
}

/// An asset that prices can be stated in.
package struct PriceAssetListing: Sendable, Hashable {
    /// The asset.
    package let asset: Asset
    /// Its name: Euro.
    package let name: String
    /// Its number in OkiPays.
    package let okipaysID: Int
}

/// What a gateway offers, in the words of people and dialects.
package struct Showcase: Sendable {
    /// Every coin of a served network, in the catalogue's order.
    package let coins: [CoinListing]
    /// Every asset a price can be stated in.
    package let priceAssets: [PriceAssetListing]
    private let catalogue: Catalogue

    /// Shows what a gateway serves.
    package init(_ gateway: Gateway) {
        catalogue = gateway.catalogue
        coins = gateway.catalogue.networks.filter { gateway.networks[$0.id] != nil }
            .flatMap { network in
                network.coins.map { entry in
                    CoinListing(
                        coin: entry.coin,
                        assetName: gateway.catalogue.asset(ticker: entry.coin.asset.ticker)?.name
                            ?? entry.coin.asset.ticker,
                        networkTitle: network.title,
                        okipaysNumber: network.okipaysNumber,
                        okipaysName: network.okipaysName
                    )
                }
            }
        priceAssets = gateway.catalogue.assets.map { asset in
            PriceAssetListing(
                asset: asset.priceAsset,
                name: asset.name,
                okipaysID: asset.okipaysID
            )
        }
    }

    /// The listing of a coin, or nil where its network is no longer served.
    package func listing(of coin: Coin) -> CoinListing? { coins.first { $0.coin == coin } }

    /// The asset a price can be stated in by its ticker, or nil.
    package func priceAsset(_ ticker: String) -> Asset? {
        priceAssets.first { $0.asset.ticker == ticker }?.asset
    }

    /// What a wallet reads from a QR code to pay an amount to an address.
    package func paymentURI(coin: Coin, address: String, amount: Amount) -> String {
        catalogue.paymentURI(coin: coin, address: address, amount: amount)
    }
}
