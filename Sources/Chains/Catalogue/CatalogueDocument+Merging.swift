extension CatalogueDocument {
    /// This document with the fields of another one in place of its own.
    func merging(_ other: CatalogueDocument) throws(CatalogueError) -> CatalogueDocument {
        let networks = try Self.merged(
            (networks ?? [], other.networks ?? []),
            named: \.id,
            in: "networks",
            by: Self.merged
        )
        let assets = try Self.merged(
            (assets ?? [], other.assets ?? []),
            named: \.ticker,
            in: "assets",
            by: Self.merged
        )
        return CatalogueDocument(networks: networks, assets: assets)
    }

    /// The old entries, changed by the new ones of the same name, then those that are new.
    private static func merged<Entry: CatalogueEntry>(
        _ lists: (old: [CheckedEntry<Entry>], new: [CheckedEntry<Entry>]),
        named name: (Entry) -> String,
        in path: String,
        by merge: (Entry, Entry) throws(CatalogueError) -> Entry
    ) throws(CatalogueError) -> [CheckedEntry<Entry>] {
        var entries = lists.old
        var seen: Set<String> = []
        for new in lists.new {
            let newName = name(new.entry)
            guard seen.insert(newName).inserted else {
                throw .duplicate(path: "\(path)[\(newName)]", found: newName)
            }
            if let index = entries.firstIndex(where: { name($0.entry) == newName }) {
                entries[index] = CheckedEntry(try merge(entries[index].entry, new.entry))
            } else {
                entries.append(new)
            }
        }
        return entries
    }

    private static func merged(
        _ old: NetworkEntry,
        _ new: NetworkEntry
    ) throws(CatalogueError) -> NetworkEntry {
        NetworkEntry(
            id: old.id,
            title: new.title ?? old.title,
            okipaysNumber: new.okipaysNumber ?? old.okipaysNumber,
            okipaysName: new.okipaysName ?? old.okipaysName,
            family: new.family ?? old.family,
            confirmations: new.confirmations ?? old.confirmations,
            finality: new.finality ?? old.finality,
            blockSeconds: new.blockSeconds ?? old.blockSeconds,
            native: new.native ?? old.native,
            uriScheme: new.uriScheme ?? old.uriScheme,
            chainID: new.chainID ?? old.chainID,
            coins: try merged(
                (old.coins ?? [], new.coins ?? []),
                named: \.asset,
                in: "networks[\(old.id)].coins",
                by: merged
            )
        )
    }

    private static func merged(
        _ old: CoinEntry,
        _ new: CoinEntry
    ) throws(CatalogueError) -> CoinEntry {
        CoinEntry(
            asset: old.asset,
            decimals: new.decimals ?? old.decimals,
            contract: new.contract ?? old.contract,
            networkFee: new.networkFee ?? old.networkFee
        )
    }

    private static func merged(
        _ old: AssetEntry,
        _ new: AssetEntry
    ) throws(CatalogueError) -> AssetEntry {
        AssetEntry(
            ticker: old.ticker,
            name: new.name ?? old.name,
            kind: new.kind ?? old.kind,
            decimals: new.decimals ?? old.decimals,
            okipaysID: new.okipaysID ?? old.okipaysID,
            referencePriceUSD: new.referencePriceUSD ?? old.referencePriceUSD,
            isStable: new.isStable ?? old.isStable
        )
    }
}
