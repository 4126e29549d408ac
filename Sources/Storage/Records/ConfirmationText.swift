import Payments

/// The stored form of confirmation rules: `litecoin 10000:2 6`, one a line.
///
/// Network, dollars in units with their decimals, and how many blocks.
enum ConfirmationText {
    static func text(of rules: [ConfirmationRule]) -> String {
        rules.map { rule in
            let dollars = rule.fromDollars
            return "\(rule.network.name) \(dollars.units):\(dollars.asset.decimals) "
                + "\(rule.confirmations)"
        }
        .joined(separator: "\n")
    }

    static func rules(of text: String) throws(StorageError) -> [ConfirmationRule] {
        var rules: [ConfirmationRule] = []
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ").map(String.init)
            let dollars = fields.count == 3 ? fields[1].split(separator: ":") : []
            guard dollars.count == 2, let units = UInt128(dollars[0]),
                let decimals = Int(dollars[1]), (0...Asset.decimalsMax).contains(decimals),
                let confirmations = Int(fields[2])
            else { throw .unreadable(column: 0) }
            rules.append(
                ConfirmationRule(
                    network: NetworkID(fields[0]),
                    fromDollars: Amount(
                        units: units,
                        of: Asset(ticker: "USD", decimals: decimals)
                    ),
                    confirmations: confirmations
                )
            )
        }
        return rules
    }
}
