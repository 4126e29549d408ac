import Testing

@testable import Keys

struct UnspendableKeyTests {
    @Test func `every format has an unspendable key that it can parse`() throws {
        var random = SeededGenerator()
        for family in AddressFormat.Family.allCases {
            for chain in ChainKind.allCases {
                let format = AddressFormat(family: family, chain: chain)
                for _ in 0..<8 {
                    let text = AccountKey.unspendableText(
                        format: format,
                        entropy: random.bytes(64)
                    )
                    let key = try AccountKey(parsing: text, format: format)
                    #expect(key.format == format)
                    #expect(format.isValid(try key.address(at: 0).text), "\(random)")
                }
            }
        }
    }

    @Test func `the same entropy gives the same key, and any other another`() {
        let format = AddressFormat(family: .bitcoin, chain: .regtest)
        let entropy = [UInt8](0..<64)
        let text = AccountKey.unspendableText(format: format, entropy: entropy)
        #expect(text == AccountKey.unspendableText(format: format, entropy: entropy))
        #expect(text != AccountKey.unspendableText(format: format, entropy: entropy.reversed()))
        #expect(text.hasPrefix("vpub"))
    }

    @Test func `an x coordinate off the curve is hashed until it is on it`() {
        // 5 is the smallest x that no point of secp256k1 has.
        let entropy = [UInt8](repeating: 0, count: 63) + [5]
        let key = ExtendedPublicKey.unspendable(entropy: entropy)
        #expect(key.key != [0x02] + entropy.suffix(32))
        #expect(key.chainCode == [UInt8](repeating: 0, count: 32))
        #expect(key.depth == 3)
    }

    @Test func `too little entropy traps`() async {
        await #expect(processExitsWith: .failure) {
            _ = ExtendedPublicKey.unspendable(entropy: [1, 2, 3])
        }
    }
}
