/// A statement as a value: text whose interpolated values become binds.
///
/// `"SELECT name FROM merchants WHERE id = \(id)"` holds two parts and one bind between them, so a
/// value can never become part of the text. The driver marks the binds in its own way.
struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The text around the binds: one part more than there are binds.
    private(set) var parts: [String]
    /// The values between the parts.
    private(set) var binds: [SQLValue]

    init(stringLiteral text: String) {
        parts = [text]
        binds = []
    }

    init(stringInterpolation interpolation: Interpolation) {
        parts = interpolation.parts
        binds = interpolation.binds
    }

    /// Adds another statement's text after a blank, and its binds.
    private mutating func append(_ other: SQL) {
        parts[parts.count - 1] += " " + other.parts[0]
        parts += other.parts.dropFirst()
        binds += other.binds
    }

    /// This text, a blank, and another one, with the binds of both.
    func followed(by other: SQL) -> SQL {
        var joined = self
        joined.append(other)
        return joined
    }

    struct Interpolation: StringInterpolationProtocol {
        var parts = [""]
        var binds: [SQLValue] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            binds.reserveCapacity(interpolationCount)
            parts.reserveCapacity(interpolationCount + 1)
        }

        mutating func appendLiteral(_ literal: String) { parts[parts.count - 1] += literal }

        mutating func appendInterpolation(_ value: some SQLBindable) { append(value.sqlValue) }

        mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            append(value?.sqlValue ?? .null)
        }

        private mutating func append(_ value: SQLValue) {
            binds.append(value)
            parts.append("")
        }
    }
}
