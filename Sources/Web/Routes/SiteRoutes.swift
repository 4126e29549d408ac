import Gateway
import HTTPTypes
import Hummingbird
import Payments
import Wire

/// What the server says of itself: assets, health, readiness, metrics, a front page.
struct SiteRoutes {
    let gateway: Gateway
    let health: NetworkHealth
    let metrics: @Sendable () -> String
    let plainPage: PlainPage
    let isSandbox: Bool

    func add(to router: Router<SiteContext>) {
        for asset in PageAsset.all {
            router.get(RouterPath(asset.path)) { request, _ in
                asset.content.response(to: request)
            }
        }
        router
            .get("assets/coins/{file}") { _, context in icon(try context.parameters.require("file"))
            }
            .get("florin.js") { request, _ in shopScript(request) }
            .get("healthz") { _, _ in Response.json(["status": "alive"]) }
            .get("readyz") { _, _ in await readiness() }
            .get("metrics") { _, _ in
                Response.content(
                    Array(metrics().utf8),
                    type: "text/plain; version=0.0.4; charset=utf-8"
                )
            }
            .get("") { _, _ in front() }
    }

    private func icon(_ file: String) -> Response {
        guard file.hasSuffix(".svg"), let svg = CoinIcon.svg(of: String(file.dropLast(4))) else {
            return .json(["error": "not found"], status: .notFound)
        }
        var response = Response.content(Array(svg.utf8), type: "image/svg+xml")
        response.headers[.cacheControl] = "public, max-age=86400"
        return response
    }

    /// The script that shops load to show the checkout within their own pages.
    private static let shopScript = StaticContent(
        PackageResources.florin_js,
        type: "text/javascript; charset=utf-8",
        cacheControl: StaticContent.forMinutes
    )

    private func shopScript(_ request: Request) -> Response {
        var response = Self.shopScript.response(to: request)
        response.headers[.accessControlAllowOrigin] = "*"
        if let name = HTTPField.Name("Cross-Origin-Resource-Policy") {
            response.headers[name] = "cross-origin"
        }
        return response
    }

    private func front() -> Response {
        .page(
            plainPage.render(
                PlainPageModel(
                    assets: .embedded,
                    heading: isSandbox ? "Florin sandbox" : "Florin",
                    text: isSandbox
                        ? "Simulated networks: make invoices and pay them without real coins."
                        : "This server takes payments for its shops.",
                    linkURL: nil,
                    linkText: nil
                )
            )
        )
    }

    /// Whether payments can be taken.
    private func readiness() async -> Response {
        let readiness = await gateway.readiness(given: health)
        return .json(
            [
                "status": .string(readiness.isReady ? "ready" : "not ready"),
                "faults": .array(readiness.faults.map { .string($0.message) }),
                "weak": .array(readiness.weak.map { .string($0.message) }),
            ],
            status: readiness.isReady ? .ok : .serviceUnavailable
        )
    }
}
