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
            router.get(RouterPath(asset.path)) { _, _ in
                var response = Response.content(asset.bytes, type: asset.mediaType)
                response.headers[.cacheControl] = "public, max-age=31536000, immutable"
                return response
            }
        }
        router
            .get("assets/coins/{file}") { _, context in icon(try context.parameters.require("file"))
            }
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
        return .content(Array(svg.utf8), type: "image/svg+xml")
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

    /// Whether payments can be taken: the database answers, networks are read, prices are fresh.
    private func readiness() async -> Response {
        var faults: [String] = []
        if await !gateway.isDatabaseReadable() { faults.append("database: cannot be read") }
        let reports = health.all
        let now = gateway.time.now()
        for network in gateway.networks.keys.sorted() {
            guard let report = reports[network] else {
                faults.append("network \(network): not read yet")
                continue
            }
            if let fault = report.fault { faults.append("network \(network): \(fault)") }
            if report.blocksBehind > 0 {
                faults.append("network \(network): \(report.blocksBehind) blocks behind")
            }
        }
        var weak: [String] = []
        for (network, report) in reports.sorted(by: { $0.key < $1.key }) {
            for server in report.serversDown {
                weak.append("network \(network): server \(server) cannot be used")
            }
        }
        let served = Set(gateway.servedTickers)
        for ticker in served.union(gateway.board.report(at: now).map(\.ticker)).sorted() {
            let report = gateway.board.report(on: ticker, at: now)
            guard report.isWeak else { continue }
            // Without the price of money that nobody pays with, payments can be taken still.
            if report.dollars == nil, served.contains(ticker) {
                faults.append("rate \(ticker): \(report.message)")
            } else {
                weak.append("rate \(ticker): \(report.message)")
            }
        }
        return .json(
            [
                "status": .string(faults.isEmpty ? "ready" : "not ready"),
                "faults": .array(faults.map(JSONValue.string)),
                "weak": .array(weak.map(JSONValue.string)),
            ],
            status: faults.isEmpty ? .ok : .serviceUnavailable
        )
    }
}
