import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Payments

/// A merchant's own look, at the addresses of its invoices' pages: a style sheet and a logo.
struct BrandRoutes: Sendable {
    let gateway: Gateway
    let invoices: InvoiceDesk

    init(_ gateway: Gateway) {
        self.gateway = gateway
        invoices = InvoiceDesk(gateway)
    }

    func add(to router: Router<SiteContext>) {
        router
            .get("checkout/{code}/brand-{file}") { _, context in
                try await stylesheet(
                    context.parameters.require("file"),
                    of: InvoiceCode(context.parameters.require("code"))
                )
            }
            .get("checkout/{code}/logo-{id}") { _, context in
                try await logo(
                    context.parameters.require("id"),
                    of: InvoiceCode(context.parameters.require("code"))
                )
            }
    }

    private func stylesheet(_ file: String, of code: InvoiceCode) async throws -> Response {
        guard let (_, merchant) = try await invoices.page(.code(code)),
            let style = BrandStyle(merchant.branding), style.fileName == "brand-\(file)"
        else { throw HTTPError(.notFound) }
        var response = Response.content(
            Array(style.css.utf8),
            type: "text/css; charset=utf-8"
        )
        response.headers[.cacheControl] = StaticContent.forEver
        return response
    }

    private func logo(_ name: String, of code: InvoiceCode) async throws -> Response {
        guard let (stored, _) = try await invoices.page(.code(code)),
            let logo = try await BrandingDesk(gateway).logo(of: stored.invoice.merchant),
            name.utf8.count == PageBranding.logoNameLength, logo.id.text.hasPrefix(name)
        else { throw HTTPError(.notFound) }
        var response = Response.content(logo.bytes, type: logo.mediaType.rawValue)
        response.headers[.cacheControl] = StaticContent.forEver
        // Opened by itself, whatever a merchant uploaded runs nothing and reads nothing.
        response.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        return response
    }
}
