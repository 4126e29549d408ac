import Gateway
import Hummingbird
import NIOCore
import Payments

/// Where a payer asks what became of a transaction.
struct HelpRoutes {
    /// Where on the invoice's page the answers are.
    static let anchor = "help"
    let invoices: InvoiceDesk
    let inquiries: InquiryDesk
    let plainPage: PlainPage

    func add(to router: Router<SiteContext>) {
        router.post("checkout/{code}/help") { request, context in
            try await ask(
                request,
                on: .code(InvoiceCode(context.parameters.require("code"))),
                from: Self.client(of: request, context)
            )
        }
    }

    /// An IPv6 client has a whole network of addresses, which counts as one.
    private static func client(of request: Request, _ context: SiteContext) -> String {
        let address = context.clientAddress(of: request)
        return IPAddress(address)?.holder ?? address
    }

    private func ask(
        _ request: Request,
        on reference: InvoiceReference,
        from client: String
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: CheckoutRoutes.formBytesMax)
        let form = FormText(Array(body.readableBytesView))
        let language = PageLanguage(of: request, form: form)
        guard let stored = try await invoices.invoice(reference) else {
            return .page(
                plainPage.render(.invoiceNotFound(.embedded, in: language)),
                status: .notFound
            ).written(in: language.language)
        }
        let text = form["txid"] ?? ""
        let outcome = try await inquiries.ask(text, on: stored.invoice.id, from: client)
        let path = CheckoutPresenter.path(of: stored.invoice)
        let notice = HelpNotice(outcome).map { "?help=\($0.rawValue)" } ?? ""
        return .seeOther("\(language.keeping(path + notice))#\(Self.anchor)")
    }
}
