import Foundation

/// A repeatable source of randomness (SplitMix64) that names its seed when a test fails.
struct SeededGenerator: RandomNumberGenerator, CustomStringConvertible {
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
