package import Payments

/// Checks what is typed about a merchant's tariffs: the same for the command line and the cabinet.
package enum TariffTerms {
    /// The most tariffs that a merchant may have.
    package static let countMax = 50
    /// The longest name.
    package static let nameLengthMax = 64
    /// What amounts are in.
    package static let dollar = Asset(ticker: "USD", decimals: 2)
    /// The most decimals of a percentage, which are all printed again.
    private static let percentDecimalsMax = 18
    /// The most digits of an amount before its point.
    private static let wholeDigitsMax = 12

    /// A tariff: `1.5%` with bounds in dollars, or `2.50` dollars without.
    ///
    /// `least` and `most`: Nil for no bound.
    package static func tariff(
        name: String,
        fee: String,
        least: String?,
        most: String?,
        addsToInvoices: Bool
    ) throws(TermsFault) -> Tariff {
        try check(name: name)
        guard fee.hasSuffix("%") else {
            let fixed = try dollars(fee, of: .tariffFee)
            if least != nil { throw TermsFault(.tariffLeast, "goes with a percentage only") }
            if most != nil { throw TermsFault(.tariffMost, "goes with a percentage only") }
            return Tariff(name: name, rule: .fixed(fixed), addsToInvoices: addsToInvoices)
        }
        let share = try percent(String(fee.dropLast()))
        var (minimum, maximum): (Amount?, Amount?) = (nil, nil)
        if let least { minimum = try dollars(least, of: .tariffLeast) }
        if let most { maximum = try dollars(most, of: .tariffMost) }
        if let minimum, let maximum, minimum > maximum {
            throw TermsFault(.tariffLeast, "must not be above the most")
        }
        return Tariff(
            name: name,
            rule: .percent(share),
            minimum: minimum,
            maximum: maximum,
            addsToInvoices: addsToInvoices
        )
    }

    /// A merchant's tariffs with one more; one of the same name is replaced and keeps its place.
    package static func setting(_ tariff: Tariff, in tariffs: [Tariff]) -> [Tariff] {
        var tariffs = tariffs
        if let place = tariffs.firstIndex(where: { $0.name == tariff.name }) {
            tariffs[place] = tariff
        } else {
            tariffs.append(tariff)
        }
        return tariffs
    }

    /// A merchant's tariffs without one, or nil where there is none of that name.
    package static func removing(_ name: String, from tariffs: [Tariff]) -> [Tariff]? {
        let others = tariffs.filter { $0.name != name }
        return others.count < tariffs.count ? others : nil
    }

    /// Refuses more tariffs than a merchant may have.
    package static func check(count: Int) throws(TermsFault) {
        guard count <= countMax else {
            throw TermsFault(.tariffs, "can be at most \(countMax): remove one first")
        }
    }

    /// A name of a tariff: it goes into calls of the API.
    package static func check(name: String) throws(TermsFault) {
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || MerchantTerms.isDigit(byte)
                || byte == UInt8(ascii: "_")
        }
        guard isPlain, (1...nameLengthMax).contains(name.utf8.count) else {
            throw TermsFault(.tariffName, "must be 1 to \(nameLengthMax) of A-Z, 0-9 and _")
        }
    }

    private static func percent(_ text: String) throws(TermsFault) -> Ratio {
        guard let decimal = try? DecimalText(text), decimal.decimals <= percentDecimalsMax,
            let fraction = try? Ratio(percent: text), fraction <= .one
        else { throw TermsFault(.tariffFee, "must be a decimal from 0 to 100 before the %") }
        return fraction
    }

    static func dollars(_ text: String, of field: TermsFault.Field) throws(TermsFault) -> Amount {
        guard let decimal = try? DecimalText(text), decimal.decimals <= dollar.decimals,
            text.prefix(while: { $0 != "." }).count <= wholeDigitsMax,
            let amount = try? Amount(decimal: text, of: dollar)
        else {
            throw TermsFault(
                field,
                "must be an amount of dollars such as 2.50, with at most \(wholeDigitsMax) digits "
                    + "before the point"
            )
        }
        return amount
    }
}
