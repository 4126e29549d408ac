import Gateway
import Payments
import Wire

/// The arithmetic of an invoice's quotes as JSON, for whoever may see its page.
///
/// Every amount is decimal text. The parts add up to the due.
struct QuoteDocument {
    let invoices: InvoiceDesk

    /// The quote of the coin that was chosen, and what every coin on offer would cost now.
    func value(of stored: InvoiceRecord) -> JSONValue {
        let invoice = stored.invoice
        let chosen = stored.facts.activeChoice(at: stored.standing)?.quote
        return [
            "invoice": .string(invoice.code.text),
            "price": .string(invoice.price.fullDecimal),
            "currency": .string(invoice.price.asset.ticker),
            "chosen": chosen.map { Self.object(of: $0, for: invoice) } ?? .null,
            "offers": .array(
                invoices.quotes(for: stored).map { Self.object(of: $0, for: invoice) }
            ),
        ]
    }

    private static func object(of quote: Quote, for invoice: Invoice) -> JSONValue {
        [
            "coin": .string(quote.coin.asset.ticker),
            "network": .string(quote.coin.network.name),
            "rate": [
                "price": .string(quote.rate.price.decimal(places: 18)),
                "fraction": .string(
                    "\(quote.rate.price.numerator)/\(quote.rate.price.denominator)"
                ),
                "in": .string(invoice.price.asset.ticker),
                "source": .string(quote.rate.source),
                "time": .integer(quote.rate.time.seconds),
            ],
            "parts": .array(parts(of: quote)),
            "due": .string(quote.due.decimal),
            "networkFee": [
                "amount": .string(quote.networkFee.decimal),
                "terms": .string(quote.feeTerms.rawValue),
                "made": .string(SumText.fee(of: quote)),
                "time": .optional(quote.cost.map { $0.time.seconds }),
                "parts": .array(
                    (quote.cost?.parts ?? []).map { part in
                        [
                            "count": .integer(Int64(clamping: part.count)),
                            "unit": .string(part.unit),
                            "price": .string(part.price.decimal(places: 9)),
                        ]
                    }
                ),
            ],
        ]
    }

    private static func parts(of quote: Quote) -> [JSONValue] {
        var parts: [(name: String, amount: Amount)] = [("price", quote.net)]
        if !quote.insurance.isZero { parts.append(("insurance", quote.insurance)) }
        if quote.feeTerms == .onTop { parts.append(("networkFee", quote.networkFee)) }
        for fee in quote.fees { parts.append((fee.name, fee.amount)) }
        return parts.map { ["name": .string($0.name), "amount": .string($0.amount.decimal)] }
    }
}
