import Gateway
import Payments

/// An invoice as its page in the cabinet shows it: its state and why, what can be done, what
/// happened.
struct InvoiceModel: Sendable {
    struct Step: Sendable {
        let stepText: String
        let stepTime: String?
    }

    struct Fact: Sendable {
        let term: String
        let value: String
    }

    struct Held: Sendable {
        let heldAmount: String
        let heldCoin: String
        let heldTxid: String
        let heldState: String
        let isIgnorable: Bool
    }

    struct Choice: Sendable {
        let choiceTitle: String
        let choiceAddress: String
        let sum: [SumText]
    }

    struct Entry: Sendable {
        let time: String
        let entryStyle: String
        let entryTitle: String
        let details: [String]
        /// The number of the event that a button sends again; nil without one.
        let resendNumber: String?
    }

    struct Panel: Sendable {
        let panelURL: String
        let buttons: [FormButton]
    }

    let listURL: String
    let baseURL: String
    let code: String
    let price: String
    let statusText: String
    let statusStyle: String
    let reason: String
    let steps: [Step]
    let payURL: String
    let linkURL: String
    let mayChange: Bool
    let canCancel: Bool
    /// What is missing, where it may be accepted as it is.
    let shortText: String?
    let facts: [Fact]
    let held: [Held]
    let hasHeld: Bool
    let hasSeveralHeld: Bool
    let choices: [Choice]
    let entries: [Entry]
    let panel: Panel?

    init(
        _ story: InvoiceStory,
        for request: CabinetRequest,
        showcase: Showcase,
        publicURL: String,
        isSandbox: Bool
    ) {
        let (stored, invoice) = (story.stored, story.stored.invoice)
        listURL = request.path("invoices")
        let base = request.path("invoices/\(invoice.code.text)")
        baseURL = base
        code = invoice.code.text
        price = "\(invoice.price.fullDecimal) \(invoice.price.asset.ticker)"
        statusText = story.group.title
        statusStyle = story.group.style
        reason = story.reason
        steps = story.steps.map { step in
            Step(stepText: step.text, stepTime: step.at.map(UTCText.plain))
        }
        payURL = publicURL + CheckoutPresenter.path(of: invoice)
        linkURL = base + "/link"
        mayChange = request.mayChange
        canCancel = request.mayChange && story.allows(.cancelled)
        shortText = request.mayChange ? Self.short(story) : nil
        facts = Self.facts(of: stored)
        let setAside = story.setAside
        held = setAside.map { Held($0, in: stored, showcase) }
        hasHeld = !held.isEmpty
        hasSeveralHeld = Set(setAside.map(\.transfer.id.txid)).count > 1
        choices = stored.facts.choices.map { Choice($0, of: invoice, showcase) }
        let mayResend = request.mayChange
        entries = story.entries.map { Entry($0, mayResend: mayResend) }
        panel =
            isSandbox && request.mayChange
            ? Panel(panelURL: base + "/sandbox", buttons: Self.actions.map(FormButton.init)) : nil
    }

    private static let actions: [SandboxAction] = [
        .payInFull, .payHalf, .overpay, .payUnconfirmed, .payForeign, .payLate, .replace,
        .mineBlock, .reorganise, .reorganiseDeep,
    ]

    private static func short(_ story: InvoiceStory) -> String? {
        let stored = story.stored
        guard story.allows(.acceptedShort),
            let choice = stored.facts.activeChoice(at: stored.standing)
        else { return nil }
        let missing = stored.missing(by: choice)
        return "\(missing.decimal) \(missing.asset.ticker)"
    }

    private static func facts(of stored: InvoiceRecord) -> [Fact] {
        let invoice = stored.invoice
        func text(_ amount: Amount) -> String { "\(amount.decimal) \(amount.asset.ticker)" }
        var facts: [Fact] = []
        func add(_ term: String, _ value: String?) {
            if let value, !value.isEmpty { facts.append(Fact(term: term, value: value)) }
        }
        let choice = stored.facts.activeChoice(at: stored.standing)
        add("Price", "\(invoice.price.fullDecimal) \(invoice.price.asset.ticker)")
        if let choice {
            add("To pay", text(choice.quote.due))
            add("Received", text(stored.seen(by: choice)))
            let (missing, excess) = (stored.missing(by: choice), stored.excess(by: choice))
            if !missing.isZero { add("Missing", text(missing)) }
            if !excess.isZero { add("Too much", text(excess)) }
            let worth = stored.worth(at: stored.standing)
            if !worth.isZero { add("Worth", "\(worth.fullDecimal) \(worth.asset.ticker)") }
        }
        add("Opened", UTCText.plain(invoice.openedAt))
        add("Deadline", UTCText.plain(invoice.deadline))
        let isPaid = stored.standing.confirmed >= .paid
        add(isPaid ? "Paid at" : "Ended at", stored.doneAt.map(UTCText.plain))
        add("Opened by", invoice.openedBy)
        add("Your reference", invoice.ownReference)
        add("Label", invoice.label)
        add("Description", invoice.details)
        add("Payer's reference", invoice.payer.reference)
        add("Payer's e-mail", invoice.payer.email)
        add("Id", invoice.id.text)
        return facts
    }
}

extension InvoiceModel.Held {
    init(_ fact: TransferFact, in stored: InvoiceRecord, _ showcase: Showcase) {
        let (id, amount) = (fact.transfer.id, fact.transfer.amount)
        let listing = showcase.listing(of: Coin(amount.asset, on: id.network))
        self.init(
            heldAmount: amount.decimal,
            heldCoin: "\(amount.asset.ticker) on \(listing?.networkTitle ?? id.network.name)",
            heldTxid: id.txid,
            heldState: fact.rating == .ignored
                ? "ignored" : "\(stored.facts.confirmations(of: fact)) confirmations",
            isIgnorable: fact.rating == .foreign
        )
    }
}

extension InvoiceModel.Choice {
    init(_ choice: Choice, of invoice: Invoice, _ showcase: Showcase) {
        let quote = choice.quote
        let network =
            showcase.listing(of: quote.coin)?.networkTitle ?? quote.coin.network.name
        self.init(
            choiceTitle: "\(quote.coin.asset.ticker) on \(network)",
            choiceAddress: choice.address,
            sum: SumText.lines(of: quote, for: invoice, .of(.english))
        )
    }
}

extension InvoiceModel.Entry {
    init(_ entry: InvoiceStory.Entry, mayResend: Bool) {
        self.init(
            time: UTCText.precise(entry.at),
            entryStyle: "\(entry.kind)",
            entryTitle: entry.title,
            details: entry.details,
            resendNumber: mayResend ? entry.resendable.map(String.init) : nil
        )
    }
}

extension UTCText {
    /// `2026-11-21 11:04:05`, where the page says once that all times are UTC.
    static func precise(_ moment: Instant) -> String {
        let iso = iso(moment)
        return "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(8))"
    }
}
