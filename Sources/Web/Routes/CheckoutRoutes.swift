import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Payments

/// The payer's pages: an invoice by its code or its id, the choice of a coin, the live events.
struct CheckoutRoutes {
    /// The largest form a payer posts.
    static let formBytesMax = 4 * 1_024
    /// How long a page listens at most before its browser connects anew, in looks.
    private static let looksMax = 1_800
    /// How often a listening page looks for changes made by another process.
    private static let lookPause = Duration.seconds(2)

    let gateway: Gateway
    let invoices: InvoiceDesk
    let presenter: CheckoutPresenter
    let checkoutPage: CheckoutPage
    let plainPage: PlainPage

    init(_ gateway: Gateway, showcase: Showcase, isSandbox: Bool) throws {
        self.gateway = gateway
        invoices = InvoiceDesk(gateway)
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
                try await show(
                    reference(context),
                    isChoosing: request.uri.queryParameters["choose"] != nil
                )
            }
            .post("checkout/{code}") { request, context in
                try await choose(request, reference(context))
            }
            .get("checkout/{code}/quote.json") { _, context in
                try await quote(reference(context))
            }
            .get("checkout/{code}/events") { _, context in try await events(reference(context)) }
            .get("i/{id}") { _, context in
                try await show(.id(InvoiceID(Self.identity(context))), isChoosing: false)
            }
            .get("o/{id}") { _, context in try await showOrder(ChoiceID(Self.identity(context))) }
    }

    /// A UUID in a path, in the case it is stored in.
    private static func identity(_ context: SiteContext) throws -> String {
        try context.parameters.require("id").lowercased()
    }

    /// The page of one choice of a coin: where an order's link leads.
    private func showOrder(_ order: ChoiceID) async throws -> Response {
        guard let (stored, merchant) = try await invoices.page(.choice(order)) else {
            return notFound()
        }
        let page = presenter.page(of: stored, merchantName: merchant.name, order: order)
        return .page(checkoutPage.render(page))
    }

    private func reference(_ context: SiteContext) throws -> InvoiceReference {
        .code(InvoiceCode(try context.parameters.require("code")))
    }

    private func show(_ reference: InvoiceReference, isChoosing: Bool) async throws -> Response {
        guard let (stored, merchant) = try await invoices.page(reference) else {
            return notFound()
        }
        let page = presenter.page(
            of: stored,
            merchantName: merchant.name,
            isChoosing: isChoosing
        )
        return .page(checkoutPage.render(page))
    }

    /// How the amounts on an invoice's page were calculated.
    private func quote(_ reference: InvoiceReference) async throws -> Response {
        guard let stored = try await invoices.invoice(reference) else { return notFound() }
        return .json(QuoteDocument(invoices: invoices).value(of: stored))
    }

    private func choose(
        _ request: Request,
        _ reference: InvoiceReference
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.formBytesMax)
        let form = FormText(Array(body.readableBytesView))
        guard let stored = try await invoices.invoice(reference) else { return notFound() }
        let wanted = (form["coin"] ?? "").split(separator: ":").map(String.init)
        let coin = stored.invoice.coins.first {
            wanted == [$0.asset.ticker, $0.network.name]
        }
        guard let coin else {
            return message(
                "This coin is not offered",
                "Go back and choose one of the coins on the page.",
                status: .badRequest,
                for: stored.invoice
            )
        }
        switch try await invoices.choose(coin, for: stored.invoice.id) {
        case .invoiceNotFound: return notFound()
        case .chosen, .closed: return .seeOther(CheckoutPresenter.path(of: stored.invoice))
        case .coinNotAvailable, .rateNotAvailable:
            return message(
                "No price for this coin at the moment",
                "Choose another coin, or try again in a minute.",
                status: .serviceUnavailable,
                for: stored.invoice
            )
        case .tooManyChoices:
            return message(
                "The coin was changed too often",
                "Pay in the coin you chose last, or ask the shop for a new invoice.",
                status: .conflict,
                for: stored.invoice
            )
        }
    }

    private func message(
        _ heading: String,
        _ text: String,
        status: HTTPResponse.Status,
        for invoice: Invoice
    ) -> Response {
        let model = PlainPageModel(
            assets: .embedded,
            heading: heading,
            text: text,
            linkURL: CheckoutPresenter.path(of: invoice),
            linkText: "Back to the invoice"
        )
        return .page(plainPage.render(model), status: status)
    }

    private func notFound() -> Response {
        .page(plainPage.render(.invoiceNotFound(.embedded)), status: .notFound)
    }

    /// Server-sent events: one named `standing` whenever the page would look different.
    private func events(_ reference: InvoiceReference) async throws -> Response {
        guard let first = try await invoices.invoice(reference) else { return notFound() }
        let id = first.invoice.id
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store",
        ]
        let body = ResponseBody { writer in
            let bell = gateway.feed.listen(to: id)
            defer { gateway.feed.stopListening(to: id, with: bell) }
            var known = Self.version(of: first)
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
            for look in 0..<Self.looksMax where !Task.isCancelled {
                guard let stored = try await invoices.invoice(.id(id)) else { break }
                let version = Self.version(of: stored)
                if version != known {
                    known = version
                    try await writer.write(
                        ByteBuffer(string: "event: standing\ndata: \(version)\n\n")
                    )
                } else if look % 8 == 7 {
                    // A comment keeps proxies from closing the line, and shows a gone browser.
                    try await writer.write(ByteBuffer(string: ":\n\n"))
                }
                await bell.sleep(atMost: Self.lookPause)
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// What a page's look depends on: the revision and the depth of each transfer still growing.
    private static func version(of stored: InvoiceRecord) -> String {
        let depths = stored.facts.transfers.map { fact in
            let needed = stored.facts.choices.first { $0.id == fact.choice }?.confirmations ?? 0
            return min(stored.facts.confirmations(of: fact), UInt64(needed))
        }
        let requotes = stored.facts.choices.reduce(0) { $0 + $1.requotes.count }
        return "\(stored.revision)-\(requotes)-" + depths.map(String.init).joined(separator: ".")
    }
}
