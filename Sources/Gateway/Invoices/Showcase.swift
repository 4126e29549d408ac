package import Chains
import Keys
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
    /// The token's contract; nil for the network's own coin.
    package let contract: String?
    /// How many blocks must hold a payment before it counts.
    package let confirmations: Int
    /// A regular expression that every address of the network fits.
    package let addressPattern: String
    /// The seconds between two blocks of the network, typically.
    package let blockSeconds: Int
    /// What it costs to move the coin on, in the network's own coin.
    package let networkFee: Amount
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
    private let networks: [NetworkID: WatchedNetwork]

    /// Shows what a gateway serves.
    package init(_ gateway: Gateway) {
        self.init(catalogue: gateway.catalogue, networks: Array(gateway.networks.values))
    }

    /// Shows what would be served with some networks of a catalogue.
    package init(catalogue: Catalogue, networks served: [WatchedNetwork]) {
        self.catalogue = catalogue
        let networks = Dictionary(served.map { ($0.description.id, $0) }) { first, _ in first }
        self.networks = networks
        coins = catalogue.networks.compactMap { networks[$0.id] }
            .flatMap { served in
                let network = served.description
                return network.coins.map { entry in
                    CoinListing(
                        coin: entry.coin,
                        assetName: catalogue.asset(ticker: entry.coin.asset.ticker)?.name
                            ?? entry.coin.asset.ticker,
                        networkTitle: network.title,
                        okipaysNumber: network.okipaysNumber,
                        okipaysName: network.okipaysName,
                        contract: entry.contract,
                        confirmations: network.confirmations,
                        addressPattern: served.addressFormat.pattern,
                        blockSeconds: network.blockSeconds,
                        networkFee: entry.networkFee
                    )
                }
            }
        priceAssets = catalogue.assets.map { asset in
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

    /// Whether a text is an address of a served network, and the pattern its addresses fit; nil
    /// where no such network is served.
    package func check(
        address: String,
        on network: NetworkID
    ) -> (isValid: Bool, pattern: String)? {
        guard let format = networks[network]?.addressFormat else { return nil }
        return (format.isValid(address), format.pattern)
    }
}
