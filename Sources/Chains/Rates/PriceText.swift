import Payments

/// Reads prices as providers write them: `67187.33`, `"0.00001049"`, `1.049e-05`.
///
/// A price is read exactly, never through floating point. What is no price above zero, or one
/// beyond all reason, is zero here, which nobody quotes.
enum PriceText {
    /// How many leading digits are kept; the rest is cut.
    static let significantDigitsMax = 18
    /// How many decimals a price may have, and how many digits before its point.
    static let decimalsMax = Ratio.priceDecimalsMax
    /// How far apart bid and ask may be and still have a middle that means something.
    private static let spreadMax = Ratio.percent(5)

    private static let nothing = Ratio(whole: 0)
    private static let lengthMax = 64

    /// The price that a text says.
    static func price(_ text: String?) -> Ratio {
        guard let text, text.utf8.count <= lengthMax else { return nothing }
        let parts = text.split(
            maxSplits: 1,
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "e" || $0 == "E" }
        )
        var exponent = 0
        if parts.count == 2 {
            // Four digits are enough to be refused below, and too few to overflow anything.
            guard parts[1].utf8.count <= 4, let given = Int(parts[1]) else { return nothing }
            exponent = given
        }
        var digits: UInt128 = 0
        var digitCount = 0
        var isAfterPoint = false
        for byte in parts[0].utf8 {
            if byte == UInt8(ascii: "."), !isAfterPoint {
                isAfterPoint = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nothing }
            if digitCount >= significantDigitsMax {
                if !isAfterPoint { exponent += 1 }
                continue
            }
            digits = digits * 10 + UInt128(byte - UInt8(ascii: "0"))
            if digits > 0 { digitCount += 1 }
            if isAfterPoint { exponent -= 1 }
        }
        return scaled(digits, by: exponent)
    }

    private static func scaled(_ digits: UInt128, by exponent: Int) -> Ratio {
        guard digits > 0, (-36...decimalsMax).contains(exponent) else { return nothing }
        let power = tenToThe(abs(exponent))
        let (product, isBeyond) = digits.multipliedReportingOverflow(by: power)
        if exponent >= 0 {
            guard !isBeyond, product < tenToThe(decimalsMax) else { return nothing }
            return Ratio(whole: product)
        }
        return ((try? Ratio(digits, over: power)) ?? nothing)
            .cut(toDigits: significantDigitsMax)
    }

    private static func tenToThe(_ exponent: Int) -> UInt128 {
        (0..<exponent).reduce(UInt128(1)) { power, _ in power * 10 }
    }

    /// The middle of the best bid and the best ask; nothing where they are no market.
    static func middle(bid: String?, ask: String?) -> Ratio {
        let bid = price(bid)
        let ask = price(ask)
        guard !bid.isZero, bid <= ask,
            Ratio.movement(from: bid, to: ask, against: spreadMax) != .more,
            let middle = Ratio.mean(of: bid, ask)
        else { return nothing }
        return middle
    }

    /// The inverse of what a text says: dollars for one, of so many for a dollar.
    static func inverse(_ text: String?) -> Ratio {
        ((try? Ratio.one.divided(by: price(text))) ?? nothing).cut(toDigits: significantDigitsMax)
    }

    /// What one costs in dollars of which a euro buys so many, when it buys `dollars` of them.
    static func crossed(_ text: String?, dollars: Ratio) -> Ratio {
        ((try? dollars.divided(by: price(text))) ?? nothing).cut(toDigits: significantDigitsMax)
    }
}
