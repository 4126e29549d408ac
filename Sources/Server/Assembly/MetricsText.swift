import Chains
import Gateway
import Payments

/// The state of the gateway as Prometheus text (format 0.0.4).
struct MetricsText: Sendable {
    let gateway: Gateway
    let health: NetworkHealth

    func text() -> String {
        let now = gateway.time.now()
        var lines: [String] = []
        func add(_ name: String, _ help: String, _ values: [(labels: String, value: Int64)]) {
            if values.isEmpty { return }
            lines.append("# HELP \(name) \(help)")
            lines.append("# TYPE \(name) gauge")
            for value in values { lines.append("\(name)\(value.labels) \(value.value)") }
        }
        let reports = health.all.sorted { $0.key < $1.key }
        add(
            "florin_network_blocks_behind",
            "Blocks of the network that are not read yet.",
            reports.map { ("{network=\"\($0.key)\"}", Int64(clamping: $0.value.blocksBehind)) }
        )
        add(
            "florin_network_height",
            "Height of the last block that was read.",
            reports.map { ("{network=\"\($0.key)\"}", Int64(clamping: $0.value.height)) }
        )
        add(
            "florin_network_server_up",
            "Whether one of several servers of the network can be used.",
            reports.flatMap { network, report in
                report.servers.map { server in
                    (
                        "{network=\"\(network)\",server=\"\(server.name)\"}",
                        server.isHealthy ? 1 : 0
                    )
                }
            }
        )
        add(
            "florin_network_up",
            "Whether the network could be read when it was last asked.",
            reports.map { ("{network=\"\($0.key)\"}", $0.value.fault == nil ? 1 : 0) }
        )
        add(
            "florin_rate_age_seconds",
            "Age of an asset's price.",
            gateway.servedTickers.compactMap { ticker in
                gateway.board.price(of: ticker, at: now).map {
                    ("{ticker=\"\(ticker)\"}", now.seconds - $0.price.time.seconds)
                }
            }
        )
        addRates(now, add)
        add(
            "florin_checkout_listeners",
            "Open pages that listen for changes.",
            [("", Int64(gateway.feed.listenerCount))]
        )
        return lines.joined(separator: "\n") + "\n"
    }

    private typealias Adding = (String, String, [(labels: String, value: Int64)]) -> Void

    /// How the prices come about that can be needed: of served coins, and what a source told.
    private func addRates(_ now: Instant, _ add: Adding) {
        let tickers = Set(gateway.servedTickers).union(gateway.board.report(at: now).map(\.ticker))
        let reports = tickers.sorted().map { gateway.board.report(on: $0, at: now) }
        add(
            "florin_rate_sources",
            "Sources of an asset's price, used for it or left out.",
            reports.flatMap { report in
                [("used", report.used.count), ("dropped", report.dropped.count)].map {
                    ("{ticker=\"\(report.ticker)\",state=\"\($0.0)\"}", Int64($0.1))
                }
            }
        )
        add(
            "florin_rate_weak",
            "Whether an asset's price is missing or stands on one source alone.",
            reports.map { ("{ticker=\"\($0.ticker)\"}", $0.isWeak ? 1 : 0) }
        )
        add(
            "florin_rate_source_up",
            "Whether a source of prices answered when it was last asked.",
            gateway.board.sources.map { ("{source=\"\($0.name)\"}", $0.isUp ? 1 : 0) }
        )
    }
}
