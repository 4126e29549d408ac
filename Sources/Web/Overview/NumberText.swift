import Payments

/// Numbers as people read them at a glance.
enum NumberText {
    /// `1,234.5`: the whole part in groups of three.
    static func grouped(_ decimal: String) -> String {
        let halves = decimal.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        var whole = ""
        for (place, digit) in (halves.first ?? "").reversed().enumerated() {
            if place > 0, place % 3 == 0 { whole.append(",") }
            whole.append(digit)
        }
        return String(whole.reversed()) + (halves.count == 2 ? ".\(halves[1])" : "")
    }

    static func grouped(_ number: Int) -> String { grouped(String(number)) }

    /// `1,234.5 LTC`.
    static func amount(_ amount: Amount) -> String {
        "\(grouped(amount.decimal)) \(amount.asset.ticker)"
    }

    /// `49.90 USD`: with every decimal, as money of states is written.
    static func price(_ amount: Amount) -> String {
        "\(grouped(amount.fullDecimal)) \(amount.asset.ticker)"
    }

    /// `5 invoices`, `1 invoice`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `80 %`, rounded down so that 100 % means all of them.
    static func share(_ part: Int, of whole: Int) -> String {
        whole == 0 ? "–" : "\(part * 100 / whole) %"
    }

    private static let suffixes = ["", "k", "M", "B", "T"]

    /// `2k`, `500`, `3M`, `2e18`: for an axis, whose numbers are round.
    static func short(_ number: UInt128) -> String {
        var (rest, thousands) = (number, 0)
        while rest >= 1_000, rest % 100 == 0, thousands < suffixes.count - 1 {
            if rest % 1_000 != 0 {
                return "\(rest / 1_000).\(rest % 1_000 / 100)\(suffixes[thousands + 1])"
            }
            rest /= 1_000
            thousands += 1
        }
        let text = "\(rest)\(suffixes[thousands])"
        if text.count <= 6 { return text }
        let digits = String(number)
        return "\(digits.prefix(1)).\(digits.dropFirst().prefix(1))e\(digits.count - 1)"
    }
}
