import Payments

/// A quote in a payer's words: what is in the amount, and whether it may change.
enum QuoteText {
    /// What the amount contains beside the price, or nil where there is nothing.
    static func extras(in quote: Quote, _ words: Words) -> String? {
        let ticker = quote.coin.asset.ticker
        // A mark that keeps number and ticker in their order after a name in Arabic (UAX 9, 2.4).
        let mark = words.language.isRightToLeft ? "\u{200E}" : ""
        func part(_ name: String, _ amount: Amount) -> String {
            "\(name): \(mark)\(amount.decimal) \(ticker)"
        }
        var parts: [String] = []
        if !quote.insurance.isZero { parts.append(part(words[.surcharge], quote.insurance)) }
        if quote.feeTerms == .onTop { parts.append(part(words[.networkFee], quote.networkFee)) }
        for fee in quote.fees { parts.append(part(name(of: fee), fee.amount)) }
        if parts.isEmpty { return nil }
        return words.text(.included, ["parts": parts.joined(separator: " · ")])
    }

    /// `SEPA_WITHDRAWAL` reads as `Sepa withdrawal`.
    static func name(of fee: Quote.Fee) -> String {
        let name = fee.name.lowercased().replacing("_", with: " ")
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// Whether the amount stays, for whoever chooses a coin.
    static func promise(of invoice: Invoice, _ words: Words) -> String {
        guard let slippage = invoice.slippage else { return words[.chooseFixed] }
        return words.text(.chooseMoving, ["percent": percent(slippage)])
    }

    /// What to know of an amount that follows the price, or nil where it is fixed or paid in part.
    static func requoteNotice(
        of choice: Choice,
        in invoice: Invoice,
        _ words: Words
    ) -> Sentence? {
        guard let slippage = invoice.slippage,
            let former = choice.requotes.dropLast().last
                ?? (choice.requotes.isEmpty ? nil : choice.firstQuote)
        else { return nil }
        let ticker = choice.quote.coin.asset.ticker
        return words.sentence(
            .requoted,
            [
                "percent": percent(slippage),
                "sum": "\(choice.quote.due.decimal) \(ticker)",
                "former": "\(former.due.decimal) \(ticker)",
            ]
        )
    }

    /// With a space that no line ends at.
    private static func percent(_ ratio: Ratio) -> String { "\(ratio.percentText)\u{A0}%" }
}
