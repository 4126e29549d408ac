import Gateway
import Payments
import Wire

/// Reads `make-invoice` and writes the invoice object of its answers (API contract A5.6).
struct OnchainPayInvoice {
    /// The longest description.
    static let descriptionLengthMax = 1_024
    /// How many minutes an invoice may live.
    static let lifetimeMinutes: ClosedRange<Int64> = 1...10_080
    /// How many it lives where nothing is said.
    static let lifetimeMinutesDefault: Int64 = 60
    /// The most tariffs one invoice may name.
    static let tariffsMax = 20

    let showcase: Showcase
    let invoices: InvoiceDesk
    let transactions: OnchainPayTransactions
    let publicURL: String

    /// Checks every field and makes the invoice that is asked for.
    func newInvoice(
        from fields: OnchainPayFields,
        by caller: Caller,
        at now: Instant
    ) throws(OnchainPayFault) -> NewInvoice {
        let ticker = try fields.requiredText("currency").uppercased()
        guard let asset = showcase.priceAsset(ticker) else {
            throw .currencyNotAvailable("currency \(ticker) is not known")
        }
        try OnchainPayAccount.checkBalance(in: fields, of: caller)
        let offer = OnchainPayOffer(available: invoices.available(to: caller))
        let minutes =
            try fields.integer("lifetime", within: Self.lifetimeMinutes)
            ?? Self.lifetimeMinutesDefault
        var new = NewInvoice(
            externalID: try fields.text("externalId", mayBeEmpty: false),
            price: try fields.amount("amount", of: asset, mayRefine: true),
            offer: try offer.offer(fields.list("currencies")),
            feeTerms: try fields.flag("includeFee") == true ? .onTop : .ignored,
            askedAt: now,
            deadline: now.advanced(bySeconds: minutes * 60)
        )
        new.label = try fields.text("order")
        new.details = try fields.text("description", lengthMax: Self.descriptionLengthMax)
        new.payerReference = try fields.text("externalUserId", mayBeEmpty: false)
        new.payerEmail = try fields.text("payerEmail")
        new.insurance = try fields.percent("insurancePercent", below: 100, isLimitAllowed: true)
        new.slippage = try fields.percent("slippagePercent", below: 100, isLimitAllowed: true)
        new.tolerance = try fields.percent(
            "paymentTolerancePercent",
            below: 100,
            isLimitAllowed: false
        )
        new.tariffs = try fields.texts("additionalFees") ?? []
        guard new.tariffs.count <= Self.tariffsMax else {
            throw .invalid(
                field: "additionalFees",
                "must have at most \(Self.tariffsMax) items"
            )
        }
        new.webhooks = Invoice.Webhooks(all: try fields.url("webhookURL"))
        // Documented with both spellings (API contract D, OnchainPay 3).
        new.returnURL = try fields.url("returnURL")
        if new.returnURL == nil { new.returnURL = try fields.url("returnUrl") }
        return new
    }

    /// The invoice object, as of the record's standing.
    func object(of stored: InvoiceRecord) -> JSONObject {
        let invoice = stored.invoice
        let active = stored.facts.activeChoice(at: stored.standing)
        let received = active.map(stored.seen(by:))
        let worth = stored.worth(at: stored.standing)
        let status = OnchainPayInvoiceStatus(invoice.phase(at: stored.standing))
        let tariffs = invoice.terms.tariffs.map(\.name)
        let value: JSONValue = [
            "id": .string(invoice.id.text),
            "advancedBalanceId": .string(OnchainPayAccount.balanceID(of: invoice.merchant)),
            "externalId": .optional(invoice.externalID),
            "externalUserId": .optional(invoice.payer.reference),
            "payerEmail": .optional(invoice.payer.email),
            "orderId": .optional(active?.id.text),
            "orderLink": .optional(active.map { OnchainPayOrder.link(to: $0, at: publicURL) }),
            "invoiceLink": .string("\(publicURL)/i/\(invoice.id.text)"),
            "status": .string(status.rawValue),
            "order": .optional(invoice.label),
            "description": .optional(invoice.details),
            "currency": .string(invoice.price.asset.ticker),
            "amount": .string(invoice.price.decimal),
            "receivedCurrency": .optional(active?.quote.coin.asset.ticker),
            "receivedNetwork": .optional(active?.quote.coin.network.name),
            "receivedAmount": .string(received?.decimal ?? "0"),
            "receivedAmountInInvoiceCurrency": .string(worth.decimal),
            "rate": .optional(active.map { OnchainPayText.price($0.quote.rate) }),
            "includeFee": .bool(invoice.terms.feeTerms == .onTop),
            "additionalFees": tariffs.isEmpty ? .null : .texts(tariffs),
            "insurancePercent": Self.percent(invoice.terms.insurance),
            "slippagePercent": .optional(invoice.slippage?.percentText),
            "paymentTolerancePercent": Self.percent(invoice.tolerance),
            "webhookURL": .optional(invoice.webhooks.all),
            "returnUrl": .optional(invoice.returnURL),
            "expiresAt": .moment(invoice.deadline),
            "createdAt": .moment(invoice.openedAt),
            "currencies": currencies(of: stored, active: active),
        ]
        return value.object ?? JSONObject()
    }

    private static func percent(_ ratio: Ratio) -> JSONValue {
        ratio.isZero ? .null : .string(ratio.percentText)
    }

    /// Every coin offered with the amount due in it now; null where there is no fresh price.
    private func currencies(of stored: InvoiceRecord, active: Choice?) -> JSONValue {
        var dues: [Coin: Amount] = [:]
        for quote in invoices.quotes(for: stored) { dues[quote.coin] = quote.due }
        if let active { dues[active.quote.coin] = active.quote.due }
        var tickers: [String] = []
        for coin in stored.invoice.coins where !tickers.contains(coin.asset.ticker) {
            tickers.append(coin.asset.ticker)
        }
        return .array(
            tickers.map { ticker in
                let coins = stored.invoice.coins.filter { $0.asset.ticker == ticker }
                let networks = coins.map { coin -> JSONValue in
                    [
                        "name": .string(coin.network.name),
                        "amount": .optional(dues[coin]?.decimal),
                    ]
                }
                return ["currency": .string(ticker), "networks": .array(networks)]
            }
        )
    }

    /// What a webhook tells: the invoice, what named the notification, and every transaction.
    func webhook(of stored: InvoiceRecord, named webhook: WebhookID) -> JSONValue {
        var object = JSONObject([("webhookId", .string(webhook.text))])
        for member in self.object(of: stored).members { object[member.key] = member.value }
        object["transactions"] = transactions.list(
            of: stored,
            choice: nil,
            confirmationsAsText: true
        )
        return .object(object)
    }
}
