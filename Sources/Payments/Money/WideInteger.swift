/// A non-negative integer of any size, for the products that do not fit 128 bits.
///
/// It exists for one thing: to multiply several 128-bit factors and divide once, exactly. It is not
/// an amount; amounts stay `UInt128`.
struct WideInteger: Sendable, Hashable {
    /// Base 2³² digits, least significant first, without leading zeros.
    private(set) var limbs: [UInt32]

    init(_ value: UInt128) {
        limbs = (0..<4).map { UInt32(truncatingIfNeeded: value >> ($0 * 32)) }
        trim()
    }

    /// The product of some factors.
    init(product factors: UInt128...) {
        self = factors.reduce(WideInteger(1)) { $0.multiplied(by: WideInteger($1)) }
    }

    private init(limbs: [UInt32]) {
        self.limbs = limbs
        trim()
    }

    private mutating func trim() {
        while limbs.last == 0 { limbs.removeLast() }
    }

    var isZero: Bool { limbs.isEmpty }

    /// The value, where 128 bits hold it.
    var narrowed: UInt128? {
        guard limbs.count <= 4 else { return nil }
        return limbs.reversed().reduce(UInt128(0)) { $0 << 32 | UInt128($1) }
    }

    func multiplied(by other: WideInteger) -> WideInteger {
        var product = [UInt32](repeating: 0, count: limbs.count + other.limbs.count)
        for (row, left) in limbs.enumerated() {
            var carry: UInt64 = 0
            for (column, right) in other.limbs.enumerated() {
                let sum = UInt64(left) * UInt64(right) + UInt64(product[row + column]) + carry
                product[row + column] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            product[row + other.limbs.count] = UInt32(carry)
        }
        return WideInteger(limbs: product)
    }

    func adding(_ other: WideInteger) -> WideInteger {
        var sum: [UInt32] = []
        var carry: UInt64 = 0
        for place in 0..<(max(limbs.count, other.limbs.count) + 1) {
            let total = UInt64(digit(place)) + UInt64(other.digit(place)) + carry
            sum.append(UInt32(truncatingIfNeeded: total))
            carry = total >> 32
        }
        return WideInteger(limbs: sum)
    }

    /// The difference; a larger subtrahend traps.
    func subtracting(_ other: WideInteger) -> WideInteger {
        precondition(!(self < other), "difference below zero")
        var difference = self
        difference.subtract(other)
        return difference
    }

    private func digit(_ place: Int) -> UInt32 { place < limbs.count ? limbs[place] : 0 }

    /// The quotient rounded towards zero, and the remainder.
    ///
    /// A zero divisor traps.
    func dividedWithRemainder(by divisor: WideInteger) -> (
        quotient: WideInteger, remainder: WideInteger
    ) {
        precondition(!divisor.isZero, "division by zero")
        var quotient = [UInt32](repeating: 0, count: limbs.count)
        var remainder = WideInteger(0)
        for place in limbs.indices.reversed() {
            remainder = WideInteger(limbs: [limbs[place]] + remainder.limbs)
            quotient[place] = Self.largestFactor(of: divisor, within: remainder)
            if quotient[place] > 0 {
                remainder.subtract(divisor.multiplied(by: WideInteger(UInt128(quotient[place]))))
            }
        }
        return (WideInteger(limbs: quotient), remainder)
    }

    /// The largest 32-bit factor with factor × divisor ≤ value, found by halving.
    ///
    /// The guess from the leading digits keeps the search to a few steps.
    private static func largestFactor(of divisor: WideInteger, within value: WideInteger) -> UInt32
    {
        if value < divisor { return 0 }
        let shift = max(0, divisor.limbs.count - 2)
        let lead = WideInteger(limbs: Array(divisor.limbs.dropFirst(shift))).narrowed ?? 1
        let top = WideInteger(limbs: Array(value.limbs.dropFirst(shift))).narrowed ?? 0
        var high = min(top / lead, UInt128(UInt32.max))
        var low = min(top / (lead + 1), high)
        while low < high {
            let middle = low + (high - low + 1) / 2
            if value < divisor.multiplied(by: WideInteger(middle)) {
                high = middle - 1
            } else {
                low = middle
            }
        }
        return UInt32(low)
    }

    private mutating func subtract(_ other: WideInteger) {
        var borrow: Int64 = 0
        for place in limbs.indices {
            let difference = Int64(limbs[place]) - Int64(other.digit(place)) - borrow
            borrow = difference < 0 ? 1 : 0
            limbs[place] = UInt32(truncatingIfNeeded: difference)
        }
        precondition(borrow == 0, "difference below zero")
        trim()
    }
}

extension WideInteger: CustomStringConvertible {
    /// The decimal digits.
    var description: String {
        if let narrowed { return String(narrowed) }
        let groupLength = 38
        let (head, tail) = dividedWithRemainder(by: WideInteger(.powerOfTen(groupLength)))
        let digits = tail.description
        return head.description + String(repeating: "0", count: groupLength - digits.count) + digits
    }
}

extension WideInteger: Comparable {
    static func < (left: WideInteger, right: WideInteger) -> Bool {
        if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
        for place in left.limbs.indices.reversed() where left.limbs[place] != right.limbs[place] {
            return left.limbs[place] < right.limbs[place]
        }
        return false
    }
}
