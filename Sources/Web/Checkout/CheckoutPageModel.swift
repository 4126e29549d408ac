/// Everything that the payer's page of an invoice shows, amounts and times as finished texts.
///
/// Templates read the stored properties by name, and a name missing in an inner struct is looked
/// up in the outer ones: names are therefore unique along each path.
struct CheckoutPageModel: Sendable {
    let assets: PageAssets
    let merchantName: String
    let merchantInitial: String
    let price: PriceText
    let orderDescription: String?
    let orderReference: String?
    let invoiceCode: String
    let shopURL: String?
    /// The same where the state's own template has no button for it.
    let footerShopURL: String?
    /// Where server-sent events come from; nil where nothing more is going to change.
    let eventsURL: String?
    /// How often a page without scripts loads itself anew; nil as above.
    let refreshSeconds: Int?
    let sandbox: Sandbox?
    let state: State
    let transfers: [Transfer]
    let hasTransfers: Bool

    /// The document's title and what a screen reader says when the state changes.
    let title: String
    let announcement: String

    init(
        assets: PageAssets,
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
        transfers: [Transfer] = []
    ) {
        self.assets = assets
        self.merchantName = merchantName
        merchantInitial = merchantName.first.map { $0.uppercased() } ?? "·"
        self.price = price
        self.orderDescription = orderDescription
        self.orderReference = orderReference
        self.invoiceCode = invoiceCode
        self.shopURL = WebLink.checked(shopURL)
        footerShopURL = state.isOpen ? self.shopURL : nil
        self.eventsURL = eventsURL
        self.refreshSeconds = refreshSeconds
        self.sandbox = sandbox
        self.state = state
        self.transfers = transfers
        hasTransfers = !transfers.isEmpty
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

        fileprivate var announcement: String {
            switch self {
            case .choose: "Choose how to pay"
            case .pay(let pay): pay.announcement
            case .confirming: "Payment seen, waiting for confirmations"
            case .paid(let paid): paid.overpayment == nil ? "Paid" : "Paid, more than was due"
            case .ended(let ended): ended.heading
            }
        }
    }

    /// The coins on offer, each with what is due in it now.
    struct Choose: Sendable {
        let chooseURL: String
        let chooseFields: [FormField]
        /// Whether the amount stays.
        let promise: String
        let offers: [Offer]
        let deadline: Deadline?

        init(
            chooseURL: String,
            chooseFields: [FormField] = [],
            promise: String = "The amount stays fixed once you have chosen.",
            offers: [Offer],
            deadline: Deadline? = nil
        ) {
            self.chooseURL = chooseURL
            self.chooseFields = chooseFields
            self.promise = promise
            self.offers = offers
            self.deadline = deadline
        }
    }

    /// One coin on offer; posted as the form's `coin`.
    struct Offer: Sendable {
        /// Such as `USDT:tron`.
        let value: String
        let coin: CoinText
        let amount: String
        /// Such as `incl. about 1 USDT network fee`.
        let feeNote: String?

        init(value: String, coin: CoinText, amount: String, feeNote: String? = nil) {
            self.value = value
            self.coin = coin
            self.amount = amount
            self.feeNote = feeNote
        }
    }

    /// Waiting for money: what to send, and where to.
    struct Pay: Sendable {
        let coin: CoinText
        /// What is still to be sent, exactly.
        let amountDue: String
        let address: String
        let paymentURI: String
        let qrSVG: String
        let partPayment: PartPayment?
        /// What changed, or what to know before anything is sent.
        let notice: String?
        /// Such as `1 BTC = 61,234.50 EUR`.
        let rateText: String?
        let feeText: String?
        /// How the amount was calculated.
        let sum: [SumText]
        let deadline: Deadline?
        let steps: [ProgressStep]
        /// Back to the choice; nil once something was received.
        let otherCoinURL: String?

        /// Nil where the payment URI is too long for a QR code.
        init?(
            coin: CoinText,
            amountDue: String,
            address: String,
            paymentURI: String,
            partPayment: PartPayment? = nil,
            notice: String? = nil,
            rateText: String? = nil,
            feeText: String? = nil,
            sum: [SumText] = [],
            deadline: Deadline? = nil,
            steps: [ProgressStep] = ProgressStep.steps(.waiting),
            otherCoinURL: String? = nil
        ) {
            guard let code = QRCode(text: paymentURI) else { return nil }
            self.coin = coin
            self.amountDue = amountDue
            self.address = address
            self.paymentURI = paymentURI
            qrSVG = code.svg(label: "QR code to pay \(amountDue) \(coin.ticker)")
            self.partPayment = partPayment
            self.notice = notice
            self.rateText = rateText
            self.feeText = feeText
            self.sum = sum
            self.deadline = deadline
            self.steps = steps
            self.otherCoinURL = otherCoinURL
        }

        fileprivate var announcement: String {
            guard let partPayment else { return "Pay \(amountDue) \(coin.ticker)" }
            return "\(partPayment.receivedAmount) \(coin.ticker) received, \(amountDue) to go"
        }
    }

    /// A part that has arrived; both amounts are in the coin.
    struct PartPayment: Sendable {
        let receivedAmount: String
        let totalAmount: String
        let percent: Int
    }

    /// Enough has arrived and is being confirmed.
    struct Confirming: Sendable {
        let coin: CoinText
        let receivedAmount: String
        let steps: [ProgressStep]
    }

    /// The receipt.
    struct Paid: Sendable {
        let coin: CoinText
        let receivedAmount: String
        let paidAtText: String?
        let overpayment: Overpayment?

        init(
            coin: CoinText,
            receivedAmount: String,
            paidAtText: String? = nil,
            overpayment: Overpayment? = nil
        ) {
            self.coin = coin
            self.receivedAmount = receivedAmount
            self.paidAtText = paidAtText
            self.overpayment = overpayment
        }
    }

    /// What came in beyond the due.
    struct Overpayment: Sendable {
        let excessAmount: String
    }

    /// One transfer to an address of the invoice.
    struct Transfer: Sendable {
        let txid: String
        let txidShort: String
        let explorerURL: String?
        let amount: String
        let ticker: String
        let confirmationsText: String
        let style: String
        /// Such as `Another token; the merchant decides whether it counts`.
        let remark: String?

        init(
            txid: String,
            explorerURL: String? = nil,
            amount: String,
            ticker: String,
            confirmations: Int,
            confirmationsNeeded: Int,
            remark: String? = nil
        ) {
            self.txid = txid
            txidShort = txid.count > 20 ? "\(txid.prefix(8))…\(txid.suffix(8))" : txid
            self.explorerURL = WebLink.checked(explorerURL)
            self.amount = amount
            self.ticker = ticker
            let isConfirmed = confirmations >= confirmationsNeeded
            confirmationsText =
                isConfirmed
                ? "Confirmed" : "\(confirmations) of \(confirmationsNeeded) confirmations"
            style = isConfirmed ? "confirmed" : "pending"
            self.remark = remark
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
