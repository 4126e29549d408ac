import Payments

/// One row of an answer, read from left to right in the order of the selected columns.
///
/// A column that is not what the schema says is `StorageError.unreadable`: the data are damaged or
/// of another version.
struct SQLRow {
    private let values: [SQLValue]
    private var column = 0

    init(_ values: [SQLValue]) { self.values = values }

    private mutating func next() throws(StorageError) -> SQLValue {
        guard column < values.count else { throw .unreadable(column: column) }
        defer { column += 1 }
        return values[column]
    }

    mutating func optionalInteger() throws(StorageError) -> Int64? {
        switch try next() {
        case .null: return nil
        case .integer(let value): return value
        case .text, .blob: throw .unreadable(column: column - 1)
        }
    }

    mutating func optionalText() throws(StorageError) -> String? {
        switch try next() {
        case .null: return nil
        case .text(let value): return value
        case .integer, .blob: throw .unreadable(column: column - 1)
        }
    }

    mutating func optionalBlob() throws(StorageError) -> [UInt8]? {
        switch try next() {
        case .null: return nil
        case .blob(let value): return value
        case .integer, .text: throw .unreadable(column: column - 1)
        }
    }

    private func required<Value>(_ value: Value?) throws(StorageError) -> Value {
        guard let value else { throw .unreadable(column: column - 1) }
        return value
    }

    mutating func integer() throws(StorageError) -> Int64 { try required(optionalInteger()) }

    mutating func int() throws(StorageError) -> Int { Int(try integer()) }

    mutating func bool() throws(StorageError) -> Bool { try integer() != 0 }

    mutating func text() throws(StorageError) -> String { try required(optionalText()) }

    mutating func blob() throws(StorageError) -> [UInt8] { try required(optionalBlob()) }

    mutating func instant() throws(StorageError) -> Instant {
        Instant(microseconds: try integer())
    }

    mutating func optionalInstant() throws(StorageError) -> Instant? {
        try optionalInteger().map(Instant.init(microseconds:))
    }

    mutating func units() throws(StorageError) -> UInt128 {
        let text = try text()
        return try required(UInt128(text))
    }

    mutating func ratio() throws(StorageError) -> Ratio {
        try required(optionalRatio())
    }

    mutating func optionalRatio() throws(StorageError) -> Ratio? {
        guard let text = try optionalText() else { return nil }
        let halves = text.split(separator: "/").compactMap { UInt128($0) }
        guard halves.count == 2 else { throw .unreadable(column: column - 1) }
        return try required(try? Ratio(halves[0], over: halves[1]))
    }

    mutating func asset() throws(StorageError) -> Asset {
        let ticker = try text()
        let decimals = try int()
        guard (0...Asset.decimalsMax).contains(decimals) else {
            throw .unreadable(column: column - 1)
        }
        return Asset(ticker: ticker, decimals: decimals)
    }

    mutating func word<Word: RawRepresentable<String>>() throws(StorageError) -> Word {
        try required(Word(rawValue: text()))
    }
}
