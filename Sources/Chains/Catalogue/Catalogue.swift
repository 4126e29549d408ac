package import Payments

/// The networks, coins and assets this Florin knows, with everything that is fixed about them.
///
///     Catalogue.standard.coin(ticker: "USDT", on: NetworkID("tron"))
///
/// It is a value made once at the start. It knows no live price, no fee market and no node.
package struct Catalogue: Sendable {
    /// All networks in the order of their OkiPays numbers.
    package let networks: [NetworkDescription]
    /// All assets, those with a price of their own included, in the order of their OkiPays ids.
    package let assets: [AssetDescription]

    private let document: CatalogueDocument
    private let networksByID: [NetworkID: NetworkDescription]
    private let assetsByTicker: [String: AssetDescription]

    /// What is in the binary.
    package static let standard: Catalogue = {
        do throws(CatalogueError) {
            return try Catalogue(CatalogueOverrides(json: PackageResources.catalogue_json).document)
        } catch {
            preconditionFailure("the catalogue in the binary: \(error.message)")
        }
    }()

    private init(_ document: CatalogueDocument) throws(CatalogueError) {
        // Merging into nothing finds what a document says twice.
        let document = try CatalogueDocument().merging(document)
        var assets: [String: AssetDescription] = [:]
        for checked in document.assets ?? [] {
            assets[checked.entry.ticker] = try AssetDescription(checked.entry)
        }
        var networks: [NetworkID: NetworkDescription] = [:]
        for checked in document.networks ?? [] {
            let network = try NetworkDescription(checked.entry, assets: assets)
            networks[network.id] = network
        }
        self.document = document
        self.networks = networks.values.sorted {
            ($0.okipaysNumber, $0.id) < ($1.okipaysNumber, $1.id)
        }
        self.assets = assets.values.sorted {
            ($0.okipaysID, $0.ticker) < ($1.okipaysID, $1.ticker)
        }
        networksByID = networks
        assetsByTicker = assets
        try checkNumbers()
    }

    /// This catalogue with what an operator's configuration adds and changes.
    package func adding(overrides: CatalogueOverrides) throws(CatalogueError) -> Catalogue {
        try Catalogue(document.merging(overrides.document))
    }

    /// The network of a name, or nil.
    package func network(_ id: NetworkID) -> NetworkDescription? { networksByID[id] }

    /// The network of an OkiPays number, or nil.
    package func network(okipaysNumber number: Int) -> NetworkDescription? {
        networks.first { $0.okipaysNumber == number }
    }

    /// Every coin, network by network.
    package var coins: [CoinDescription] { networks.flatMap(\.coins) }

    /// The coin of a ticker on a network, or nil where there is none.
    package func coin(ticker: String, on network: NetworkID) -> CoinDescription? {
        networksByID[network]?.coin(ticker: ticker)
    }

    /// The asset of a ticker in upper case, or nil.
    package func asset(ticker: String) -> AssetDescription? { assetsByTicker[ticker] }

    private func checkNumbers() throws(CatalogueError) {
        // Both lists are sorted by number, so equal numbers are neighbours.
        for (first, second) in zip(networks, networks.dropFirst())
        where first.okipaysNumber == second.okipaysNumber {
            throw .duplicate(
                path: "networks[\(second.id)].okipaysNumber",
                found: String(second.okipaysNumber)
            )
        }
        for (first, second) in zip(assets, assets.dropFirst())
        where first.okipaysID == second.okipaysID {
            throw .duplicate(
                path: "assets[\(second.ticker)].okipaysID",
                found: String(second.okipaysID)
            )
        }
        var names: Set<String> = []
        for network in networks where !names.insert(network.okipaysName).inserted {
            throw .duplicate(
                path: "networks[\(network.id)].okipaysName",
                found: network.okipaysName
            )
        }
    }
}
