import Payments

/// How an amount was calculated, line by line; the lines add up to what is due.
struct SumText: Sendable, Hashable {
    /// What a line is: `Price`, `Network fee`.
    let what: String
    /// How it came about, where there is more to say than the amount.
    let how: String?
    /// What it adds, with its ticker.
    let adds: String

    static func lines(of quote: Quote, for invoice: Invoice, _ words: Words) -> [SumText] {
        let ticker = quote.coin.asset.ticker
        func line(_ what: String, _ how: String?, _ amount: Amount) -> SumText {
            SumText(what: what, how: how, adds: "\(amount.decimal) \(ticker)")
        }
        let price = "\(invoice.price.fullDecimal) \(invoice.price.asset.ticker)"
        var lines = [
            line(words[.price], "\(price) ÷ \(rate(of: quote, in: invoice))", quote.net)
        ]
        if !quote.insurance.isZero {
            let percent = "\(invoice.terms.insurance.percentText) %"
            lines.append(line(words[.surcharge], percent, quote.insurance))
        }
        if quote.feeTerms == .onTop {
            let how = quote.cost == nil ? words[.typicalFee] : fee(of: quote)
            lines.append(line(words[.networkFee], how, quote.networkFee))
        }
        for fee in quote.fees {
            let tariff = invoice.terms.tariffs.first { $0.name == fee.name }
            let how = tariff.map { rule(of: $0, words) }
            lines.append(line(QuoteText.name(of: fee), how, fee.amount))
        }
        lines.append(line(words[.toPay], nil, quote.due))
        return lines
    }

    /// `87.41 USD/LTC, median(binance,kraken), 2026-01-02 03:04:05 UTC`.
    private static func rate(of quote: Quote, in invoice: Invoice) -> String {
        let pair = "\(invoice.price.asset.ticker)/\(quote.coin.asset.ticker)"
        return "\(quote.rate.price.decimal(places: 12)) \(pair) (\(quote.rate.source), "
            + "\(UTCText.plain(quote.rate.time)))"
    }

    /// `1.5 %, at least 0.50 USD`, in the payer's language.
    private static func rule(of tariff: Tariff, _ words: Words) -> String {
        func text(_ amount: Amount) -> String { "\(amount.decimal) \(amount.asset.ticker)" }
        switch tariff.rule {
        case .fixed(let amount): return text(amount)
        case .percent(let fraction):
            return "\(fraction.percentText) %"
                + (tariff.minimum.map { ", " + words.text(.atLeast, ["sum": text($0)]) } ?? "")
                + (tariff.maximum.map { ", " + words.text(.atMost, ["sum": text($0)]) } ?? "")
        }
    }

    /// What the network fee is made of, such as `(64285 energy × 100 + …) × 0.000001 TRX`.
    static func fee(of quote: Quote) -> String {
        guard let cost = quote.cost, let total = try? cost.amount else {
            return "a typical fee of the network"
        }
        let unit =
            cost.asset.decimals == 0
            ? "1" : "0.\(String(repeating: "0", count: cost.asset.decimals - 1))1"
        return "(\(cost.text)) × \(unit) \(cost.asset.ticker) = \(total.decimal) "
            + cost.asset.ticker
    }
}
