import Testing

@testable import Keys

struct Base58Tests {
    private struct Vector: Decodable {
        let hex: String
        let text: String
    }

    private let alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

    @Test func `known texts and bytes translate both ways`() throws {
        let vectors: [Vector] = try VectorFile.load("base58.json")
        for vector in vectors {
            let raw = try bytes(hex: vector.hex)
            #expect(Base58.encode(raw) == vector.text)
            #expect(Base58.decode(vector.text) == raw)
        }
    }

    @Test func `random bytes survive a round trip, leading zeros too`() {
        var random = SeededGenerator()
        for count in 0..<100 {
            let raw = [UInt8](repeating: 0, count: count % 4) + random.bytes(count)
            #expect(Base58.decode(Base58.encode(raw)) == raw, "\(random)")
            #expect(Base58.decodeChecked(Base58.encodeChecked(raw)) == raw, "\(random)")
        }
    }

    @Test func `one wrong character breaks the checksum`() {
        var random = SeededGenerator()
        for _ in 0..<500 {
            let text = Base58.encodeChecked(random.bytes(21))
            let corrupted = random.corrupting(text, alphabet: alphabet)
            #expect(Base58.decodeChecked(corrupted) == nil, "\(random)")
        }
    }

    @Test(arguments: ["0", "O", "I", "l", "a b", "é", "1+"])
    func `a character outside the alphabet is refused`(text: String) {
        #expect(Base58.decode(text) == nil)
    }

    @Test func `text without end is refused before it is decoded`() {
        #expect(Base58.decode(String(repeating: "2", count: 257)) == nil)
        #expect(Base58.decode(String(repeating: "2", count: 256)) != nil)
    }
}
