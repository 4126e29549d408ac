/// Everything that the payer's page of an invoice shows, amounts and times as finished texts.
///
/// Templates read the stored properties by name, and a name missing in an inner struct is looked
/// up in the outer ones: names are therefore unique along each path.
struct CheckoutPageModel: Sendable {
    let assets: PageAssets
    let languageTag: String
    let direction: String
    /// The texts that need nothing filled in.
    let words: [String: String]
    let languageName: String
    let languageLinks: [LanguageLink]
    let look: PageBranding
    let merchantName: String
    let merchantInitial: String
    let price: PriceText
    let orderDescription: String?
    let orderReference: String?
    let invoiceCode: String
    let shopURL: String?
    /// The same where the state's own template has no button for it.
    let footerShopURL: String?
    let backText: Sentence
    let footerText: Sentence
    /// Where server-sent events come from; nil where nothing more is going to change.
    let eventsURL: String?
    /// How often a page without scripts loads itself anew; nil as above.
    let refreshSeconds: Int?
    let sandbox: Sandbox?
    let state: State
    /// The state in one word, for a page that frames this one.
    let status: String
    let transfers: [Transfer]
    let hasTransfers: Bool
    let help: Help?

    /// The document's title and what a screen reader says when the state changes.
    let title: String
    let announcement: String

    init(
        assets: PageAssets,
        language: PageLanguage = PageLanguage(.english),
        look: PageBranding = PageBranding(),
        merchantName: String,
        price: PriceText,
        orderDescription: String? = nil,
        orderReference: String? = nil,
        invoiceCode: String,
        shopURL: String? = nil,
        eventsURL: String? = nil,
        refreshSeconds: Int? = nil,
        sandbox: Sandbox? = nil,
        state: State,
        transfers: [Transfer] = [],
        help: Help? = nil
    ) {
        let words = language.words
        let merchantName = ShownText.safe(merchantName)
        self.assets = assets
        languageTag = language.language.rawValue
        direction = language.language.direction
        self.words = words.texts
        languageName = language.language.ownName
        languageLinks = LanguageLink.all(without: language.language, isChoosing: state.isChoosing)
        self.look = look
        self.merchantName = merchantName
        merchantInitial = merchantName.first.map { $0.uppercased() } ?? "·"
        self.price = price
        self.orderDescription = orderDescription.map(ShownText.safe)
        self.orderReference = orderReference.map(ShownText.safe)
        self.invoiceCode = invoiceCode
        self.shopURL = WebLink.checked(shopURL).map(ShownText.safe)
        footerShopURL = state.isOpen ? self.shopURL : nil
        backText = words.sentence(.backToShop, ["merchant": merchantName])
        footerText = words.sentence(.footer, ["merchant": merchantName])
        self.eventsURL = eventsURL
        self.refreshSeconds = refreshSeconds
        self.sandbox = sandbox
        self.state = state
        status = state.word
        self.transfers = transfers
        hasTransfers = !transfers.isEmpty
        self.help = help
        announcement = state.announcement
        title = "\(state.announcement) · \(merchantName)"
    }
}

extension CheckoutPageModel {
    /// Where the payer stands; each case is a template of its own.
    enum State: Sendable {
        case choose(Choose)
        /// Nothing or only a part has arrived.
        case pay(Pay)
        /// Enough has arrived, not all of it is confirmed.
        case confirming(Confirming)
        /// Paid, or more than paid.
        case paid(Paid)
        case ended(Ended)

        fileprivate var isOpen: Bool {
            switch self {
            case .choose, .pay, .confirming: true
            case .paid, .ended: false
            }
        }

        fileprivate var isChoosing: Bool {
            if case .choose = self { true } else { false }
        }

        fileprivate var word: String {
            switch self {
            case .choose: "choose"
            case .pay: "pay"
            case .confirming: "confirming"
            case .paid: "paid"
            case .ended: "ended"
            }
        }

        fileprivate var announcement: String {
            switch self {
            case .choose(let choose): choose.heading
            case .pay(let pay): pay.announcement
            case .confirming(let confirming): confirming.heading
            case .paid(let paid): paid.heading
            case .ended(let ended): ended.heading
            }
        }
    }

    /// A link to this page in another language.
    struct LanguageLink: Sendable {
        let tag: String
        let name: String
        /// A query alone: the path stays.
        let href: String

        static func all(without current: Language, isChoosing: Bool) -> [LanguageLink] {
            Language.allCases.filter { $0 != current }.map { language in
                let choose = isChoosing ? "choose=1&" : ""
                return LanguageLink(
                    tag: language.rawValue,
                    name: language.ownName,
                    href: "?\(choose)\(PageLanguage.fieldName)=\(language.rawValue)"
                )
            }
        }
    }

    /// One transfer to an address of the invoice.
    struct Transfer: Sendable {
        let txid: String
        let txidShort: String
        let explorerURL: String?
        /// How much of what, with its network where it is another one than was chosen.
        let amountText: Sentence
        let confirmationsText: String
        let style: String
        /// Such as `Another token; the merchant decides whether it counts`.
        let remark: Sentence?

        init(
            txid: String,
            explorerURL: String? = nil,
            amountText: Sentence,
            confirmations: Int,
            confirmationsNeeded: Int,
            remark: Sentence? = nil,
            in words: Words
        ) {
            let txid = ShownText.safe(txid)
            self.txid = txid
            txidShort = txid.count > 20 ? "\(txid.prefix(8))…\(txid.suffix(8))" : txid
            self.explorerURL = WebLink.checked(explorerURL)
            self.amountText = amountText
            let isConfirmed = confirmations >= confirmationsNeeded
            confirmationsText =
                isConfirmed
                ? words[.confirmed]
                : words.text(
                    .confirmations,
                    ["count": String(confirmations), "needed": String(confirmationsNeeded)]
                )
            style = isConfirmed ? "confirmed" : "pending"
            self.remark = remark
        }
    }

    /// The question about a transaction that seems not to arrive, and its answers.
    struct Help: Sendable {
        let helpURL: String
        let helpFields: [FormField]
        /// Why the last question was not taken.
        let helpNotice: String?
        let answers: [Answer]
        /// Whether the section is unfolded.
        let isOpen: Bool

        init(
            helpURL: String,
            helpFields: [FormField] = [],
            helpNotice: String? = nil,
            answers: [Answer] = []
        ) {
            self.helpURL = helpURL
            self.helpFields = helpFields
            self.helpNotice = helpNotice
            self.answers = answers
            isOpen = !answers.isEmpty || helpNotice != nil
        }

        struct Answer: Sendable {
            let askedID: String
            let sentences: [Sentence]

            init(_ askedID: String, sentences: [Sentence]) {
                self.askedID = ShownText.safe(askedID)
                self.sentences = sentences
            }
        }
    }

    /// The box of buttons that a sandbox adds.
    struct Sandbox: Sendable {
        let sandboxActionURL: String
        let sandboxFields: [FormField]
        let sandboxButtons: [FormButton]

        init(sandboxActionURL: String, sandboxFields: [FormField] = [], canPay: Bool) {
            self.sandboxActionURL = sandboxActionURL
            self.sandboxFields = sandboxFields
            let actions: [SandboxAction] =
                canPay
                ? [.payInFull, .payHalf, .overpay, .payUnconfirmed, .payForeign, .mineBlock]
                : [.mineBlock]
            sandboxButtons = actions.map(FormButton.init)
        }
    }
}
