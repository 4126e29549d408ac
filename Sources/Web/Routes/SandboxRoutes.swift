import Gateway
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Payments
import Wire

/// The sandbox's page, its buttons, and the line that `florin sandbox` talks on.
struct SandboxRoutes {
    private static let invoicesShownMax = 25
    private static let bodyBytesMax = 16 * 1_024

    let gateway: Gateway
    let desk: SandboxDesk
    let invoices: InvoiceDesk
    let showcase: Showcase
    let controlToken: SecretText
    let page: SandboxPage

    init(
        _ gateway: Gateway,
        desk: SandboxDesk,
        showcase: Showcase,
        controlToken: SecretText
    ) throws {
        self.gateway = gateway
        self.desk = desk
        self.showcase = showcase
        self.controlToken = controlToken
        invoices = InvoiceDesk(gateway)
        page = try SandboxPage()
    }

    func add(to router: Router<SiteContext>) {
        router.group("sandbox")
            .get("") { request, _ in
                try await show(notice: request.uri.queryParameters["notice"].map(String.init))
            }
            .post("invoices/{code}") { request, context in
                try await press(
                    request,
                    invoice: InvoiceCode(context.parameters.require("code"))
                )
            }
            .post("networks/{network}") { request, context in
                try await press(
                    request,
                    network: NetworkID(context.parameters.require("network"))
                )
            }
            .post("control") { request, _ in await control(request) }
    }

    private func show(notice: String?) async throws -> Response {
        let shown = try await invoices.newest(limit: Self.invoicesShownMax)
        let heights = await desk.heights()
        var networks: [SandboxPageModel.Network] = []
        for listing in showcase.coins {
            let network = listing.coin.network
            let url = "/sandbox/networks/\(network.name)"
            if networks.contains(where: { $0.networkActionURL == url }) { continue }
            networks.append(
                SandboxPageModel.Network(
                    networkName: listing.networkTitle,
                    height: String(heights[network] ?? 0),
                    networkActionURL: url
                )
            )
        }
        let model = SandboxPageModel(
            assets: .embedded,
            notice: notice,
            networks: networks,
            invoices: shown.map(row(of:))
        )
        return .page(page.render(model))
    }

    private func row(
        of found: (stored: InvoiceRecord, merchantName: String)
    ) -> SandboxPageModel.Invoice {
        let invoice = found.stored.invoice
        let status = OkiPaysStatus(found.stored.standing)
        let style: SandboxPageModel.StatusStyle =
            switch status {
            case .paid, .completed, .overpayment: .good
            case .created, .inProcess, .partially: .open
            case .payFailed, .error: .bad
            case .cancelled, .expired, .deleted: .other
            }
        return SandboxPageModel.Invoice(
            code: invoice.code.text,
            merchantName: found.merchantName,
            price: PriceText(
                amount: invoice.price.fullDecimal,
                ticker: invoice.price.asset.ticker
            ),
            statusText: status.text,
            statusStyle: style,
            checkoutURL: CheckoutPresenter.path(of: invoice),
            invoiceActionURL: found.stored.standing.decision == nil
                ? "/sandbox/invoices/\(invoice.code.text)" : nil
        )
    }

    /// A button pressed on the checkout or here; a page of another site may not press it.
    private func press(_ request: Request, invoice code: InvoiceCode) async throws -> Response {
        guard isSameSite(request) else { return foreign() }
        let action = try await action(in: request)
        let back = returnPath(of: request, for: code)
        do {
            guard let action else { return .seeOther(back) }
            try await SandboxPress(desk: desk, invoices: invoices, showcase: showcase)
                .press(action, for: code)
        } catch let refusal as SandboxRefusal {
            return .seeOther("/sandbox?notice=\(PercentText.encoded(refusal.message))")
        }
        return .seeOther(back)
    }

    private func press(_ request: Request, network: NetworkID) async throws -> Response {
        guard isSameSite(request) else { return foreign() }
        do {
            switch try await action(in: request) {
            case .mineBlock: _ = try await desk.mine(network, blocks: 1)
            case .reorganise: _ = try await desk.reorganise(network, depth: 1)
            case .reorganiseDeep: _ = try await desk.reorganise(network, depth: 3)
            case .payInFull, .payHalf, .overpay, .payUnconfirmed, .payForeign, .payLate, .replace,
                .acceptForeign, nil:
                break
            }
        } catch let refusal as SandboxRefusal {
            return .seeOther("/sandbox?notice=\(PercentText.encoded(refusal.message))")
        }
        return .seeOther("/sandbox")
    }

    private func action(in request: Request) async throws -> SandboxAction? {
        let body = try await request.body.collect(upTo: Self.bodyBytesMax)
        return FormText(Array(body.readableBytesView))["action"].flatMap(SandboxAction.init)
    }

    /// Browsers name the site a form came from; other programs do not.
    private func isSameSite(_ request: Request) -> Bool {
        guard let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] else {
            return true
        }
        return site == "same-origin" || site == "none"
    }

    private func foreign() -> Response {
        .content(
            Array("pressed on another site".utf8),
            type: "text/plain; charset=utf-8",
            status: .forbidden
        )
    }

    /// Back to the checkout when the button was pressed there.
    private func returnPath(of request: Request, for code: InvoiceCode) -> String {
        let checkout = "/checkout/\(code.text)"
        let referer = HTTPField.Name("Referer").flatMap { request.headers[$0] } ?? ""
        return referer.hasSuffix("/sandbox") || referer.contains("/sandbox?")
            ? "/sandbox" : checkout
    }

    /// The commands of `florin sandbox`, proved by the token in the data directory.
    private func control(_ request: Request) async -> Response {
        do {
            guard let name = HTTPField.Name("X-Florin-Control"),
                let given = request.headers[name],
                ConstantTime.areEqual(given, controlToken.revealed())
            else { return .json(["error": "not allowed"], status: .unauthorized) }
            let body = try await request.body.collect(upTo: Self.bodyBytesMax)
            let command = try JSONValue.parse(Array(body.readableBytesView))
            return .json(try await SandboxControl(desk: desk).run(command))
        } catch let refusal as SandboxRefusal {
            return .json(["error": .string(refusal.message)], status: .badRequest)
        } catch let error as JSONError {
            return .json(["error": .string(error.message)], status: .badRequest)
        } catch {
            gateway.logger.error("sandbox command failed", metadata: ["error": "\(error)"])
            return .json(["error": "the command failed"], status: .internalServerError)
        }
    }
}
