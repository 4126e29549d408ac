import Testing

@testable import Keys

struct AddressFormatTests {
    private struct Capitals: Decodable {
        let normal: [String]
        let oneCase: [String]
    }

    private let bitcoin = AddressFormat(family: .bitcoin, chain: .main)
    private let litecoin = AddressFormat(family: .litecoin, chain: .main)
    private let evm = AddressFormat(family: .evm, chain: .main)
    private let tron = AddressFormat(family: .tron, chain: .main)

    @Test func `EIP-55 capitals are written, accepted and needed`() throws {
        let vectors: Capitals = try VectorFile.load("eip55.json")
        for text in vectors.normal + vectors.oneCase {
            let decoded = try #require(evm.decode(text))
            #expect(decoded.canonicalText == text)
        }
        for text in vectors.normal {
            let digits = text.dropFirst(2)
            #expect(evm.decode("0x" + digits.lowercased())?.canonicalText == text)
            #expect(evm.decode("0x" + digits.uppercased())?.canonicalText == text)
            let swapped = digits.map { $0.isUppercase ? $0.lowercased() : $0.uppercased() }
            #expect(!evm.isValid("0x" + swapped.joined()))
        }
    }

    @Test(arguments: ["", "0x", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6"])
    func `text that is no EVM address is refused`(text: String) {
        #expect(!evm.isValid(text))
    }

    @Test func `the first address of Bitcoin decodes to the hash of its key`() throws {
        let decoded = try #require(bitcoin.decode("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"))
        #expect(decoded.form == .publicKeyHash)
        #expect(
            hex(decoded.matchBytes) == "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac"
        )
    }

    @Test func `taproot and later witness versions are addresses too`() throws {
        let taproot = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
        #expect(bitcoin.decode(taproot)?.form == .witness(version: 1))
        #expect(bitcoin.decode("BC1SW50QGDZ25J")?.form == .witness(version: 16))
    }

    @Test func `an old Litecoin script address is accepted and written the new way`() throws {
        let hash = [UInt8](repeating: 0x11, count: 20)
        for (chain, old, new) in [(ChainKind.main, 0x05, 0x32), (.test, 0xc4, 0x3a)] {
            let format = AddressFormat(family: .litecoin, chain: chain)
            let decoded = try #require(format.decode(Base58.encodeChecked([UInt8(old)] + hash)))
            #expect(decoded.form == .scriptHash)
            #expect(decoded.canonicalText == Base58.encodeChecked([UInt8(new)] + hash))
        }
    }

    @Test func `an address of another network is refused`() {
        #expect(!litecoin.isValid("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"))
        #expect(!litecoin.isValid("bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"))
        #expect(!bitcoin.isValid("ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"))
        #expect(!tron.isValid("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"))
        #expect(!evm.isValid("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"))
    }

    @Test func `EVM and Tron write the same account`() throws {
        let account = try #require(tron.decode("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH")).matchBytes
        #expect(account.count == 20)
        let text = try #require(evm.encode(matchBytes: account))
        #expect(evm.decode(text)?.matchBytes == account)
    }

    @Test(arguments: [
        "", "6a", "51", "5100", "76a914", "0014751e76e8199196d454941c45d1b3a323f1433b",
        "0015751e76e8199196d454941c45d1b3a323f1433bd600",
        "76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ad",
        "a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888",
        "4114751e76e8199196d454941c45d1b3a323f1433bd6",
    ])
    func `a script that no address pays to has no text`(script: String) throws {
        #expect(bitcoin.encode(matchBytes: try bytes(hex: script)) == nil)
    }

    @Test func `a witness script has no text on a chain without segregated witness`() throws {
        let script = try bytes(hex: "0014751e76e8199196d454941c45d1b3a323f1433bd6")
        let dogecoin = AddressFormat(family: .dogecoin, chain: .main)
        #expect(bitcoin.encode(matchBytes: script) != nil)
        #expect(dogecoin.encode(matchBytes: script) == nil)
        let cash = AddressFormat(family: .bitcoincash, chain: .main)
        #expect(cash.encode(matchBytes: script) == nil)
    }

    @Test func `random scripts of every shape survive a round trip and match the pattern`() throws {
        var random = SeededGenerator()
        for family in [AddressFormat.Family.bitcoin, .litecoin, .dogecoin, .bitcoincash] {
            for chain in ChainKind.allCases {
                let format = AddressFormat(family: family, chain: chain)
                let pattern = try Regex(format.pattern)
                for _ in 0..<100 {
                    var scripts = [
                        OutputScript.publicKeyHash(random.bytes(20)),
                        OutputScript.scriptHash(random.bytes(20)),
                    ]
                    if format.versions?.segwitPrefix != nil {
                        let program = SegwitAddress.Program(version: 1, bytes: random.bytes(32))
                        scripts.append(.witness(program))
                    }
                    for script in scripts {
                        let text = try #require(format.encode(matchBytes: script.bytes))
                        #expect(format.decode(text)?.matchBytes == script.bytes, "\(random)")
                        #expect(text.wholeMatch(of: pattern) != nil, "\(text) \(random)")
                    }
                }
            }
        }
    }
}
