import Gateway
import Payments
import Wire

/// Reads `make-order` and writes the order objects (API contract A5.9 and A5.10).
///
/// An order is one choice of a coin: the only one of an invoice that `make-order` opened, or any of
/// an invoice whose payer chose.
struct OnchainPayOrder {
    /// How many seconds an order may live.
    static let lifetimeSeconds: ClosedRange<Int64> = 1_800...43_200

    let showcase: Showcase
    let invoices: InvoiceDesk
    let transactions: OnchainPayTransactions
    let publicURL: String

    /// Where the page of an order is.
    static func link(to choice: Choice, at publicURL: String) -> String {
        "\(publicURL)/o/\(choice.id.text)"
    }

    /// How long an order lives where nothing is said, as the official clients have it.
    private static func lifetimeSecondsDefault(on network: NetworkID) -> Int64 {
        switch network.name {
        case "bitcoin", "bitcoincash": 7_200
        case "litecoin": 3_600
        default: 1_800
        }
    }

    /// Checks every field and makes the invoice of a single coin that is asked for.
    func newInvoice(
        from fields: OnchainPayFields,
        by caller: Caller,
        at now: Instant
    ) throws(OnchainPayFault) -> NewInvoice {
        let ticker = try fields.requiredText("currency").uppercased()
        let network = try fields.requiredText("network").lowercased()
        let coin = invoices.available(to: caller).first {
            $0.asset.ticker == ticker && $0.network.name == network
        }
        guard let coin else {
            throw .currencyNotAvailable("\(ticker) on \(network) is not available")
        }
        try OnchainPayAccount.checkBalance(in: fields, of: caller)
        let seconds =
            try fields.integer("lifetime", within: Self.lifetimeSeconds)
            ?? Self.lifetimeSecondsDefault(on: coin.network)
        var new = NewInvoice(
            externalID: nil,
            price: try fields.amount("amount", of: coin.asset, mayRefine: false),
            offer: .only([coin]),
            feeTerms: .ignored,
            askedAt: now,
            deadline: now.advanced(bySeconds: seconds)
        )
        new.kind = .order
        new.label = try fields.requiredText("order")
        new.details = try fields.text(
            "description",
            lengthMax: OnchainPayInvoice.descriptionLengthMax
        )
        // The amount is exact: what the merchant adds to prices is not added to it.
        new.insurance = Ratio(whole: 0)
        new.tolerance = try fields.percent(
            "paymentTolerancePercent",
            below: 100,
            isLimitAllowed: false
        )
        _ = try fields.flag("checkRisks")
        new.payerReference = try fields.text("externalUserId", mayBeEmpty: false)
        new.payerEmail = try fields.text("payerEmail")
        new.webhooks = Invoice.Webhooks(
            success: try fields.url("successWebhook"),
            failure: try fields.url("errorWebhook")
        )
        new.returnURL = try fields.url("returnUrl")
        if new.returnURL == nil { new.returnURL = try fields.url("returnURL") }
        return new
    }

    /// The answer to `make-order`, where `orderId` is Florin's id.
    func made(_ stored: InvoiceRecord, choice: Choice) -> JSONValue {
        var object = JSONObject([
            ("orderId", .string(choice.id.text)),
            ("clientOrderId", .optional(stored.invoice.label)),
        ])
        object["link"] = .string(Self.link(to: choice, at: publicURL))
        for member in common(stored, choice: choice) { object[member.key] = member.value }
        return .object(object)
    }

    /// The answer to `order`, where `orderId` is the merchant's label.
    func object(of stored: InvoiceRecord, choice: Choice) -> JSONValue {
        .object(shown(stored, choice: choice, confirmationsAsText: false))
    }

    /// What a webhook tells about an order: its object, and the label as `order`.
    func webhook(
        of stored: InvoiceRecord,
        choice: Choice,
        named webhook: WebhookID
    ) -> JSONValue {
        var object = JSONObject([("webhookId", .string(webhook.text))])
        let shown = shown(stored, choice: choice, confirmationsAsText: true)
        for member in shown.members { object[member.key] = member.value }
        object["order"] = .optional(stored.invoice.label)
        return .object(object)
    }

    private func shown(
        _ stored: InvoiceRecord,
        choice: Choice,
        confirmationsAsText: Bool
    ) -> JSONObject {
        var object = JSONObject([
            ("id", .string(choice.id.text)),
            ("orderId", .optional(stored.invoice.label)),
            ("clientOrderId", .optional(stored.invoice.label)),
            ("link", .string(Self.link(to: choice, at: publicURL))),
        ])
        for member in common(stored, choice: choice) { object[member.key] = member.value }
        object["received"] = .string(stored.seen(by: choice).decimal)
        object["updatedAt"] = .moment(stored.updatedAt)
        object["transactions"] = transactions.list(
            of: stored,
            choice: choice.id,
            confirmationsAsText: confirmationsAsText
        )
        object["orphanDeposits"] = transactions.orphans(of: stored, choice: choice.id)
        return object
    }

    private func common(_ stored: InvoiceRecord, choice: Choice) -> [JSONObject.Member] {
        let invoice = stored.invoice
        let coin = choice.quote.coin
        return [
            ("status", .string(status(of: choice, in: stored).rawValue)),
            ("amount", .string(choice.quote.due.decimal)),
            ("advancedBalanceId", .string(OnchainPayAccount.balanceID(of: invoice.merchant))),
            ("currency", .string(coin.asset.ticker)),
            ("network", .string(coin.network.name)),
            ("address", .string(choice.address)),
            ("tag", .null),
            ("addressId", .string(choice.id.text)),
            ("description", .optional(invoice.details)),
            ("successWebhook", .optional(invoice.webhooks.success)),
            ("errorWebhook", .optional(invoice.webhooks.failure)),
            ("returnUrl", .optional(invoice.returnURL)),
            (
                "paymentTolerancePercent",
                invoice.tolerance.isZero ? .null : .string(invoice.tolerance.percentText)
            ),
            ("externalUserId", .optional(invoice.payer.reference)),
            ("payerEmail", .optional(invoice.payer.email)),
            ("expiresAt", .moment(invoice.deadline)),
            ("createdAt", .moment(choice.chosenAt)),
        ]
    }

    /// An order that nothing came to is not paid by what came to another one of its invoice.
    private func status(of choice: Choice, in stored: InvoiceRecord) -> OnchainPayOrderStatus {
        let phase = stored.invoice.phase(at: stored.standing)
        let isActive = stored.facts.activeChoice(at: stored.standing)?.id == choice.id
        if isActive || !stored.seen(by: choice).isZero { return OnchainPayOrderStatus(phase) }
        switch OnchainPayOrderStatus(phase) {
        case .initial, .pending: return .initial
        case .processed, .overpaid, .expired, .partial: return .expired
        case .rejected: return .rejected
        case .error: return .error
        }
    }
}
