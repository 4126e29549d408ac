import Payments

/// The stored form of a standing: five fields and the receipts, as plain text.
///
/// `partlyPaid paid cxlg accepted ID:5:0:BTC:8,…`: confirmed level, seen level, flags (c chosen,
/// x expired, l late money, g lost money, or `-`), decision or `-`, receipts or `-`.
enum StandingText {
    private static let levels: [(Standing.Level, String)] = [
        (.unpaid, "unpaid"), (.partlyPaid, "partlyPaid"), (.paid, "paid"), (.overPaid, "overPaid"),
    ]

    static func text(of standing: Standing) -> String {
        var flags = ""
        if standing.isChosen { flags += "c" }
        if standing.isExpired { flags += "x" }
        if standing.hasLateMoney { flags += "l" }
        if standing.hasLostMoney { flags += "g" }
        let receipts = standing.receipts.map { receipt in
            let asset = receipt.confirmed.asset
            return [
                receipt.choice.text, String(receipt.confirmed.units),
                String(receipt.pending.units), asset.ticker, String(asset.decimals),
            ].joined(separator: ":")
        }
        return [
            word(for: standing.confirmed), word(for: standing.seen), flags.isEmpty ? "-" : flags,
            standing.decision?.rawValue ?? "-",
            receipts.isEmpty ? "-" : receipts.joined(separator: ","),
        ].joined(separator: " ")
    }

    static func standing(of text: String) throws(StorageError) -> Standing {
        let fields = text.split(separator: " ").map(String.init)
        guard fields.count == 5, let confirmed = level(of: fields[0]),
            let seen = level(of: fields[1])
        else { throw .unreadable(column: 0) }
        return Standing(
            confirmed: confirmed,
            seen: seen,
            receipts: fields[4] == "-" ? [] : try receipts(of: fields[4]),
            isChosen: fields[2].contains("c"),
            isExpired: fields[2].contains("x"),
            hasLateMoney: fields[2].contains("l"),
            hasLostMoney: fields[2].contains("g"),
            decision: Standing.Decision(rawValue: fields[3])
        )
    }

    private static func receipts(of text: String) throws(StorageError) -> [Standing.Receipt] {
        var receipts: [Standing.Receipt] = []
        for part in text.split(separator: ",") {
            let fields = part.split(separator: ":").map(String.init)
            guard fields.count == 5, let confirmed = UInt128(fields[1]),
                let pending = UInt128(fields[2]), let decimals = Int(fields[4]),
                (0...Asset.decimalsMax).contains(decimals)
            else { throw .unreadable(column: 0) }
            let asset = Asset(ticker: fields[3], decimals: decimals)
            receipts.append(
                Standing.Receipt(
                    choice: ChoiceID(fields[0]),
                    confirmed: Amount(units: confirmed, of: asset),
                    pending: Amount(units: pending, of: asset)
                )
            )
        }
        return receipts
    }

    private static func word(for level: Standing.Level) -> String {
        switch level {
        case .unpaid: "unpaid"
        case .partlyPaid: "partlyPaid"
        case .paid: "paid"
        case .overPaid: "overPaid"
        }
    }

    private static func level(of word: String) -> Standing.Level? {
        levels.first { $0.1 == word }?.0
    }
}
