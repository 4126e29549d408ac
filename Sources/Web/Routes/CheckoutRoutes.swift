import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Payments

/// The payer's pages: an invoice by its code or its id, the choice of a coin.
struct CheckoutRoutes {
    /// The largest form a payer posts.
    static let formBytesMax = 4 * 1_024

    let gateway: Gateway
    let invoices: InvoiceDesk
    let inquiries: InquiryDesk
    let presenter: CheckoutPresenter
    let checkoutPage: CheckoutPage
    let plainPage: PlainPage

    init(_ gateway: Gateway, showcase: Showcase, isSandbox: Bool) throws {
        self.gateway = gateway
        invoices = InvoiceDesk(gateway)
        inquiries = InquiryDesk(gateway)
        presenter = CheckoutPresenter(
            invoices: InvoiceDesk(gateway),
            showcase: showcase,
            isSandbox: isSandbox
        )
        checkoutPage = try CheckoutPage()
        plainPage = try PlainPage()
    }

    func add(to router: Router<SiteContext>) {
        router
            .get("checkout/{code}") { request, context in
                try await show(reference(context), to: request)
            }
            .post("checkout/{code}") { request, context in
                try await choose(request, reference(context))
            }
            .get("checkout/{code}/quote.json") { request, context in
                try await quote(reference(context), to: request)
            }
            .get("i/{id}") { request, context in
                try await show(.id(InvoiceID(Self.identity(context))), to: request)
            }
            .get("o/{id}") { request, context in
                let order = ChoiceID(try Self.identity(context))
                return try await show(.choice(order), to: request, order: order)
            }
        HelpRoutes(invoices: invoices, inquiries: inquiries, plainPage: plainPage).add(to: router)
    }

    /// A UUID in a path, in the case it is stored in.
    private static func identity(_ context: SiteContext) throws -> String {
        try context.parameters.require("id").lowercased()
    }

    private func reference(_ context: SiteContext) throws -> InvoiceReference {
        .code(InvoiceCode(try context.parameters.require("code")))
    }

    /// The page of an invoice, or of one choice of a coin: where an order's link leads.
    private func show(
        _ reference: InvoiceReference,
        to request: Request,
        order: ChoiceID? = nil
    ) async throws -> Response {
        let query = request.uri.queryParameters
        let view = CheckoutPresenter.View(
            language: PageLanguage(of: request),
            isChoosing: query["choose"] != nil,
            query: query["q"].map(String.init),
            order: order
        )
        guard let (stored, merchant) = try await invoices.page(reference) else {
            return notFound(view.language)
        }
        let answers = try await inquiries.answers(for: stored)
        let page = presenter.page(
            of: stored,
            for: merchant,
            as: view,
            answers: answers.map { ($0.txid, $0.answer) },
            answeredAt: answers.compactMap(\.answeredAt).max(),
            notice: query["help"].flatMap { HelpNotice(rawValue: String($0)) }
        )
        return .page(checkoutPage.render(page), framedBy: page.look.embedOrigins)
            .written(in: view.language.language)
    }

    /// How the amounts on an invoice's page were calculated.
    private func quote(
        _ reference: InvoiceReference,
        to request: Request
    ) async throws -> Response {
        guard let stored = try await invoices.invoice(reference) else {
            return notFound(PageLanguage(of: request))
        }
        return .json(QuoteDocument(invoices: invoices).value(of: stored))
    }

    private func choose(
        _ request: Request,
        _ reference: InvoiceReference
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.formBytesMax)
        let form = FormText(Array(body.readableBytesView))
        let language = PageLanguage(of: request, form: form)
        guard let (stored, merchant) = try await invoices.page(reference) else {
            return notFound(language)
        }
        let path = CheckoutPresenter.path(of: stored.invoice)
        func message(
            _ heading: Phrase,
            _ text: Phrase,
            status: HTTPResponse.Status
        ) -> Response {
            let model = PlainPageModel(heading, text, in: language, backTo: path)
            return .page(
                plainPage.render(model),
                status: status,
                framedBy: PageBranding(merchant.branding).embedOrigins
            ).written(in: language.language)
        }
        let wanted = (form["coin"] ?? "").split(separator: ":").map(String.init)
        let coin = stored.invoice.coins.first {
            wanted == [$0.asset.ticker, $0.network.name]
        }
        guard let coin else {
            return message(.coinGoneHeading, .coinGoneText, status: .badRequest)
        }
        switch try await invoices.choose(coin, for: stored.invoice.id) {
        case .invoiceNotFound: return notFound(language)
        case .chosen, .closed: return .seeOther(language.keeping(path))
        case .coinNotAvailable, .rateNotAvailable:
            return message(.noPriceHeading, .noPriceText, status: .serviceUnavailable)
        case .tooManyChoices:
            return message(.tooOftenHeading, .tooOftenText, status: .conflict)
        }
    }

    private func notFound(_ language: PageLanguage) -> Response {
        .page(
            plainPage.render(.invoiceNotFound(.embedded, in: language)),
            status: .notFound
        ).written(in: language.language)
    }
}
