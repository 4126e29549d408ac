/// `florin-benchmarks`: what the work costs, as ratios to the bare cost in the same run.
@main
enum Benchmarks {
    static func main() async throws {
        let wanted = CommandLine.arguments.dropFirst()
        func isWanted(_ name: String) -> Bool { wanted.isEmpty || wanted.contains(name) }
        if isWanted("creation") { try await CreationBenchmark().run() }
        if isWanted("derivation") { try DerivationBenchmark().run() }
        if isWanted("evm") { try await EVMCatchUpBenchmark().run() }
        if isWanted("matching") { MatchingBenchmark().run() }
    }
}
