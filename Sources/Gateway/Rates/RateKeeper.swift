package import Chains
package import Logging
import Payments
import ServiceLifecycle

/// Asks the rate sources from time to time and fills the board.
package struct RateKeeper: Service {
    private let sources: [any RateSource]
    private let board: RateBoard
    private let time: TimeSource
    private let bell: Bell
    private let pause: Duration
    private let logger: Logger

    /// Takes the sources, the later ones overriding the earlier ones, and the board to fill.
    package init(
        sources: [any RateSource],
        board: RateBoard,
        time: TimeSource,
        bell: Bell,
        pause: Duration = .seconds(10),
        logger: Logger
    ) {
        self.sources = sources
        self.board = board
        self.time = time
        self.bell = bell
        self.pause = pause
        self.logger = logger
    }

    /// Asks every source once.
    ///
    /// One that fails leaves its prices to grow old. The board gets all prices at once, so that
    /// nothing is ever quoted at a price that a later source overrides.
    package func refresh() async {
        var newest: [String: AssetPrice] = [:]
        for source in sources {
            do {
                for price in try await source.prices(at: time.now()) where !price.dollars.isZero {
                    newest[price.ticker] = price
                }
            } catch {
                logger.warning(
                    "rate source failed",
                    metadata: ["rate.source": "\(source.name)", "error": "\(error)"]
                )
            }
        }
        board.take(Array(newest.values))
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
