import Gateway
import Payments

/// Turns an invoice into what its payer may see, and nothing else.
struct CheckoutPresenter: Sendable {
    /// What a payer asks to see of an invoice.
    struct View: Sendable {
        var language = PageLanguage(.english)
        /// Whether the choice of coins is asked for again.
        var isChoosing = false
        /// What the coins on offer are searched for; nil for nothing.
        var query: String?
        /// The choice to pay; nil for the one that money came to, or the last one.
        var order: ChoiceID?
    }

    /// How often a page without scripts loads itself anew.
    private static let refreshSeconds = 15
    /// The same while the payer reads and types.
    private static let choiceRefreshSeconds = 60

    let showcase: Showcase
    let isSandbox: Bool
    /// What the coins offered come to now.
    let quotes: @Sendable (InvoiceRecord) -> [Quote]
    let now: @Sendable () -> Instant

    init(
        showcase: Showcase,
        isSandbox: Bool,
        now: @escaping @Sendable () -> Instant,
        quotes: @escaping @Sendable (InvoiceRecord) -> [Quote]
    ) {
        self.showcase = showcase
        self.isSandbox = isSandbox
        self.now = now
        self.quotes = quotes
    }

    init(invoices: InvoiceDesk, showcase: Showcase, isSandbox: Bool) {
        self.init(
            showcase: showcase,
            isSandbox: isSandbox,
            now: { invoices.now },
            quotes: { invoices.quotes(for: $0) }
        )
    }

    /// The page of an invoice now.
    ///
    /// `answers`: What is known of the transactions that the payer asked about, the newest first.
    /// `answeredAt`: When the newest of those answers was found.
    /// `notice`: Why the last question was not taken.
    func page(
        of stored: InvoiceRecord,
        for merchant: Merchant,
        as view: View = View(),
        answers: [(txid: String, answer: InquiryAnswer)] = [],
        answeredAt: Instant? = nil,
        notice: HelpNotice? = nil
    ) -> CheckoutPageModel {
        let invoice = stored.invoice
        let path = Self.path(of: invoice)
        let state = state(of: stored, for: merchant, as: view)
        let mayChange =
            stored.standing.decision == nil || answers.contains { $0.answer == .looking }
        let seen = PageState(of: stored, answeredAt: answeredAt)
        return CheckoutPageModel(
            assets: .embedded,
            language: view.language,
            look: PageBranding(merchant.branding, at: path),
            merchantName: merchant.name,
            price: PriceText(
                amount: invoice.price.fullDecimal,
                ticker: invoice.price.asset.ticker
            ),
            orderDescription: invoice.details,
            orderReference: invoice.dialect == .okipays ? invoice.externalID : invoice.label,
            invoiceCode: invoice.code.text,
            shopURL: invoice.returnURL,
            eventsURL: mayChange ? "\(path)/events?seen=\(seen.version)" : nil,
            refreshSeconds: mayChange ? refreshSeconds(in: state) : nil,
            sandbox: isSandbox ? sandboxBox(for: stored) : nil,
            state: state,
            transfers: transfers(of: stored, view.language.words),
            help: help(
                for: stored,
                of: merchant,
                in: state,
                as: view,
                answers: answers,
                notice: notice
            )
        )
    }

    /// Where an invoice's page is.
    static func path(of invoice: Invoice) -> String { "/checkout/\(invoice.code.text)" }

    private func refreshSeconds(in state: CheckoutPageModel.State) -> Int {
        if case .choose = state { Self.choiceRefreshSeconds } else { Self.refreshSeconds }
    }

    private func sandboxBox(for stored: InvoiceRecord) -> CheckoutPageModel.Sandbox {
        CheckoutPageModel.Sandbox(
            sandboxActionURL: "/sandbox/invoices/\(stored.invoice.code.text)",
            canPay: !stored.facts.choices.isEmpty && stored.standing.decision == nil
        )
    }

    private func state(
        of stored: InvoiceRecord,
        for merchant: Merchant,
        as view: View
    ) -> CheckoutPageModel.State {
        let standing = stored.standing
        let words = view.language.words
        let choice =
            stored.facts.choices.first { $0.id == view.order }
            ?? stored.facts.activeChoice(at: standing)
        switch standing.decision {
        case .cancelled: return .ended(.cancelled(merchantName: merchant.name, in: words))
        case .deleted: return .ended(.deleted(merchantName: merchant.name, in: words))
        case .failed: return .ended(.failed(merchantName: merchant.name, in: words))
        case .accepted, nil: break
        }
        guard let choice, !(view.isChoosing && mayChoose(stored)) else {
            if standing.isExpired {
                return .ended(
                    .expired(merchantName: merchant.name, watchedAddress: nil, in: words)
                )
            }
            return .choose(choose(stored, as: view))
        }
        if standing.confirmed >= .paid || standing.decision == .accepted {
            return .paid(paid(stored, by: choice, to: merchant, words))
        }
        if standing.seen >= .paid { return .confirming(confirming(stored, by: choice, words)) }
        if standing.hasRunOut {
            return .ended(expired(stored, by: choice, for: merchant, words))
        }
        guard let pay = pay(stored, by: choice, as: view) else {
            return .ended(.failed(merchantName: merchant.name, in: words))
        }
        return .pay(pay)
    }

    /// The section that asks for a transaction; nil where there is nothing to ask about.
    private func help(
        for stored: InvoiceRecord,
        of merchant: Merchant,
        in state: CheckoutPageModel.State,
        as view: View,
        answers: [(txid: String, answer: InquiryAnswer)],
        notice: HelpNotice?
    ) -> CheckoutPageModel.Help? {
        switch state {
        case .pay, .confirming: break
        case .ended, .paid, .choose:
            // Money sent to an address of an invoice that is over may still be looked for.
            let mayBeLost = stored.standing.confirmed < .paid && !stored.facts.choices.isEmpty
            guard mayBeLost || !answers.isEmpty || notice != nil else { return nil }
        }
        let texts = AnswerText(
            showcase: showcase,
            merchantName: merchant.name,
            words: view.language.words
        )
        return CheckoutPageModel.Help(
            helpURL: "\(Self.path(of: stored.invoice))/help",
            helpFields: view.language.fields,
            helpNotice: notice.map { view.language.words[$0.phrase] },
            answers: answers.map { asked in
                CheckoutPageModel.Help.Answer(
                    asked.txid,
                    sentences: texts.sentences(on: asked.answer, for: stored)
                )
            }
        )
    }
}
