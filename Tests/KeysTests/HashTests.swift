import Testing

@testable import Keys

struct HashTests {
    private struct Vector: Decodable {
        let message: String
        let digest: String
    }

    @Test func `Keccak-256 gives its known answers at every length around a block`() throws {
        let vectors: [Vector] = try VectorFile.load("keccak.json")
        for vector in vectors {
            let message = try bytes(hex: vector.message)
            #expect(hex(Keccak256.hash(message)) == vector.digest, "\(message.count) bytes")
        }
    }

    @Test func `Keccak-256 of nothing is not SHA3-256 of nothing`() {
        let digest = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
        #expect(hex(Keccak256.hash([])) == digest)
    }

    @Test func `Keccak-256 reads any collection of bytes`() {
        var random = SeededGenerator()
        for count in 0..<300 {
            let message = random.bytes(count)
            let slice = ([0xff] + message).dropFirst()
            #expect(Keccak256.hash(slice) == Keccak256.hash(message), "\(random)")
        }
    }

    @Test func `HASH160 of nothing is the known answer`() {
        #expect(hex(Hash160.hash([])) == "b472a266d0bd89c13706a4132ccfb16f7c3b9fcb")
    }
}
