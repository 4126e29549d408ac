import FoundationEssentials
import Payments

@testable import Chains

/// A folder of one test, removed with it.
final class SimulationFolder: Sendable {
    let path: String

    init() {
        path =
            FileManager.default.temporaryDirectory
            .appending(path: "florin-simulation-\(UUID().uuidString)").path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var journalPath: String { "\(path)/\(Simulation.network).journal" }

    func journal() throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: journalPath)))
    }

    func write(journal: some Collection<UInt8>) throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
        try Data(journal).write(to: URL(filePath: journalPath))
    }
}

/// What the tests of simulated chains share.
enum Simulation {
    static let network = NetworkID("bitcoin")
    static let asset = Asset(ticker: "BTC", decimals: 8)
    static let start = Instant(seconds: 1_700_000_000)

    static func chain(seed: UInt64 = 1, in folder: SimulationFolder? = nil) throws(ChainError)
        -> SimulatedChain
    {
        try SimulatedChain(
            network: network,
            seed: seed,
            directory: folder?.path,
            format: nil,
            now: { start }
        )
    }

    /// A payment to somebody who is known by a number.
    static func output(to payee: UInt8, units: UInt128 = 100) -> SimulatedOutput {
        SimulatedOutput(
            address: "payee-\(payee)",
            matchBytes: [0, 20, payee],
            amount: Amount(units: units, of: asset)
        )
    }

    static func watched(_ payees: some Sequence<UInt8>) -> WatchedSet {
        var watched = WatchedSet(seed: 5)
        for payee in payees { watched.insert([0, 20, payee]) }
        return watched
    }
}

/// A repeatable source of randomness (SplitMix64) that names its seed when a test fails.
struct SimulationDice: RandomNumberGenerator, CustomStringConvertible {
    let seed: UInt64
    private var state: UInt64

    /// The seed comes from `FLORIN_TEST_SEED` when that is set.
    init() {
        let given = ProcessInfo.processInfo.environment["FLORIN_TEST_SEED"].flatMap { UInt64($0) }
        seed = given ?? UInt64.random(in: .min ... .max)
        state = seed
    }

    var description: String { "FLORIN_TEST_SEED=\(seed)" }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
