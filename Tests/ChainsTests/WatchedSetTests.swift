import Rigs
import Testing

@testable import Chains

@Suite struct `A watched set` {
    @Test func `holds what an ordinary set holds`() {
        var dice = Dice()
        for _ in 0..<50 {
            var watched = WatchedSet(seed: dice.next())
            var plain: Set<[UInt8]> = []
            for _ in 0..<Int.random(in: 0...300, using: &dice) {
                // Few different bytes and lengths, so that some come twice and some nearly.
                let count = Int.random(in: 0...34, using: &dice)
                let bytes = (0..<count).map { _ in UInt8.random(in: 0...1, using: &dice) }
                watched.insert(bytes)
                plain.insert(bytes)
                #expect(watched.count == plain.count, "\(dice)")
            }
            for bytes in plain { #expect(watched.contains(bytes), "\(dice)") }
            for _ in 0..<300 {
                let count = Int.random(in: 0...34, using: &dice)
                let bytes = (0..<count).map { _ in UInt8.random(in: 0...1, using: &dice) }
                #expect(watched.contains(bytes) == plain.contains(bytes), "\(dice)")
            }
        }
    }

    @Test func `finds bytes inside a larger buffer`() {
        var watched = WatchedSet(seed: 3)
        let script: [UInt8] = [0x00, 0x14] + (0..<20)
        watched.insert(script)
        let buffer: [UInt8] = [1, 2, 3] + script + [4, 5]
        let found = unsafe buffer.withUnsafeBytes { bytes in
            (0...(bytes.count - script.count)).filter { start in
                let part = unsafe bytes[start..<(start + script.count)]
                return unsafe watched.contains(UnsafeRawBufferPointer(rebasing: part))
            }
        }
        #expect(found == [3])
    }

    @Test func `takes less than 40 bytes an address with a million of them`() {
        let count = 1_000_000
        var dice = Dice()
        var watched = WatchedSet(seed: dice.next())
        var script = [UInt8](repeating: 0x14, count: 22)
        for number in 0..<count {
            for place in 0..<4 {
                script[2 + place] = UInt8(truncatingIfNeeded: number >> (8 * place))
            }
            watched.insert(script)
        }
        #expect(watched.count == count, "\(dice)")
        #expect(watched.byteCount < 40 * count)
    }

    @Test func `may be empty`() {
        #expect(!WatchedSet(seed: 0).contains([]))
        #expect(!WatchedSet(seed: 0).contains([1, 2, 3]))
    }
}
