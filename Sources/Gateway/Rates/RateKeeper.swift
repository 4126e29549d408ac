package import Chains
package import Logging
import Payments
import ServiceLifecycle
import Synchronization

/// Asks the rate sources from time to time and fills the board.
///
/// Each source that is somewhere else has a pace, a time limit and a back-off of its own, so that
/// one that is slow or down holds up nobody.
package struct RateKeeper: Service {
    /// How long a source may take for its prices, however many requests they are.
    private static let answerSecondsMax: Int64 = 20

    /// The sources' turns, which live as long as any copy of the keeper.
    private final class Turns: Sendable {
        /// Counts the questions to the sources that are here, so that of two at once the later
        /// one's answers stay.
        let nearAsked = Atomic(0)
        let nearTaken = Mutex(0)
        let byPlace: Mutex<[Int: RateTurn]>

        init(places: some Sequence<Int>) {
            byPlace = Mutex(Dictionary(uniqueKeysWithValues: places.map { ($0, RateTurn()) }))
        }

        func change<Answer: Sendable>(
            _ place: Int,
            _ change: (inout RateTurn) -> Answer
        ) -> Answer {
            byPlace.withLock { change(&$0[place, default: RateTurn()]) }
        }
    }

    private let sources: [any RateSource]
    private let board: RateBoard
    private let time: TimeSource
    private let bell: Bell
    private let pause: Duration
    private let logger: Logger
    private let turns: Turns

    /// Takes the sources, later ones that override weighing more, and the board to fill.
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
        turns = Turns(places: sources.indices)
        board.expect(sources)
    }

    /// Asks every source once whose turn it is; returns when all have answered or failed.
    ///
    /// One that fails leaves its prices to grow old. Those that are here are taken at once, so
    /// that nothing is ever quoted at a price that a later source overrides; of the others each
    /// when it answers.
    package func refresh() async {
        await askNear()
        await withTaskGroup(of: Void.self) { group in
            for place in far { group.addTask { await askFar(place) } }
        }
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await repeating { await askNear() }
                }
                for place in far {
                    group.addTask {
                        await repeating { await askFar(place) }
                    }
                }
            }
        }
    }

    private func repeating(_ step: () async -> Void) async {
        while !Task.isCancelled {
            await step()
            await bell.sleep(atMost: pause)
        }
    }

    private var far: [Int] { sources.indices.filter { sources[$0].pauseSeconds > 0 } }

    /// Asks the sources that cost nothing to ask.
    private func askNear() async {
        let number = turns.nearAsked.add(1, ordering: .relaxed).newValue
        var answers: [RateBoard.Answer] = []
        for place in sources.indices where sources[place].pauseSeconds == 0 {
            do {
                let prices = try await sources[place].prices(at: time.now())
                answers.append(RateBoard.Answer(place: place, prices: prices))
            } catch {
                failed(place, error)
            }
        }
        if answers.isEmpty { return }
        let refusals = turns.nearTaken.withLock { last -> [RateRefusal]? in
            guard number > last else { return nil }
            last = number
            return board.take(answers, at: time.now())
        }
        guard let refusals else { return }
        for answer in answers { succeeded(answer.place, refusals) }
    }

    /// Asks a source that is somewhere else, if it is its turn.
    private func askFar(_ place: Int) async {
        guard turns.change(place, { $0.begin(at: time.now()) }) else { return }
        do {
            let prices = try await prices(of: sources[place])
            if prices.isEmpty, !sources[place].tickers.isEmpty {
                throw RateError.malformed(what: "no price that was asked for")
            }
            let answer = RateBoard.Answer(place: place, prices: prices)
            succeeded(place, board.take([answer], at: time.now()))
        } catch {
            failed(place, error)
        }
    }

    /// A source's prices, within the time allowed.
    private func prices(of source: any RateSource) async throws -> [AssetPrice] {
        try await withThrowingTaskGroup(of: [AssetPrice].self) { group in
            defer { group.cancelAll() }
            group.addTask { try await source.prices(at: time.now()) }
            group.addTask {
                try await Task.sleep(for: .seconds(Self.answerSecondsMax))
                throw RateError.timedOut
            }
            guard let prices = try await group.next() else { throw RateError.timedOut }
            return prices
        }
    }

    private func succeeded(_ place: Int, _ refusals: [RateRefusal]) {
        let source = sources[place]
        let mine = Set(refusals.filter { $0.source == source.name })
        let (isBack, news) = turns.change(place) { turn in
            defer { turn.refusals = mine }
            let isBack = turn.succeed(at: time.now(), pauseSeconds: source.pauseSeconds)
            return (isBack, mine.subtracting(turn.refusals))
        }
        if isBack {
            logger.notice("rate source answers again", metadata: ["rate.source": "\(source.name)"])
        }
        for refusal in news.sorted(by: { $0.ticker < $1.ticker }) {
            logger.warning(
                "price refused",
                metadata: [
                    "rate.source": "\(refusal.source)", "rate.ticker": "\(refusal.ticker)",
                    "reason": "\(refusal.fault.message)",
                ]
            )
        }
    }

    private func failed(_ place: Int, _ error: any Error) {
        // A stop in the middle of a question is nobody's fault.
        if Task.isCancelled {
            turns.change(place) { _ = $0.succeed(at: time.now(), pauseSeconds: 0) }
            return
        }
        let rateError = error as? RateError
        let words = rateError?.message ?? "\(error)"
        let isNew = turns.change(place) {
            $0.fail(at: time.now(), isTooOften: rateError?.isTooOften ?? false)
        }
        board.note(fault: words, of: place)
        // Once is enough: the metrics and /readyz say that it goes on.
        let level: Logger.Level = isNew ? .warning : .debug
        logger.log(
            level: level,
            "rate source failed",
            metadata: ["rate.source": "\(sources[place].name)", "error": "\(words)"]
        )
    }
}
