import Payments

/// One value of a database: what both drivers can bind and return.
enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// A type that knows how it is stored.
protocol SQLBindable {
    var sqlValue: SQLValue { get }
}

extension Int64: SQLBindable {
    var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLBindable {
    var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension UInt32: SQLBindable {
    var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension UInt64: SQLBindable {
    var sqlValue: SQLValue { .integer(Int64(clamping: self)) }
}

extension Bool: SQLBindable {
    var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLBindable {
    var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: SQLBindable {
    var sqlValue: SQLValue { .blob(self) }
}

// 128 bits are stored as decimal text: no database type of both drivers holds them exactly.
extension UInt128: SQLBindable {
    var sqlValue: SQLValue { .text(String(self)) }
}

extension Instant: SQLBindable {
    var sqlValue: SQLValue { .integer(microseconds) }
}

extension Ratio: SQLBindable {
    var sqlValue: SQLValue { .text("\(numerator)/\(denominator)") }
}

extension MerchantID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension InvoiceID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension InvoiceCode: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension ChoiceID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension APIKeyID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension NetworkID: SQLBindable {
    var sqlValue: SQLValue { .text(name) }
}

extension CustomerID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension StaticAddressID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension DepositID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension WebhookID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}

extension UserID: SQLBindable {
    var sqlValue: SQLValue { .text(text) }
}
