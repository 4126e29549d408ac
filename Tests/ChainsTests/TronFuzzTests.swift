import Foundation
import Payments
import Rigs
import Testing

@testable import Chains

@Suite struct `Reading broken answers of a Tron node` {
    private static let files = ["blocks-recorded-shape.json", "receipts-recorded-shape.json"]

    /// What a hostile server could put where something else is expected.
    private static let strangers = [
        "null", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551616", "1e400", "1.5", "\"\"", "\"41\"", "[]", "{}", "[[]]", "true",
        "[null]", "\"\\ud800\"", "\"é\"", String(repeating: "[", count: 3_000),
    ]

    private func read(_ blocks: Data, _ receipts: Data) throws -> Int {
        let decoder = JSONDecoder()
        let list = try decoder.decode(TronBlockList.self, from: blocks)
        let receipts = try decoder.decode(TronReceiptList.self, from: receipts).receipts
        return try (list.block ?? []).reduce(0) { count, block in
            let own = receipts.filter { $0.height == block.id.height }
            return count + (try TronBench.reader().movements(in: block, receipts: own).count)
        }
    }

    @Test func `gives movements or an error, and never traps`() throws {
        var dice = Dice()
        let whole = try Self.files.map { try TronBench.file($0) }
        #expect(try read(whole[0], whole[1]) == 6)
        for _ in 0..<1_500 {
            var broken = whole
            let file = Int.random(in: 0...1, using: &dice)
            broken[file] = mutation(of: broken[file], &dice)
            if let count = try? read(broken[0], broken[1]) {
                #expect(count <= 12, "\(dice)")
            }
        }
    }

    @Test func `gives no more money when a value is replaced by anything odd`() throws {
        let whole = try Self.files.map { try TronBench.file($0) }
        for file in 0...1 {
            let text = String(decoding: whole[file], as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() {
                guard let colon = line.firstRange(of: ": ") else { continue }
                let tail = line[colon.upperBound...]
                guard !tail.hasSuffix("["), !tail.hasSuffix("{") else { continue }
                for stranger in Self.strangers {
                    var changed = lines
                    let comma = tail.hasSuffix(",") ? "," : ""
                    changed[number] = line[..<colon.upperBound] + stranger + comma
                    var broken = whole
                    broken[file] = Data(changed.joined(separator: "\n").utf8)
                    if let count = try? read(broken[0], broken[1]) {
                        #expect(count <= 6, "\(line) -> \(stranger)")
                    }
                }
            }
        }
    }

    private func mutation(of data: Data, _ dice: inout Dice) -> Data {
        var bytes = [UInt8](data)
        for _ in 0..<Int.random(in: 1...3, using: &dice) {
            let place = Int.random(in: 0..<bytes.count, using: &dice)
            switch Int.random(in: 0..<5, using: &dice) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &dice)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 2: bytes.removeSubrange(place..<min(place + 40, bytes.count))
            case 3:
                bytes.insert(contentsOf: bytes[place..<min(place + 200, bytes.count)], at: place)
            default:
                let stranger = Self.strangers.randomElement(using: &dice) ?? ""
                bytes.insert(contentsOf: Array(stranger.utf8), at: place)
            }
            if bytes.isEmpty { bytes = [0] }
        }
        return Data(bytes)
    }
}
