/// Checks the fields of one entry of a catalogue and names the entry in every error.
struct FieldReader {
    private let entryPath: String

    /// The longest name of anything.
    private static let nameLengthMax = 64

    init(path: String) { entryPath = path }

    /// Where a field is.
    func path(_ field: String) -> String { "\(entryPath).\(field)" }

    func present<Value>(_ field: String, _ value: Value?) throws(CatalogueError) -> Value {
        guard let value else { throw .missing(path: path(field)) }
        return value
    }

    func whole(
        _ field: String,
        _ value: Int?,
        in range: ClosedRange<Int>
    ) throws(CatalogueError) -> Int {
        let value = try present(field, value)
        guard range.contains(value) else {
            throw .outOfRange(
                path: path(field),
                found: value,
                low: range.lowerBound,
                high: range.upperBound
            )
        }
        return value
    }

    /// Words for people.
    func text(_ field: String, _ value: String?) throws(CatalogueError) -> String {
        let value = try present(field, value)
        guard !value.isEmpty, value.utf8.count <= Self.nameLengthMax,
            value.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
        else { throw .malformedName(path: path(field), found: value) }
        return value
    }

    /// A name in lower case that stands in commands, file names and URIs.
    func identity(_ field: String, _ value: String?) throws(CatalogueError) -> String {
        try name(field, value, allowed: "abcdefghijklmnopqrstuvwxyz0123456789-")
    }

    func ticker(_ field: String, _ value: String?) throws(CatalogueError) -> String {
        try name(field, value, allowed: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    }

    private func name(
        _ field: String,
        _ value: String?,
        allowed: String
    ) throws(CatalogueError) -> String {
        let value = try text(field, value)
        guard value.first != "-", value.allSatisfy(allowed.contains) else {
            throw .malformedName(path: path(field), found: value)
        }
        return value
    }
}
