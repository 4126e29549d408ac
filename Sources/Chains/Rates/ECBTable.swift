/// The bank's table of one day, read from its XML.
///
///     <Cube time='2026-11-20'> <Cube currency='USD' rate='1.1592'/> … </Cube>
///
/// Only start tags called `Cube` and their attributes are looked at. A document type is refused,
/// so that there are no entities to expand, and so is anything that says something twice.
struct ECBTable: Sendable, Hashable {
    /// The first second of the table's day in UTC, since 1970.
    let dayFirstSecond: Int64
    /// How many units a euro buys, as written, by ticker.
    let unitsPerEuro: [String: String]

    /// How many tags a table may have; the bank's has about forty.
    private static let tagsMax = 1_000
    /// How long a tag may be.
    private static let tagBytesMax = 500

    /// Reads a table.
    init(_ bytes: [UInt8]) throws(RateError) {
        var day: Int64?
        var units: [String: String] = [:]
        var tagCount = 0
        var rest = bytes[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(start + 1)...]
            tagCount += 1
            guard tagCount <= Self.tagsMax else { throw .malformed(what: "too many tags") }
            guard let end = rest.prefix(Self.tagBytesMax).firstIndex(of: UInt8(ascii: ">")) else {
                throw .malformed(what: "a tag does not end")
            }
            let tag = rest[..<end]
            rest = rest[(end + 1)...]
            // Comments and document types begin with an exclamation mark; the bank has neither.
            guard tag.first != UInt8(ascii: "!") else {
                throw .malformed(what: "a document type or a comment")
            }
            guard let attributes = Self.attributes(ofCube: tag) else { continue }
            if let text = attributes["time"] {
                guard day == nil, let second = Self.firstSecond(of: text) else {
                    throw .malformed(what: "the day of the table")
                }
                day = second
            }
            guard let ticker = attributes["currency"] else { continue }
            guard day != nil, let rate = attributes["rate"],
                units.updateValue(rate, forKey: ticker) == nil
            else { throw .malformed(what: "a rate of the table") }
        }
        guard let day, !units.isEmpty else { throw .malformed(what: "there is no table") }
        dayFirstSecond = day
        unitsPerEuro = units
    }

    /// The attributes of a start tag called `Cube`; nil for any other.
    private static func attributes(ofCube tag: ArraySlice<UInt8>) -> [String: String]? {
        let text = String(decoding: tag, as: UTF8.self)
        guard text.hasPrefix("Cube") else { return nil }
        var rest = text.dropFirst("Cube".count)
        guard rest.isEmpty || rest.first == "/" || rest.first?.isWhitespace == true else {
            return nil
        }
        var attributes: [String: String] = [:]
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].filter { !$0.isWhitespace }
            rest = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
            guard let quote = rest.first, quote == "'" || quote == "\"" else { break }
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: quote) else { break }
            // A value with a reference in it is neither a day, a currency nor a number.
            attributes[name] = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
        }
        return attributes
    }

    /// The first second of a day such as `2026-11-20`.
    private static func firstSecond(of text: String) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let year = Int64(parts[0]),
            let month = Int64(parts[1]), let day = Int64(parts[2]), (1_999...9_999).contains(year),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        return (HTTPDate.daysBefore(year: year, month: month) + day - 1) * 86_400
    }
}
