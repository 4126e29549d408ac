import Testing

@testable import Keys

struct Bech32Tests {
    struct Vectors: Decodable {
        struct Address: Decodable {
            let text: String
            let script: String
        }

        let validTexts: [String]
        let invalidTexts: [String]
        let validAddresses: [Address]
        let invalidAddresses: [String]
    }

    struct Source: Sendable {
        let file: String
        let variant: Bech32.Variant
    }

    static let sources = [
        Source(file: "bip173.json", variant: .bech32),
        Source(file: "bip350.json", variant: .bech32m),
    ]

    private let alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

    @Test(arguments: sources)
    func `every valid text decodes and encodes to itself`(source: Source) throws {
        let vectors: Vectors = try VectorFile.load(source.file)
        for text in vectors.validTexts {
            let decoded = try #require(Bech32.decode(text), "\(text)")
            #expect(decoded.variant == source.variant)
            let again = Bech32.encode(
                prefix: decoded.prefix,
                values: decoded.values,
                variant: decoded.variant
            )
            #expect(again == text.lowercased())
        }
    }

    @Test(arguments: sources)
    func `every invalid text is refused`(source: Source) throws {
        let vectors: Vectors = try VectorFile.load(source.file)
        for text in vectors.invalidTexts {
            #expect(Bech32.decode(text) == nil, "\(text)")
        }
    }

    @Test(arguments: sources)
    func `every valid address gives its script and comes back from it`(source: Source) throws {
        let vectors: Vectors = try VectorFile.load(source.file)
        for address in vectors.validAddresses {
            let isMain = address.text.lowercased().hasPrefix("bc1")
            let format = AddressFormat(family: .bitcoin, chain: isMain ? .main : .test)
            let decoded = try #require(format.decode(address.text), "\(address.text)")
            #expect(hex(decoded.matchBytes) == address.script)
            #expect(decoded.canonicalText == address.text.lowercased())
            #expect(format.encode(matchBytes: decoded.matchBytes) == address.text.lowercased())
        }
    }

    @Test(arguments: sources)
    func `every invalid address is refused`(source: Source) throws {
        let vectors: Vectors = try VectorFile.load(source.file)
        for text in vectors.invalidAddresses {
            for chain in ChainKind.allCases {
                #expect(!AddressFormat(family: .bitcoin, chain: chain).isValid(text), "\(text)")
            }
        }
    }

    @Test func `random programs of every version survive a round trip`() {
        var random = SeededGenerator()
        for version in UInt8(0)...16 {
            for count in version == 0 ? [20, 32] : Array(2...40) {
                let program = SegwitAddress.Program(version: version, bytes: random.bytes(count))
                let text = SegwitAddress.encode(program, prefix: "bc")
                #expect(SegwitAddress.decode(text, prefix: "bc") == program, "\(random)")
                #expect(SegwitAddress.decode(text, prefix: "tb") == nil)
            }
        }
    }

    @Test func `one wrong character breaks the checksum`() {
        var random = SeededGenerator()
        for round in 0..<500 {
            let version = UInt8(round % 2)
            let program = SegwitAddress.Program(version: version, bytes: random.bytes(32))
            let text = SegwitAddress.encode(program, prefix: "bc")
            let corrupted = random.corrupting(text, alphabet: alphabet, from: 3)
            #expect(Bech32.decode(corrupted) == nil, "\(random)")
        }
    }
}
