import Keys
import Payments

extension NetworkDescription {
    /// The most blocks that anything waits for.
    private static let depthMax = 100_000
    /// The longest time between blocks.
    private static let blockSecondsMax = 86_400

    private static let families: [String: AddressFormat.Family] = [
        "bitcoin": .bitcoin, "litecoin": .litecoin, "dogecoin": .dogecoin,
        "bitcoincash": .bitcoincash, "evm": .evm, "tron": .tron,
    ]

    /// Checks what a document says about a network.
    init(
        _ entry: CatalogueDocument.NetworkEntry,
        assets: [String: AssetDescription]
    ) throws(CatalogueError) {
        let fields = FieldReader(path: "networks[\(entry.id)]")
        id = NetworkID(try fields.identity("id", entry.id))
        title = try fields.text("title", entry.title)
        okipaysNumber = try fields.whole(
            "okipaysNumber",
            entry.okipaysNumber,
            in: 0...Int(Int32.max)
        )
        okipaysName = try fields.text("okipaysName", entry.okipaysName)
        let familyName = try fields.present("family", entry.family)
        guard let family = Self.families[familyName] else {
            throw .unknownFamily(path: fields.path("family"), found: familyName)
        }
        self.family = family
        confirmations = try fields.whole(
            "confirmations",
            entry.confirmations,
            in: 0...Self.depthMax
        )
        finality = try fields.whole(
            "finality",
            entry.finality,
            in: max(confirmations, 1)...Self.depthMax
        )
        blockSeconds = try fields.whole(
            "blockSeconds",
            entry.blockSeconds,
            in: 1...Self.blockSecondsMax
        )
        native = try fields.ticker("native", entry.native)
        uriScheme = try fields.identity("uriScheme", entry.uriScheme)
        chainID =
            family == .evm ? try fields.whole("chainID", entry.chainID, in: 1...Int.max) : nil
        coins = try CoinListCheck(
            network: id,
            native: native,
            format: AddressFormat(family: family, chain: .main),
            assets: assets
        ).coins((entry.coins ?? []).map(\.entry))
    }
}

/// Checks the coins of one network.
private struct CoinListCheck {
    let network: NetworkID
    let native: String
    let format: AddressFormat
    let assets: [String: AssetDescription]

    func coins(
        _ entries: [CatalogueDocument.CoinEntry]
    ) throws(CatalogueError) -> [CoinDescription] {
        // Fees are counted in the network's own coin, so it comes first.
        guard let nativeEntry = entries.first(where: { $0.asset == native }) else {
            throw .missing(path: "networks[\(network)].coins[\(native)]")
        }
        let nativeAsset = try asset(of: nativeEntry)
        var seen: Set<String> = []
        var coins: [CoinDescription] = []
        for entry in entries {
            guard seen.insert(entry.asset).inserted else {
                throw .duplicate(path: fields(entry).path("asset"), found: entry.asset)
            }
            coins.append(
                CoinDescription(
                    coin: Coin(try asset(of: entry), on: network),
                    contract: try contract(of: entry),
                    networkFee: try networkFee(of: entry, in: nativeAsset)
                )
            )
        }
        return coins
    }

    private func fields(_ entry: CatalogueDocument.CoinEntry) -> FieldReader {
        FieldReader(path: "networks[\(network)].coins[\(entry.asset)]")
    }

    private func asset(of entry: CatalogueDocument.CoinEntry) throws(CatalogueError) -> Asset {
        guard let asset = assets[entry.asset], asset.kind == .crypto else {
            throw .unknownAsset(path: fields(entry).path("asset"), found: entry.asset)
        }
        let decimals = try fields(entry).whole(
            "decimals",
            entry.decimals ?? asset.priceAsset.decimals,
            in: 0...Asset.decimalsMax
        )
        return Asset(ticker: entry.asset, decimals: decimals)
    }

    private func networkFee(
        of entry: CatalogueDocument.CoinEntry,
        in asset: Asset
    ) throws(CatalogueError) -> Amount {
        let text = try fields(entry).present("networkFee", entry.networkFee)
        guard let fee = try? Amount(decimal: text, of: asset) else {
            throw .badDecimal(path: fields(entry).path("networkFee"), found: text)
        }
        return fee
    }

    /// A token has a contract, written as the network writes addresses; the own coin has none.
    private func contract(
        of entry: CatalogueDocument.CoinEntry
    ) throws(CatalogueError) -> String? {
        let path = fields(entry).path("contract")
        if entry.asset == native {
            if let contract = entry.contract { throw .badContract(path: path, found: contract) }
            return nil
        }
        guard let text = entry.contract else { throw .missing(path: path) }
        guard let decoded = format.decode(text), decoded.form == .account else {
            throw .badContract(path: path, found: text)
        }
        return decoded.canonicalText
    }
}
