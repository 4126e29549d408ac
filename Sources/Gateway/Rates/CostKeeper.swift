package import Chains
package import Logging
import Payments
import ServiceLifecycle

/// Asks the networks from time to time what moving a coin costs, and fills the board.
package struct CostKeeper: Service {
    /// A network and who tells of its costs.
    package struct Entry: Sendable {
        /// The network.
        package let network: NetworkDescription
        /// Who is asked.
        package let source: any NetworkCostSource

        /// Pairs a network with its source.
        package init(network: NetworkDescription, source: any NetworkCostSource) {
            self.network = network
            self.source = source
        }
    }

    private let entries: [Entry]
    private let board: CostBoard
    private let time: TimeSource
    private let bell: Bell
    private let pause: Duration
    private let logger: Logger

    /// Takes who is asked and the board to fill.
    package init(
        entries: [Entry],
        board: CostBoard,
        time: TimeSource,
        bell: Bell,
        pause: Duration = .seconds(60),
        logger: Logger
    ) {
        self.entries = entries
        self.board = board
        self.time = time
        self.bell = bell
        self.pause = pause
        self.logger = logger
    }

    /// Asks every network once, all at the same time.
    ///
    /// One that fails leaves its costs to grow old.
    package func refresh() async {
        await withTaskGroup(of: Void.self) { group in
            for entry in entries {
                group.addTask {
                    do {
                        let costs = try await entry.source.networkCosts(at: time.now())
                        board.take(costs, on: entry.network)
                    } catch {
                        logger.warning(
                            "network costs not learnt",
                            metadata: [
                                "chain.network": "\(entry.network.id)", "error": "\(error)",
                            ]
                        )
                    }
                }
            }
        }
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await refresh()
                await bell.sleep(atMost: pause)
            }
        }
    }
}
