/// The JSON document behind a catalogue: every field may be left out where another document has it.
struct CatalogueDocument: CatalogueEntry {
    var networks: [CheckedEntry<NetworkEntry>]?
    var assets: [CheckedEntry<AssetEntry>]?

    enum CodingKeys: String, CodingKey {
        case networks
        case assets
    }

    struct NetworkEntry: CatalogueEntry {
        let id: String
        var title: String?
        var okipaysNumber: Int?
        var okipaysName: String?
        var family: String?
        var confirmations: Int?
        var finality: Int?
        var blockSeconds: Int?
        var native: String?
        var uriScheme: String?
        var chainID: Int?
        var coins: [CheckedEntry<CoinEntry>]?

        enum CodingKeys: String, CodingKey {
            case id, title, okipaysNumber, okipaysName, family, confirmations, finality
            case blockSeconds, native, uriScheme, chainID, coins
        }
    }

    struct CoinEntry: CatalogueEntry {
        let asset: String
        var decimals: Int?
        var contract: String?
        var networkFee: String?

        enum CodingKeys: String, CodingKey {
            case asset, decimals, contract, networkFee
        }
    }

    struct AssetEntry: CatalogueEntry {
        let ticker: String
        var name: String?
        var kind: String?
        var decimals: Int?
        var okipaysID: Int?
        var referencePriceUSD: String?
        var isStable: Bool?

        enum CodingKeys: String, CodingKey {
            case ticker, name, kind, decimals, okipaysID, referencePriceUSD, isStable
        }
    }
}

/// A part of the document that knows the names of all its fields.
protocol CatalogueEntry: Decodable, Sendable {
    associatedtype CodingKeys: CodingKey
}

/// An entry that was read without leaving a field over.
///
/// A misspelt field would otherwise change nothing without a word.
struct CheckedEntry<Entry: CatalogueEntry>: Decodable, Sendable {
    var entry: Entry

    init(_ entry: Entry) { self.entry = entry }

    init(from decoder: any Decoder) throws {
        for field in try decoder.container(keyedBy: AnyField.self).allKeys
        where Entry.CodingKeys(stringValue: field.stringValue) == nil {
            throw CatalogueError.unknownField(path: (decoder.codingPath + [field]).fieldPath)
        }
        entry = try Entry(from: decoder)
    }
}

/// A field of any name.
private struct AnyField: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension [any CodingKey] {
    /// The path as a person writes it: `networks[0].coins[1].decimals`.
    var fieldPath: String {
        reduce("") { path, key in
            if let index = key.intValue { return "\(path)[\(index)]" }
            return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
        }
    }
}
