import Keys
import Rigs
import Testing

@testable import Chains

@Suite struct `Reading broken blocks` {
    @Test(arguments: BitcoinFixture.blocksWithoutMWEB)
    func `throws wherever the block is cut`(_ name: String) throws {
        let bytes = try BitcoinFixture.bytes(name)
        let watched = try BitcoinFixture.load(name).watchedSet()
        for length in 0..<bytes.count {
            #expect(throws: ChainError.self, "cut at \(length)") {
                try BitcoinFixture.block(name, Array(bytes.prefix(length))).matches(in: watched)
            }
        }
    }

    /// Nobody looks into the extension block, so a cut there goes unnoticed and does no harm.
    @Test(arguments: BitcoinFixture.blocks.suffix(2))
    func `throws or gives all where a block with MWEB is cut`(_ name: String) throws {
        let bytes = try BitcoinFixture.bytes(name)
        let watched = try BitcoinFixture.load(name).watchedSet()
        let whole = try BitcoinFixture.block(name, bytes).matches(in: watched)
        var wasWhole = false
        for length in 0..<bytes.count {
            do {
                let cut = try BitcoinFixture.block(name, Array(bytes.prefix(length)))
                #expect(try cut.matches(in: watched) == whole)
                wasWhole = true
            } catch {
                #expect(!wasWhole, "cut at \(length)")
            }
        }
    }

    /// Where nothing but MWEB data follows, a cut further behind goes unnoticed.
    @Test(arguments: BitcoinFixture.transactions)
    func `throws wherever the head of a lone transaction is cut`(_ name: String) throws {
        let bytes = try BitcoinFixture.bytes(name)
        for length in 0..<13 {
            var reader = ByteReader(Array(bytes.prefix(length)), subject: "transaction")
            let watched = WatchedSet(seed: 1)
            #expect(throws: ChainError.self) {
                try RawTransaction(
                    reading: &reader,
                    at: .alone,
                    rules: .plain,
                    watched: watched
                )
            }
        }
    }

    @Test func `gives matches or an error, and never traps, whatever the bytes`() throws {
        var dice = Dice()
        for name in BitcoinFixture.blocks {
            let bytes = try BitcoinFixture.bytes(name)
            let watched = try BitcoinFixture.load(name).watchedSet()
            let rules = BitcoinFixture.rules(name)
            for _ in 0..<400 {
                let broken = Self.mutation(of: bytes, &dice)
                do {
                    let matches = try RawBlock(broken, rules: rules)
                        .matches(in: watched)
                    #expect(matches.count <= broken.count / 9, "\(dice)")
                } catch {
                    guard case .malformed = error else {
                        Issue.record("\(error) with \(dice)")
                        return
                    }
                }
            }
        }
    }

    @Test func `never traps on noise instead of a transaction`() {
        var dice = Dice()
        for _ in 0..<2_000 {
            let noise = dice.bytes(Int.random(in: 0...200, using: &dice))
            for place in [RawTransaction.Place.alone, .block] {
                var reader = ByteReader(noise, subject: "transaction")
                let watched = WatchedSet(seed: 1)
                let rules = BlockRules(of: place == .alone ? .bitcoincash : .bitcoin)
                _ = try? RawTransaction(
                    reading: &reader,
                    at: place,
                    rules: rules,
                    watched: watched
                )
            }
        }
    }

    private static func mutation(of bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            let place = Int.random(in: 0..<bytes.count, using: &dice)
            switch Int.random(in: 0..<4, using: &dice) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &dice)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 2: bytes.insert(contentsOf: dice.bytes(3), at: place)
            default: bytes.removeSubrange(place..<min(place + 5, bytes.count))
            }
            if bytes.isEmpty { bytes = [0] }
        }
        return bytes
    }
}
