extension OkiPaysSignature {
    /// The fewest decimal digits that tell a double from all others, and where its point stands.
    ///
    /// The value is `0.d₁d₂d₃… × 10^point`: 49.9 has the digits 4, 9, 9 and its point at 2.
    /// Languages agree on the digits and differ in when they write an exponent.
    struct DecimalDigits {
        private let value: Double
        private let digits: [UInt8]
        private let point: Int

        init(_ value: Double) {
            self.value = value
            let parts = value.magnitude.description.split(separator: "e")
            let mantissa = parts.first.map { Array($0.utf8) } ?? []
            let exponent = parts.dropFirst().first.flatMap { Int($0) } ?? 0
            let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }.count
            let all = mantissa.filter { $0 != UInt8(ascii: ".") }
            let zeros = all.prefix { $0 == UInt8(ascii: "0") }.count
            digits = Self.withoutTrailingZeros(Array(all.dropFirst(zeros)))
            point = digits.isEmpty ? 1 : whole - zeros + exponent
        }

        /// As C's `%g` rounds a double: by its exact value, a tie to the even digit.
        ///
        /// Exact where the last kept digit weighs between 1e-22 and 1e22 and the double is not
        /// subnormal; elsewhere a tie goes up. No price is written that far out.
        func rounded(to count: Int) -> DecimalDigits {
            guard digits.count > count else { return self }
            var kept = Array(digits.prefix(count))
            guard roundsUp(after: count) else { return with(kept, point: point) }
            while let last = kept.popLast() {
                if last < UInt8(ascii: "9") { return with(kept + [last + 1], point: point) }
            }
            return with([UInt8(ascii: "1")], point: point + 1)
        }

        /// ECMA-262, Number::toString.
        var javaScript: String {
            if digits.isEmpty { return "0" }
            if point > 21 || point <= -6 { return signed(scientific(mark: "e", exponentDigits: 1)) }
            return signed(positional)
        }

        /// Exponent form beyond that many digits before the point, or four zeros behind it.
        func php(digitsMax: Int) -> String {
            if digits.isEmpty { return signed("0") }
            if point > digitsMax || point < -3 {
                return signed(scientific(mark: "E", exponentDigits: 1, fraction: ".0"))
            }
            return signed(positional)
        }

        /// What `repr` gives.
        var python: String {
            if digits.isEmpty { return signed("0.0") }
            if point > 16 || point < -3 { return signed(scientific(mark: "e", exponentDigits: 2)) }
            return signed(point >= digits.count ? positional + ".0" : positional)
        }

        private init(_ value: Double, digits: [UInt8], point: Int) {
            self.value = value
            self.digits = digits
            self.point = point
        }

        private func with(_ digits: [UInt8], point: Int) -> DecimalDigits {
            DecimalDigits(value, digits: Self.withoutTrailingZeros(digits), point: point)
        }

        private func roundsUp(after count: Int) -> Bool {
            guard digits.count == count + 1, digits[count] == UInt8(ascii: "5") else {
                return digits[count] >= UInt8(ascii: "5")
            }
            // The digits look like a tie, but the double may lie on either side of it. Within the
            // powers of ten that a double holds exactly, one fused step tells which.
            let shift = count + 1 - point
            let whole = Double(String(decoding: digits, as: UTF8.self)) ?? 0
            guard let power = Self.exactPower(of: shift.magnitude) else { return true }
            let excess =
                shift >= 0
                ? (-whole).addingProduct(value.magnitude, power)
                : value.magnitude.addingProduct(-whole, power)
            return excess == 0 ? digits[count - 1] % 2 == 1 : excess > 0
        }

        /// Ten to that power, up to the last one that a double holds exactly.
        private static func exactPower(of exponent: UInt) -> Double? {
            exponent <= 22 ? (0..<exponent).reduce(1) { power, _ in power * 10 } : nil
        }

        private func signed(_ text: String) -> String { value.sign == .minus ? "-" + text : text }

        private var positional: String {
            let text = String(decoding: digits, as: UTF8.self)
            if point <= 0 { return "0." + String(repeating: "0", count: -point) + text }
            if point >= digits.count {
                return text + String(repeating: "0", count: point - digits.count)
            }
            return "\(text.prefix(point)).\(text.dropFirst(point))"
        }

        /// `fraction` stands in where there is one digit only.
        private func scientific(
            mark: String,
            exponentDigits: Int,
            fraction: String = ""
        ) -> String {
            let text = String(decoding: digits, as: UTF8.self)
            let exponent = String((point - 1).magnitude)
            let zeros = String(repeating: "0", count: max(0, exponentDigits - exponent.count))
            let rest = digits.count > 1 ? ".\(text.dropFirst())" : fraction
            return "\(text.prefix(1))\(rest)\(mark)\(point > 0 ? "+" : "-")\(zeros)\(exponent)"
        }

        private static func withoutTrailingZeros(_ digits: [UInt8]) -> [UInt8] {
            Array(digits.reversed().drop { $0 == UInt8(ascii: "0") }.reversed())
        }
    }
}
