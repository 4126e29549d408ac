import Hummingbird
import Payments

/// Says which reverse proxies are believed, before anything asks where a request comes from.
struct ProxyMiddleware: RouterMiddleware {
    let proxies: [AddressBlock]

    @concurrent
    func handle(
        _ request: Request,
        context: SiteContext,
        next: @concurrent (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.proxies = proxies + SiteContext.loopback
        return try await next(request, context)
    }
}
