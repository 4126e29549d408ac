package import Chains
package import Payments
import Synchronization

/// How each watched network was doing when it was last asked, for `/readyz` and the log.
package final class NetworkHealth: Sendable {
    /// One network's state.
    package struct Report: Sendable, Hashable {
        /// When an update last succeeded.
        package var succeededAt: Instant?
        /// How many blocks were left to read then.
        package var blocksBehind: UInt64 = 0
        /// The height of the last block read then.
        package var height: UInt64 = 0
        /// How each of its servers was doing, where several can be asked.
        package var servers: [EVMEndpointReport] = []
        /// The names of those that cannot be used now.
        package var serversDown: [String] { servers.filter { !$0.isHealthy }.map(\.name) }
        /// What went wrong last, until it succeeds again.
        package var fault: String?
    }

    private let reports = Mutex([NetworkID: Report]())

    /// Makes a record that knows nothing yet.
    package init() {}

    /// Every network that was ever asked.
    package var all: [NetworkID: Report] { reports.withLock { $0 } }

    func succeeded(_ network: NetworkID, at now: Instant, height: UInt64, blocksBehind: UInt64) {
        reports.withLock {
            let servers = $0[network]?.servers ?? []
            $0[network] = Report(
                succeededAt: now,
                blocksBehind: blocksBehind,
                height: height,
                servers: servers,
                fault: nil
            )
        }
    }

    /// Notes how each server is doing, and answers those that are newly found not to do well.
    func told(_ network: NetworkID, servers: [EVMEndpointReport]) -> [EVMEndpointReport] {
        reports.withLock { reports in
            let down = Set(reports[network, default: Report()].serversDown)
            reports[network, default: Report()].servers = servers
            return servers.filter { !$0.isHealthy && !down.contains($0.name) }
        }
    }

    func failed(_ network: NetworkID, fault: String) {
        reports.withLock { $0[network, default: Report()].fault = fault }
    }
}
