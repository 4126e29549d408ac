import FoundationEssentials

/// Networks and assets from an operator's configuration, to be put over a catalogue.
///
///     {"networks": [{"id": "bitcoin", "confirmations": 1}]}
///
/// The shape is that of the catalogue itself. A network, coin or asset that exists needs only the
/// fields that change; a new one needs them all. Nothing can be removed.
package struct CatalogueOverrides: Sendable {
    let document: CatalogueDocument

    /// Reads a JSON document; whether its values make sense shows when a catalogue takes them.
    package init(json: [UInt8]) throws(CatalogueError) {
        do {
            let decoder = JSONDecoder()
            document = try decoder.decode(
                CheckedEntry<CatalogueDocument>.self,
                from: Data(json)
            ).entry
        } catch let error as CatalogueError {
            throw error
        } catch let error as DecodingError {
            throw Self.described(error)
        } catch {
            throw .notJSON
        }
    }

    private static func described(_ error: DecodingError) -> CatalogueError {
        switch error {
        case .keyNotFound(let key, let context):
            .missing(path: (context.codingPath + [key]).fieldPath)
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.isEmpty ? .notJSON : .wrongType(path: context.codingPath.fieldPath)
        @unknown default: .notJSON
        }
    }
}
