/// What the sandbox's own page shows: its networks, and the last invoices to try things on.
struct SandboxPageModel: Sendable {
    let assets: PageAssets
    let title = "Sandbox"
    /// What the last button did.
    let notice: String?
    let networks: [Network]
    let invoices: [Invoice]
    let hasInvoices: Bool
    /// Hidden fields of every form of the page.
    let formFields: [FormField]

    init(
        assets: PageAssets,
        notice: String? = nil,
        networks: [Network],
        invoices: [Invoice],
        formFields: [FormField] = []
    ) {
        self.assets = assets
        self.notice = notice
        self.networks = networks
        self.invoices = invoices
        hasInvoices = !invoices.isEmpty
        self.formFields = formFields
    }

    struct Network: Sendable {
        let networkName: String
        let height: String
        let networkActionURL: String
        let networkButtons: [FormButton] = [.init(.mineBlock), .init(.reorganise)]
    }

    struct Invoice: Sendable {
        let code: String
        let merchantName: String
        let price: PriceText
        let statusText: String
        let statusStyle: String
        let checkoutURL: String
        /// Nil where there is nothing to pay any more.
        let invoiceActionURL: String?
        let invoiceButtons: [FormButton]

        init(
            code: String,
            merchantName: String,
            price: PriceText,
            statusText: String,
            statusStyle: StatusStyle,
            checkoutURL: String,
            invoiceActionURL: String?
        ) {
            self.code = code
            self.merchantName = merchantName
            self.price = price
            self.statusText = statusText
            self.statusStyle = statusStyle.rawValue
            self.checkoutURL = checkoutURL
            self.invoiceActionURL = invoiceActionURL
            let actions: [SandboxAction] = [
                .payInFull, .payHalf, .overpay, .payUnconfirmed, .payForeign, .acceptForeign,
            ]
            invoiceButtons = actions.map(FormButton.init)
        }
    }

    enum StatusStyle: String, Sendable {
        case good, open, bad, other
    }
}

/// The page at `/sandbox`, where a person plays the payer and the networks.
struct SandboxPage: Sendable {
    private let templates: PageTemplates

    init() throws {
        templates = try PageTemplates([
            ("layout", PackageResources.layout_mustache),
            ("sandbox", PackageResources.sandbox_mustache),
        ])
    }

    func render(_ model: SandboxPageModel) -> String {
        templates.render(model, with: "sandbox")
    }
}
