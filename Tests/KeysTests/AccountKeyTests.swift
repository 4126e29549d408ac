import Testing

@testable import Keys

struct AccountKeyTests {
    private let bitcoin = AddressFormat(family: .bitcoin, chain: .main)
    private let regtest = AddressFormat(family: .bitcoin, chain: .regtest)
    private let dogecoin = AddressFormat(family: .dogecoin, chain: .main)
    private let litecoin = AddressFormat(family: .litecoin, chain: .main)
    private let evm = AddressFormat(family: .evm, chain: .main)

    private func key(_ name: String) throws -> String {
        let version = try #require(ExtendedKeyVersion.all.first { $0.name == name })
        let entropy = [UInt8](0..<64)
        return ExtendedPublicKey.unspendable(entropy: entropy).serialized(version: version.number)
    }

    @Test(arguments: ExtendedKeyVersion.all)
    func `text of a version begins with its name`(version: ExtendedKeyVersion) throws {
        #expect(try key(version.name).hasPrefix(version.name))
    }

    @Test func `space around a key is dropped, and the rest is what is kept`() throws {
        let text = try key("zpub")
        let parsed = try AccountKey(parsing: " \n\(text)\t\r\n", format: bitcoin)
        #expect(parsed.canonicalText == text)
        #expect(parsed == (try AccountKey(parsing: parsed.canonicalText, format: bitcoin)))
    }

    @Test func `an xpub of the wrong chain is refused in words`() throws {
        let error = KeyError.wrongChain(given: .test, expected: .main)
        #expect(throws: error) { try AccountKey(parsing: key("tpub"), format: bitcoin) }
        #expect(
            error.message == "The key is of the test chain, but the network is the main chain."
        )
        #expect(throws: KeyError.wrongChain(given: .main, expected: .regtest)) {
            try AccountKey(parsing: key("xpub"), format: regtest)
        }
    }

    @Test func `a simulated network takes keys of any chain and follows a main key`() throws {
        for (name, chain) in [("zpub", ChainKind.main), ("vpub", .regtest)] {
            let parsed = try AccountKey(
                parsing: key(name),
                format: regtest,
                acceptsAnyChain: true
            )
            #expect(parsed.format == AddressFormat(family: .bitcoin, chain: chain))
            #expect(try parsed.format.isValid(parsed.address(at: 3).text))
        }
    }

    @Test func `a setting overrides what the version of a bare key says`() throws {
        let text = try key("xpub")
        for kind in [ScriptKind.p2pkh, .p2shP2wpkh, .p2wpkh] {
            let parsed = try AccountKey(parsing: text, format: bitcoin, scriptKind: kind)
            #expect(parsed.scriptKind == kind)
        }
        #expect(throws: KeyError.unsupportedScriptKind(.account, .bitcoin)) {
            try AccountKey(parsing: text, format: bitcoin, scriptKind: .account)
        }
    }

    @Test func `EVM and Tron take a key of any version`() throws {
        for version in ExtendedKeyVersion.all {
            for family in [AddressFormat.Family.evm, .tron] {
                let format = AddressFormat(family: family, chain: .main)
                let parsed = try AccountKey(parsing: key(version.name), format: format)
                #expect(parsed.scriptKind == .account)
                #expect(parsed.format == format)
            }
        }
        #expect(throws: KeyError.unsupportedScriptKind(.p2wpkh, .evm)) {
            try AccountKey(parsing: key("xpub"), format: evm, scriptKind: .p2wpkh)
        }
    }

    @Test func `Dogecoin takes only keys for public key hashes`() throws {
        for name in ["xpub", "dgub"] {
            #expect(try AccountKey(parsing: key(name), format: dogecoin).scriptKind == .p2pkh)
        }
        #expect(throws: KeyError.unsupportedScriptKind(.p2wpkh, .dogecoin)) {
            try AccountKey(parsing: key("zpub"), format: dogecoin)
        }
    }

    @Test func `Bitcoin Cash takes plain keys and writes public key hashes`() throws {
        let cash = AddressFormat(family: .bitcoincash, chain: .main)
        let parsed = try AccountKey(parsing: key("xpub"), format: cash)
        #expect(parsed.scriptKind == .p2pkh)
        #expect(try parsed.address(at: 0).text.hasPrefix("bitcoincash:q"))
        #expect(throws: KeyError.unsupportedScriptKind(.p2wpkh, .bitcoincash)) {
            try AccountKey(parsing: key("zpub"), format: cash)
        }
        #expect(throws: KeyError.wrongCoin(versionName: "dgub", expected: .bitcoincash)) {
            try AccountKey(parsing: key("dgub"), format: cash)
        }
        let sandbox = AccountKey.unspendableText(format: cash, entropy: [UInt8](0..<64))
        #expect(try AccountKey(parsing: sandbox, format: cash).scriptKind == .p2pkh)
    }

    @Test func `a key that only another coin writes is refused`() throws {
        #expect(throws: KeyError.wrongCoin(versionName: "Ltub", expected: .bitcoin)) {
            try AccountKey(parsing: key("Ltub"), format: bitcoin)
        }
        #expect(throws: KeyError.wrongCoin(versionName: "dgub", expected: .litecoin)) {
            try AccountKey(parsing: key("dgub"), format: litecoin)
        }
    }

    @Test func `a share of a multi-signature wallet is refused unless a kind is named`() throws {
        let text = try key("Zpub")
        #expect(throws: KeyError.multisignatureKey(versionName: "Zpub")) {
            try AccountKey(parsing: text, format: bitcoin)
        }
        let named = try AccountKey(parsing: text, format: bitcoin, scriptKind: .p2wpkh)
        #expect(named.scriptKind == .p2wpkh)
    }

    @Test func `what is no key is refused for what it is`() throws {
        let cases: [(String, KeyError)] = [
            ("  ", .empty),
            ("hello, world", .badCharacter),
            (
                String(repeating: "a ", count: 600) + "!",
                .tooLong(characterCount: 1201, characterCountMax: 1024)
            ),
            ("bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu", .addressGiven(.bitcoin)),
            ("0x9858EfFD232B4033E47d90003D41EC34EcaEda94", .addressGiven(.evm)),
            (try key("zpub").dropLast() + "1", .badChecksum),
            (Base58.encodeChecked([1, 2, 3]), .wrongLength(byteCount: 3)),
            (
                ExtendedPublicKey.unspendable(entropy: [UInt8](0..<64)).serialized(version: 1),
                .unknownVersion(1)
            ),
        ]
        for (text, error) in cases {
            #expect(throws: error) { try AccountKey(parsing: text, format: bitcoin) }
            #expect(error.message.count > 10)
        }
    }

    @Test func `a description leaves the key out`() throws {
        let text = try key("zpub")
        let parsed = try AccountKey(parsing: text, format: bitcoin)
        #expect("\(parsed)" == "AccountKey(p2wpkh, Bitcoin main)")
        #expect(!String(reflecting: parsed).contains(text))
    }

    @Test func `an index that needs the private key traps`() async {
        await #expect(processExitsWith: .failure) {
            let format = AddressFormat(family: .evm, chain: .main)
            let entropy = [UInt8](repeating: 1, count: 64)
            let text = AccountKey.unspendableText(format: format, entropy: entropy)
            _ = try AccountKey(parsing: text, format: format).address(at: 1 << 31)
        }
    }
}
