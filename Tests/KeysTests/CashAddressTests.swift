import Testing

@testable import Keys

/// Vectors of the CashAddr specification, and of CHIP-2022-02-CashTokens for what is not taken.
struct CashAddressTests {
    private struct Vectors: Decodable {
        struct Translation: Decodable {
            let legacy: String
            let text: String
        }

        struct Address: Decodable {
            let text: String
            /// The version byte and the data.
            let bytes: String

            var prefix: String { String(text.prefix { $0 != ":" }) }
        }

        let translations: [Translation]
        let addresses: [Address]
        let undefined: [Address]
        let checksums: [String]
        let tokenAddresses: [String]
    }

    private let vectors: Vectors
    private let main = AddressFormat(family: .bitcoincash, chain: .main)
    private let alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

    init() throws {
        vectors = try VectorFile.load("cashaddr.json")
    }

    @Test func `an old address is accepted and written the new way`() throws {
        for pair in vectors.translations {
            let old = try #require(main.decode(pair.legacy), "\(pair.legacy)")
            #expect(old.canonicalText == pair.text)
            #expect(main.decode(pair.text) == old)
            let bitcoin = AddressFormat(family: .bitcoin, chain: .main)
            #expect(bitcoin.decode(pair.legacy)?.matchBytes == old.matchBytes)
            #expect(!bitcoin.isValid(pair.text))
        }
    }

    @Test func `every address of the specification gives its bytes and comes back`() throws {
        for address in vectors.addresses + vectors.undefined {
            let values = try #require(
                CashAddress.checkedValues(address.text, prefix: address.prefix),
                "\(address.text)"
            )
            let bytes = try #require(FiveBitValues.bytes(of: values))
            #expect(hex(bytes) == address.bytes)
            let again = FiveBitValues.values(of: bytes)
            #expect(CashAddress.encode(values: again, prefix: address.prefix) == address.text)
        }
    }

    @Test func `only hashes of 160 bits of the two kinds are addresses`() {
        var taken: [String] = []
        for chain in ChainKind.allCases {
            let format = AddressFormat(family: .bitcoincash, chain: chain)
            let all = (vectors.addresses + vectors.undefined).map(\.text)
            taken += (all + vectors.tokenAddresses).filter(format.isValid)
        }
        #expect(
            taken == [
                "bitcoincash:qr6m7j9njldwwzlg9v7v53unlr4jkmx6eylep8ekg2",
                "bchtest:pr6m7j9njldwwzlg9v7v53unlr4jkmx6eyvwc0uz5t",
            ]
        )
    }

    @Test func `a checksum that holds does not make an address`() throws {
        for text in vectors.checksums {
            let prefix = String(text.prefix { $0 != ":" })
            let values = try #require(CashAddress.checkedValues(text, prefix: prefix), "\(text)")
            #expect(CashAddress.encode(values: values, prefix: prefix) == text)
            #expect(CashAddress.decode(text, prefix: prefix) == nil)
        }
    }

    @Test func `prefix and case may differ, but not be mixed or another chain's`() throws {
        let text = "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
        let bare = String(text.dropFirst("bitcoincash:".count))
        let expected = try #require(main.decode(text))
        for same in [text, bare, text.uppercased(), bare.uppercased()] {
            #expect(main.decode(same) == expected)
            #expect(same.wholeMatch(of: try Regex(main.pattern)) != nil)
        }
        for wrong in [
            "BITCOINCASH:\(bare)", "bitcoincash:\(bare.uppercased())", "bchtest:\(bare)",
            "bitcoincash:\(text)", ":\(bare)", "bitcoincash\(bare)", " \(text)", "\(bare) ",
            "q" + bare.dropFirst().uppercased(), "bitcoincash:", "bitcoincash:é", "",
        ] {
            #expect(!main.isValid(wrong), "\(wrong)")
        }
        for chain in [ChainKind.test, .regtest] {
            let other = AddressFormat(family: .bitcoincash, chain: chain)
            #expect(!other.isValid(text))
            #expect(!other.isValid(bare))
        }
    }

    @Test func `any single changed character is refused`() throws {
        var random = SeededGenerator()
        for kind in CashAddress.Kind.allCases {
            let text = CashAddress.encode(kind, hash: random.bytes(20), prefix: "bitcoincash")
            #expect(main.isValid(text))
            let characters = Array(text)
            for place in characters.indices {
                for other in alphabet + "1bio:BIOQ" where other != characters[place] {
                    var changed = characters
                    changed[place] = other
                    #expect(!main.isValid(String(changed)), "\(String(changed)) \(random)")
                }
                var shorter = characters
                shorter.remove(at: place)
                // A text without its prefix is one still.
                #expect(!main.isValid(String(shorter)), "\(String(shorter)) \(random)")
            }
        }
    }
}
