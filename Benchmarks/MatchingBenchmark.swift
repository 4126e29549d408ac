import Chains

/// Outputs looked up per second with a million watched addresses, and the memory they take.
struct MatchingBenchmark {
    private static let watchedCount = 1_000_000
    private static let outputCount = 2_000_000
    private static let scriptBytes = 22

    func run() {
        print("Matching outputs, \(Self.watchedCount) watched addresses, one core")
        var dice = SplitMix(state: 42)
        var watched = WatchedSet(seed: dice.next())
        var plain: Set<[UInt8]> = []
        for _ in 0..<Self.watchedCount {
            let script = Self.script(&dice)
            watched.insert(script)
            plain.insert(script)
        }
        let bytes = (0..<Self.outputCount).flatMap { _ in Self.script(&dice) }
        let baseline = Measurement.perSecond(count: Self.outputCount) {
            var hits = 0
            for start in stride(from: 0, to: bytes.count, by: Self.scriptBytes)
            where plain.contains(Array(bytes[start..<start + Self.scriptBytes])) {
                hits += 1
            }
            precondition(hits == 0, "a random script was watched")
        }
        Measurement.line("a plain Set of scripts", baseline, "outputs/s")
        let ours = Measurement.perSecond(count: Self.outputCount) {
            let hits = unsafe bytes.withUnsafeBytes { buffer in
                var hits = 0
                for start in stride(from: 0, to: buffer.count, by: Self.scriptBytes) {
                    let script = unsafe UnsafeRawBufferPointer(
                        rebasing: buffer[start..<start + Self.scriptBytes]
                    )
                    if unsafe watched.contains(script) { hits += 1 }
                }
                return hits
            }
            precondition(hits < 10, "too many strangers look alike")
        }
        Measurement.line("the watched set", ours, "outputs/s", ratio: ours / baseline)
        let size = Double(watched.byteCount) / Double(Self.watchedCount)
        Measurement.line("memory", size, "bytes an address")
    }

    private static func script(_ dice: inout SplitMix) -> [UInt8] {
        var script: [UInt8] = [0x00, 0x14]
        while script.count < scriptBytes {
            let word = dice.next()
            for shift in stride(from: 0, to: 64, by: 8) where script.count < scriptBytes {
                script.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return script
    }
}

/// A small deterministic generator, so that every run measures the same data.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
