import Payments

/// A quote in a payer's words: what is in the amount, and whether it may change.
enum QuoteText {
    /// What the amount contains beside the price, or nil where there is nothing.
    static func extras(in quote: Quote) -> String? {
        let ticker = quote.coin.asset.ticker
        var parts: [String] = []
        if !quote.insurance.isZero {
            parts.append("\(quote.insurance.decimal) \(ticker) surcharge")
        }
        if quote.feeTerms == .onTop {
            parts.append("\(quote.networkFee.decimal) \(ticker) network fee")
        }
        for fee in quote.fees { parts.append("\(fee.amount.decimal) \(ticker) \(name(of: fee))") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// `SEPA_WITHDRAWAL` reads as `sepa withdrawal fee`.
    private static func name(of fee: Quote.Fee) -> String {
        fee.name.lowercased().replacing("_", with: " ") + " fee"
    }

    /// Whether the amount stays, for whoever chooses a coin.
    static func promise(of invoice: Invoice) -> String {
        guard let slippage = invoice.slippage else {
            return "The amount stays fixed once you have chosen."
        }
        return "The amount stays as long as the price moves by no more than "
            + "\(slippage.percentText) %."
    }

    /// What to know of an amount that follows the price, or nil where it is fixed or paid in part.
    static func requoteNotice(of choice: Choice, in invoice: Invoice) -> String? {
        guard let slippage = invoice.slippage?.percentText,
            let former = choice.requotes.dropLast().last
                ?? (choice.requotes.isEmpty ? nil : choice.firstQuote)
        else { return nil }
        let ticker = choice.quote.coin.asset.ticker
        return "The price moved by more than \(slippage) %, so the amount was calculated anew: "
            + "\(choice.quote.due.decimal) \(ticker) instead of \(former.due.decimal) \(ticker)."
    }
}
