import Testing

@testable import Keys

/// Compares with account keys and addresses that other implementations derived.
struct OracleTests {
    private struct Case: Decodable {
        struct Address: Decodable {
            let index: UInt32
            let text: String
            let matchBytes: String
        }

        let family: String
        let chain: String
        let kind: String
        let path: String
        let keys: [String]
        let addresses: [Address]

        var format: AddressFormat? {
            let family = AddressFormat.Family.allCases.first { "\($0)" == self.family }
            guard let family, let chain = ChainKind(rawValue: chain) else { return nil }
            return AddressFormat(family: family, chain: chain)
        }
    }

    private let cases: [Case]

    init() throws {
        cases = try VectorFile.load("oracle.json")
        try #require(cases.count == 156)
    }

    @Test func `every key gives the kind its version names and the addresses of the oracle`() throws
    {
        for oracle in cases {
            let format = try #require(oracle.format)
            for text in oracle.keys {
                let key = try AccountKey(parsing: text, format: format)
                #expect(key.scriptKind.rawValue == oracle.kind)
                #expect(key.format == format)
                for expected in oracle.addresses {
                    let address = try key.address(at: expected.index)
                    #expect(address.text == expected.text, "\(oracle.path)/0/\(expected.index)")
                    #expect(hex(address.matchBytes) == expected.matchBytes)
                    #expect(address.index == expected.index)
                }
            }
        }
    }

    @Test func `every address decodes to its script or account and matches the pattern`() throws {
        for oracle in cases {
            let format = try #require(oracle.format)
            let pattern = try Regex(format.pattern)
            for expected in oracle.addresses {
                let decoded = try #require(format.decode(expected.text))
                #expect(hex(decoded.matchBytes) == expected.matchBytes)
                #expect(decoded.canonicalText == expected.text)
                #expect(format.encode(matchBytes: decoded.matchBytes) == expected.text)
                #expect(expected.text.wholeMatch(of: pattern) != nil, "\(expected.text)")
            }
        }
    }

    @Test func `an address with one wrong character is refused`() throws {
        var random = SeededGenerator()
        let digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
        for oracle in cases where oracle.family != "evm" {
            let format = try #require(oracle.format)
            for expected in oracle.addresses {
                let corrupted = random.corrupting(expected.text, alphabet: digits)
                #expect(!format.isValid(corrupted), "\(corrupted) \(random)")
            }
        }
    }

    @Test func `descriptors give the addresses of the bare key`() throws {
        let functions = [
            "p2pkh": ("pkh(", ")"), "p2wpkh": ("wpkh(", ")"), "p2sh-p2wpkh": ("sh(wpkh(", "))"),
        ]
        for oracle in cases {
            guard let function = functions[oracle.kind], let text = oracle.keys.last else {
                continue
            }
            let format = try #require(oracle.format)
            let expression = "[d34db33f/84h/0'/0h]\(text)/<0;1>/*"
            let body = function.0 + expression + function.1
            let checksum = try #require(DescriptorChecksum.of(body[...]))
            let key = try AccountKey(parsing: "\(body)#\(checksum)", format: format)
            for expected in oracle.addresses.prefix(2) {
                #expect(try key.address(at: expected.index).text == expected.text)
            }
        }
    }

    @Test(
        arguments: [
            (
                "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1"
                    + "ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs",
                ChainKind.main, "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
                "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g"
            ),
            (
                "upub5EFU65HtV5TeiSHmZZm7FUffBGy8UKeqp7vw43jYbvZPpoVsgU93oac7Wk3u"
                    + "6moKegAEWtGNF8DehrnHtv21XXEMYRUocHqguyjknFHYfgY",
                .test, "2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2", nil
            ),
        ] as [(String, ChainKind, String, String?)]
    )
    func `the published accounts of BIP84 and BIP49 give the published addresses`(
        text: String,
        chain: ChainKind,
        first: String,
        second: String?
    ) throws {
        let format = AddressFormat(family: .bitcoin, chain: chain)
        let key = try AccountKey(parsing: text, format: format)
        #expect(try key.address(at: 0).text == first)
        if let second { #expect(try key.address(at: 1).text == second) }
    }
}
