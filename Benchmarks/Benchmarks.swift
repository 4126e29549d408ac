/// `florin-benchmarks`: what the work costs, as ratios to the bare cost in the same run.
@main
enum Benchmarks {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == LivePagesServer.word {
            return try await LivePagesServer.run(arguments.dropFirst().map(\.self))
        }
        // A number is a size: `florin-benchmarks cabinet 10000`.
        let size = arguments.compactMap { Int($0) }.first
        let wanted = arguments.filter { Int($0) == nil }
        func isWanted(_ name: String) -> Bool { wanted.isEmpty || wanted.contains(name) }
        if isWanted("cabinet") {
            try await CabinetBenchmark(size: size ?? CabinetBenchmark.sizeUsual).run()
        }
        if isWanted("creation") { try await CreationBenchmark().run() }
        if isWanted("derivation") { try DerivationBenchmark().run() }
        if isWanted("evm") { try await EVMCatchUpBenchmark().run() }
        if isWanted("matching") { MatchingBenchmark().run() }
        if isWanted("pages") { try await LivePagesBenchmark().run() }
    }
}
