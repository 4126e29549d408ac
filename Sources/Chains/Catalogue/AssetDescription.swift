package import Payments

/// What is known about an asset apart from the networks it moves on.
package struct AssetDescription: Sendable, Hashable {
    /// Whether an asset is issued by a state or moves on a chain.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Money of a state: prices only.
        case fiat
        /// Something that can be paid with.
        case crypto
    }

    /// The asset with the decimals that a price in it has; on a network it may have others.
    package let priceAsset: Asset
    /// The name for people: `Euro`, `Tether`.
    package let name: String
    /// Fiat money or not.
    package let kind: Kind
    /// The number OkiPays calls `id` in its list of currencies.
    package let okipaysID: Int
    /// What one whole unit is worth in US dollars in the sandbox.
    package let referencePrice: Ratio
    /// Whether the sandbox keeps the price where it is: fiat money and coins that follow it.
    package let isStable: Bool

    /// The ticker in upper case.
    package var ticker: String { priceAsset.ticker }
}

extension AssetDescription {
    /// Checks what a document says about an asset.
    init(_ entry: CatalogueDocument.AssetEntry) throws(CatalogueError) {
        let fields = FieldReader(path: "assets[\(entry.ticker)]")
        let ticker = try fields.ticker("ticker", entry.ticker)
        let decimals = try fields.whole("decimals", entry.decimals, in: 0...Asset.decimalsMax)
        let kindName = try fields.present("kind", entry.kind)
        guard let kind = Kind(rawValue: kindName) else {
            throw .unknownKind(path: fields.path("kind"), found: kindName)
        }
        let priceText = try fields.present("referencePriceUSD", entry.referencePriceUSD)
        guard let price = try? Ratio(decimal: priceText), !price.isZero else {
            throw .badDecimal(path: fields.path("referencePriceUSD"), found: priceText)
        }
        priceAsset = Asset(ticker: ticker, decimals: decimals)
        name = try fields.text("name", entry.name)
        self.kind = kind
        okipaysID = try fields.whole("okipaysID", entry.okipaysID, in: 0...Int(Int32.max))
        referencePrice = price
        isStable = entry.isStable ?? (kind == .fiat)
    }
}
