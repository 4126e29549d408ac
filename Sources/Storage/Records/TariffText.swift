import Payments

/// The stored form of tariffs: `SEPA_WITHDRAWAL p3/200 50:USD:2 500:USD:2 +`, one a line.
///
/// Name, rule (`p` and a ratio, or `f` and an amount), minimum and maximum or `-`, and whether
/// invoices may name it (`+` or `-`).
enum TariffText {
    static func text(of tariffs: [Tariff]) -> String {
        tariffs.map { tariff in
            let rule =
                switch tariff.rule {
                case .percent(let ratio): "p\(ratio.numerator)/\(ratio.denominator)"
                case .fixed(let amount): "f\(text(of: amount))"
                }
            return [
                tariff.name, rule, tariff.minimum.map(text(of:)) ?? "-",
                tariff.maximum.map(text(of:)) ?? "-", tariff.addsToInvoices ? "+" : "-",
            ].joined(separator: " ")
        }
        .joined(separator: "\n")
    }

    static func tariffs(of text: String) throws(StorageError) -> [Tariff] {
        var tariffs: [Tariff] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count == 5, let rule = rule(of: fields[1]) else {
                throw .unreadable(column: 0)
            }
            tariffs.append(
                Tariff(
                    name: fields[0],
                    rule: rule,
                    minimum: try bound(of: fields[2]),
                    maximum: try bound(of: fields[3]),
                    addsToInvoices: fields[4] == "+"
                )
            )
        }
        return tariffs
    }

    private static func rule(of text: String) -> Tariff.Rule? {
        let rest = String(text.dropFirst())
        switch text.first {
        case "p":
            let halves = rest.split(separator: "/").compactMap { UInt128($0) }
            guard halves.count == 2, let ratio = try? Ratio(halves[0], over: halves[1]) else {
                return nil
            }
            return .percent(ratio)
        case "f": return amount(of: rest).map { .fixed($0) }
        default: return nil
        }
    }

    private static func bound(of text: String) throws(StorageError) -> Amount? {
        if text == "-" { return nil }
        guard let amount = amount(of: text) else { throw .unreadable(column: 0) }
        return amount
    }

    private static func text(of amount: Amount) -> String {
        "\(amount.units):\(amount.asset.ticker):\(amount.asset.decimals)"
    }

    private static func amount(of text: String) -> Amount? {
        let fields = text.split(separator: ":").map(String.init)
        guard fields.count == 3, let units = UInt128(fields[0]), let decimals = Int(fields[2]),
            (0...Asset.decimalsMax).contains(decimals)
        else { return nil }
        return Amount(units: units, of: Asset(ticker: fields[1], decimals: decimals))
    }
}

/// The stored form of a quote's additional fees: `SEPA_WITHDRAWAL:450000,KYT_ADDRESS:1`.
enum FeeText {
    static func text(of fees: [Quote.Fee]) -> String {
        fees.map { "\($0.name):\($0.amount.units)" }.joined(separator: ",")
    }

    static func fees(of text: String, in asset: Asset) throws(StorageError) -> [Quote.Fee] {
        var fees: [Quote.Fee] = []
        for part in text.split(separator: ",") {
            let fields = part.split(separator: ":").map(String.init)
            guard fields.count == 2, let units = UInt128(fields[1]) else {
                throw .unreadable(column: 0)
            }
            fees.append(Quote.Fee(name: fields[0], amount: Amount(units: units, of: asset)))
        }
        return fees
    }
}
