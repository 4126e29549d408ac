import Testing

@testable import Keys

struct ExtendedPublicKeyTests {
    private struct Vectors: Decodable {
        struct Chain: Decodable {
            let name: String
            let keys: [Key]
        }

        struct Key: Decodable {
            let path: String
            let text: String
        }

        struct Invalid: Decodable {
            let text: String
            let reason: String
        }

        let chains: [Chain]
        let invalid: [Invalid]
    }

    @Test func `every key of the BIP32 vectors reads and writes as itself`() throws {
        let vectors: Vectors = try VectorFile.load("bip32.json")
        for vector in vectors.chains.flatMap(\.keys) {
            let key = try ExtendedPublicKey(parsing: vector.text)
            #expect(Int(key.depth) == vector.path.split(separator: "/").count - 1)
            #expect(key.serialized(version: key.version) == vector.text)
        }
    }

    @Test func `every public derivation of the BIP32 vectors gives the published child`() throws {
        let vectors: Vectors = try VectorFile.load("bip32.json")
        var derivations = 0
        for chain in vectors.chains {
            for (parent, child) in zip(chain.keys, chain.keys.dropFirst()) {
                let step = child.path.split(separator: "/").last.map(String.init)
                guard let step, let index = UInt32(step) else { continue }
                let derived = try ExtendedPublicKey(parsing: parent.text).child(index)
                #expect(derived.serialized(version: derived.version) == child.text)
                #expect(derived == (try ExtendedPublicKey(parsing: child.text)))
                derivations += 1
            }
        }
        #expect(derivations == 6)
    }

    @Test func `every invalid key of BIP32 test vector 5 is refused`() throws {
        let vectors: Vectors = try VectorFile.load("bip32.json")
        let format = AddressFormat(family: .bitcoin, chain: .main)
        for vector in vectors.invalid {
            #expect(throws: KeyError.self, "\(vector.reason)") {
                try AccountKey(parsing: vector.text, format: format)
            }
            guard !vector.reason.hasPrefix("unknown version") else { continue }
            #expect(throws: KeyError.self, "\(vector.reason)") {
                try ExtendedPublicKey(parsing: vector.text)
            }
        }
    }

    @Test func `invalid keys are refused for their own reason`() throws {
        let vectors: Vectors = try VectorFile.load("bip32.json")
        let expected: [String: KeyError] = [
            "public version, private key": .privateKeyGiven(.extendedKey),
            "public key prefix 04": .notOnCurve,
            "public key prefix 01": .notOnCurve,
            "public key not on the curve": .notOnCurve,
            "private key 0": .privateKeyGiven(.extendedKey),
            "checksum": .badChecksum,
        ]
        for vector in vectors.invalid {
            guard let error = expected[vector.reason] else { continue }
            #expect(throws: error) { try ExtendedPublicKey(parsing: vector.text) }
        }
        let parented = try #require(
            vectors.invalid.first { $0.reason.contains("depth 0") && $0.text.hasPrefix("xpub") }
        )
        #expect(throws: KeyError.masterKeyWithParent) {
            try ExtendedPublicKey(parsing: parented.text)
        }
    }

    @Test func `a payload of another length is refused with its length`() {
        #expect(throws: KeyError.wrongLength(byteCount: 77)) {
            try ExtendedPublicKey(parsing: Base58.encodeChecked([UInt8](repeating: 4, count: 77)))
        }
    }

    @Test func `a hardened child traps`() async {
        await #expect(processExitsWith: .failure) {
            let key = ExtendedPublicKey.unspendable(entropy: [UInt8](repeating: 7, count: 64))
            _ = try key.child(1 << 31)
        }
    }
}
