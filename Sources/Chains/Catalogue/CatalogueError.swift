/// What is wrong in a document that describes networks and assets, and in which field.
///
/// A path names a field as `networks[bsc].coins[USDT].decimals`, or with positions in place of
/// names (`networks[0].coins[1].decimals`) where the document could not be read that far.
package enum CatalogueError: Error, Hashable, Sendable {
    /// The document is no JSON object.
    case notJSON
    /// A field holds another kind of value than it must, such as a text for a number.
    case wrongType(path: String)
    /// A field nobody reads, most likely misspelt.
    case unknownField(path: String)
    /// A new network, coin or asset lacks a field that it needs.
    case missing(path: String)
    /// An identity, a ticker or a URI scheme has characters it must not have.
    case malformedName(path: String, found: String)
    /// No address family has this name.
    case unknownFamily(path: String, found: String)
    /// An asset is neither `fiat` nor `crypto`.
    case unknownKind(path: String, found: String)
    /// No asset has this ticker.
    case unknownAsset(path: String, found: String)
    /// Another network, coin or asset has this name or number already.
    case duplicate(path: String, found: String)
    /// A whole number is outside the range.
    case outOfRange(path: String, found: Int, low: Int, high: Int)
    /// The text is not a plain decimal that fits its asset, or is zero where that makes no sense.
    case badDecimal(path: String, found: String)
    /// The text is not an address of a contract on this network.
    case badContract(path: String, found: String)

    /// What an operator reads.
    package var message: String {
        switch self {
        case .notJSON: "the catalogue is not a JSON object"
        case .wrongType(let path): "\(path) holds the wrong kind of value"
        case .unknownField(let path): "\(path) is not a field of the catalogue"
        case .missing(let path): "\(path) is missing"
        case .malformedName(let path, let found): "\(path) cannot be \"\(found)\""
        case .unknownFamily(let path, let found): "\(path) is an unknown family, \"\(found)\""
        case .unknownKind(let path, let found):
            "\(path) is \"\(found)\", it must be \"fiat\" or \"crypto\""
        case .unknownAsset(let path, let found): "\(path) names an unknown asset, \"\(found)\""
        case .duplicate(let path, let found): "\(path) is taken: \(found)"
        case .outOfRange(let path, let found, let low, let high):
            "\(path) is \(found), it must be from \(low) to \(high)"
        case .badDecimal(let path, let found): "\(path) cannot be the number \"\(found)\""
        case .badContract(let path, let found): "\(path) is not a contract's address: \"\(found)\""
        }
    }
}
