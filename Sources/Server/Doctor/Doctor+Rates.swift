import AsyncHTTPClient
import Chains
import Gateway
import Logging
import Payments

extension Doctor {
    /// Asks every source of prices once, and says of each what it lacks and of each coin how its
    /// price would come about.
    func examineRates(_ settings: Settings) async -> [Finding] {
        let coins = settings.nodes.flatMap { $0.network.description.coins }
        let served = Set(coins.map(\.coin.asset.ticker)).sorted()
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .asking)
        var sources = settings.liveRates.sources(
            for: served,
            settings,
            isSandbox: false,
            httpClient: client
        )
        let liveCount = sources.count
        if !settings.fixedPrices.isEmpty {
            sources.append(FixedRates(prices: settings.fixedPrices))
        }
        let board = RateBoard(ageSecondsMax: Int64(settings.rateAgeSeconds))
        board.expect(sources)
        let answers = await ask(sources)
        try? await client.shutdown()
        let now = Workspace.systemTime()
        let refusals = board.take(answers.compactMap(\.answer), at: now)
        var findings = answers.filter { $0.place < liveCount }
            .map { finding(on: sources[$0.place], $0, refusals) }
        if liveCount == 0, served.allSatisfy({ settings.fixedPrices[$0] != nil }) {
            return [.fine("rates", "fixed, for \(served.count) coins")]
        }
        findings += served.map { finding(on: board.report(on: $0, at: now)) }
        findings += board.report(at: now)
            .filter { !served.contains($0.ticker) && $0.isWeak }
            .map { .fine("rate \($0.ticker)", "weak: \($0.message)") }
        return findings
    }

    /// What came of asking a source.
    private struct Outcome: Sendable {
        let place: Int
        let answer: RateBoard.Answer?
        let fault: String
    }

    private func ask(_ sources: [any RateSource]) async -> [Outcome] {
        await withTaskGroup(of: Outcome.self) { group in
            for (place, source) in sources.enumerated() {
                group.addTask {
                    do {
                        let prices = try await source.prices(at: Workspace.systemTime())
                        let answer = RateBoard.Answer(place: place, prices: prices)
                        return Outcome(place: place, answer: answer, fault: "")
                    } catch {
                        return Outcome(place: place, answer: nil, fault: words(error))
                    }
                }
            }
            var outcomes: [Outcome] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.place < $1.place }
        }
    }

    /// A source that is down is a service out of reach; what others say may be enough.
    private func finding(
        on source: any RateSource,
        _ outcome: Outcome,
        _ refusals: [RateRefusal]
    ) -> Finding {
        let check = "rate source \(source.name)"
        guard let answer = outcome.answer else {
            return .fault(check, outcome.fault, isConfiguration: false)
        }
        let refused = refusals.filter { $0.source == source.name }
        let missing = source.tickers.subtracting(answer.prices.map(\.ticker)).sorted()
        var words = ["\(answer.prices.count - refused.count) prices"]
        if !missing.isEmpty { words.append("none of \(missing.joined(separator: ", "))") }
        words += refused.map { "\($0.ticker) refused: \($0.fault.message)" }
        return .fine(check, words.joined(separator: "; "))
    }

    private func finding(on report: RateReport) -> Finding {
        let check = "rate \(report.ticker)"
        guard let dollars = report.dollars else {
            return .fault(
                "rates",
                "there is no price for \(report.ticker): set rates.\(report.ticker), or mend "
                    + "rateSources: \(report.message)"
            )
        }
        let text = "\(dollars.decimal(places: 8)) dollars, \(report.message)"
        return .fine(check, report.isWeak ? "weak: \(text)" : text)
    }
}
