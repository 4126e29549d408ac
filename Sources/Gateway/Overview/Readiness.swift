package import Payments

/// Whether payments can be taken: the database answers, networks are read, prices are fresh.
package struct Readiness: Sendable, Hashable {
    /// One thing that is not as it should be.
    package enum Concern: Sendable, Hashable {
        /// The database does not answer.
        case databaseUnreadable
        /// A network was not read since the start.
        case networkUnread(NetworkID)
        /// A network cannot be read now.
        case networkFailing(NetworkID, fault: String)
        /// Blocks of a network are left to read.
        case networkBehind(NetworkID, blocks: UInt64)
        /// One of several servers of a network cannot be used.
        case serverDown(NetworkID, server: String)
        /// The price of an asset is missing or comes from one source only.
        case rate(RateReport)

        /// What an operator reads.
        package var message: String {
            switch self {
            case .databaseUnreadable: "database: cannot be read"
            case .networkUnread(let network): "network \(network): not read yet"
            case .networkFailing(let network, let fault): "network \(network): \(fault)"
            case .networkBehind(let network, let blocks):
                "network \(network): \(blocks) blocks behind"
            case .serverDown(let network, let server):
                "network \(network): server \(server) cannot be used"
            case .rate(let report): "rate \(report.ticker): \(report.message)"
            }
        }

        /// The network it is about, or nil.
        package var network: NetworkID? {
            switch self {
            case .databaseUnreadable, .rate: nil
            case .networkUnread(let network), .networkFailing(let network, _),
                .networkBehind(let network, _), .serverDown(let network, _):
                network
            }
        }

        /// How the price comes about that it is about, or nil.
        package var rate: RateReport? {
            guard case .rate(let report) = self else { return nil }
            return report
        }
    }

    /// What keeps payments from being taken, or from being seen at once.
    package let faults: [Concern]
    /// What somebody should look at and what keeps nothing from working.
    package let weak: [Concern]

    /// Whether nothing is in the way of payments.
    package var isReady: Bool { faults.isEmpty }
}

extension Gateway {
    /// Looks at the database, at how the networks were doing when they were last asked, and at the
    /// prices.
    package func readiness(given health: NetworkHealth) async -> Readiness {
        var faults: [Readiness.Concern] = []
        if await !isDatabaseReadable() { faults.append(.databaseUnreadable) }
        let reports = health.all
        for network in networks.keys.sorted() {
            guard let report = reports[network] else {
                faults.append(.networkUnread(network))
                continue
            }
            if let fault = report.fault { faults.append(.networkFailing(network, fault: fault)) }
            if report.blocksBehind > 0 {
                faults.append(.networkBehind(network, blocks: report.blocksBehind))
            }
        }
        var weak: [Readiness.Concern] = []
        for (network, report) in reports.sorted(by: { $0.key < $1.key }) {
            weak += report.serversDown.map { .serverDown(network, server: $0) }
        }
        let now = time.now()
        let served = Set(servedTickers)
        for ticker in served.union(board.report(at: now).map(\.ticker)).sorted() {
            let report = board.report(on: ticker, at: now)
            guard report.isWeak else { continue }
            // Without the price of money that nobody pays with, payments can be taken still.
            if report.dollars == nil, served.contains(ticker) {
                faults.append(.rate(report))
            } else {
                weak.append(.rate(report))
            }
        }
        return Readiness(faults: faults, weak: weak)
    }
}
