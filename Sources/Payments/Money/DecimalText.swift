/// A plain decimal number as it was written: `49.90` is the digits 4990 with two decimals.
package struct DecimalText: Sendable, Hashable {
    /// All digits read as one integer.
    package let digits: UInt128
    /// How many of them stand after the point.
    package let decimals: Int

    /// The longest text that is read at all.
    package static let lengthMax = 64

    /// Reads digits with at most one point between digits.
    ///
    /// Signs, exponents and blanks are errors.
    package init(_ text: some StringProtocol) throws(MoneyError) {
        var digits: UInt128 = 0
        var decimals = 0
        var digitCount = 0
        var isAfterPoint = false
        var trailingZeros = 0
        guard text.utf8.count <= Self.lengthMax else { throw .overflow }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "."), !isAfterPoint, digitCount > 0 {
                isAfterPoint = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw .notADecimal }
            digitCount += 1
            if isAfterPoint {
                decimals += 1
                trailingZeros = byte == UInt8(ascii: "0") ? trailingZeros + 1 : 0
            }
            let (product, overflowed) = digits.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(
                UInt128(byte - UInt8(ascii: "0"))
            )
            if overflowed || carried { throw .overflow }
            digits = sum
        }
        guard digitCount > 0, !isAfterPoint || decimals > 0 else { throw .notADecimal }
        self.digits = digits / UInt128.powerOfTen(min(trailingZeros, 38))
        self.decimals = decimals - trailingZeros
    }

    /// The number as an integer of units with so many decimals, exactly.
    package func scaled(toDecimals target: Int) throws(MoneyError) -> UInt128 {
        guard decimals <= target else { throw .tooManyDecimals(decimalsMax: target) }
        let (scaled, overflow) = digits.multipliedReportingOverflow(
            by: UInt128.powerOfTen(target - decimals)
        )
        if overflow { throw .overflow }
        return scaled
    }

    /// Prints an integer with a point before its last decimals, keeping at least `decimalsMin`.
    static func print(units: UInt128, decimals: Int, decimalsMin: Int) -> String {
        Self.print(digits: String(units), decimals: decimals, decimalsMin: decimalsMin)
    }

    /// The same for an integer of any size, given as its digits.
    static func print(digits: String, decimals: Int, decimalsMin: Int) -> String {
        var digits = digits
        if digits.count <= decimals {
            digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
        }
        let whole = digits.dropLast(decimals)
        var fraction = digits.suffix(decimals)
        while fraction.count > decimalsMin, fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
    }
}
