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
        add(
            "florin_checkout_listeners",
            "Open pages that listen for changes.",
            [("", Int64(gateway.feed.listenerCount))]
        )
        return lines.joined(separator: "\n") + "\n"
    }
}
