import Testing

@testable import Keys

struct OutputDescriptorTests {
    private struct Vectors: Decodable {
        let checksums: [String]
        let badChecksums: [String]
        let badOrigins: [String]
    }

    private let format = AddressFormat(family: .bitcoin, chain: .main)
    private let xpub = ExtendedPublicKey.unspendable(entropy: [UInt8](0..<64))
        .serialized(version: ExtendedKeyVersion.xpub.number)

    @Test func `the checksums of BIP380 hold`() throws {
        let vectors: Vectors = try VectorFile.load("descriptors.json")
        for text in vectors.checksums {
            let parts = text.split(separator: "#")
            #expect(DescriptorChecksum.of(parts[0]) == String(parts[1]))
        }
    }

    @Test func `a checksum that is missing, too long, too short or wrong is refused`() throws {
        let vectors: Vectors = try VectorFile.load("descriptors.json")
        for text in vectors.badChecksums {
            #expect(throws: KeyError.badDescriptor(.checksum)) {
                try AccountKey(parsing: text, format: format)
            }
        }
    }

    @Test func `an origin that BIP380 calls invalid is refused`() throws {
        let vectors: Vectors = try VectorFile.load("descriptors.json")
        for origin in vectors.badOrigins {
            #expect(throws: KeyError.badDescriptor(.origin), "\(origin)") {
                try AccountKey(parsing: "wpkh(\(origin)\(xpub)/0/*)", format: format)
            }
        }
    }

    @Test(
        arguments: [
            ("/0", .singleAddress), ("/3/4/5", .singleAddress), ("/0h/*", .hardenedStep),
            ("/0'/*", .hardenedStep), ("/0/*h", .hardenedStep), ("/", .path), ("//*", .path),
            ("/1aa/*", .path), ("/2147483648/*", .path), ("/<0>/*", .path), ("/<0;1/*", .path),
            ("/<0;1>/<0;1>/*", .path), ("/<;>/*", .path), ("/*/*", .path), ("/+1/*", .path),
            ("/1/1/1/1/1/1/1/1/*", .path),
        ] as [(String, KeyError.DescriptorFault)]
    )
    func `a path that cannot be followed is refused`(
        path: String,
        fault: KeyError.DescriptorFault
    ) {
        #expect(throws: KeyError.badDescriptor(fault)) {
            try AccountKey(parsing: "wpkh(\(xpub)\(path))", format: format)
        }
    }

    @Test func `the path of a descriptor says where the addresses are`() throws {
        let plain = try ExtendedPublicKey(parsing: xpub)
        let steps: [(String, [UInt32])] = [
            ("/*", []), ("/0/*", [0]), ("/1/*", [1]), ("/<5;6;7>/2/*", [5, 2]),
        ]
        for (path, indexes) in steps {
            let key = try AccountKey(parsing: "wpkh(\(xpub)\(path))", format: format)
            var expected = plain
            for index in indexes + [9] { expected = try expected.child(index) }
            let script = try key.address(at: 9).matchBytes
            #expect(script == [0x00, 0x14] + Hash160.hash(expected.key))
        }
    }

    @Test func `a bare key with origin and path is read like the inside of a descriptor`() throws {
        let bare = try AccountKey(parsing: xpub, format: format)
        let full = try AccountKey(parsing: "[d34db33f/44h/0h/0h]\(xpub)/0/*", format: format)
        #expect(try full.address(at: 4) == bare.address(at: 4))
    }

    @Test(arguments: [
        "tr(KEY/0/*)", "wsh(pkh(KEY/0/*))", "sh(KEY/0/*)", "wpkh(wpkh(KEY/0/*))", "wpkh(KEY/0/*",
        "sh(wsh(multi(1,KEY/0/*)))", "pkh(KEY/0/*,KEY/0/*)", "combo(KEY/0/*)",
    ])
    func `another function is refused`(text: String) {
        let descriptor = text.replacing("KEY", with: xpub)
        #expect(throws: KeyError.badDescriptor(.function)) {
            try AccountKey(parsing: descriptor, format: format)
        }
    }

    @Test func `a setting or a version may not contradict the function`() throws {
        let descriptor = "wpkh(\(xpub)/0/*)"
        let error = KeyError.contradictoryScriptKind(given: .p2wpkh, expected: .p2pkh)
        #expect(throws: error) {
            try AccountKey(parsing: descriptor, format: format, scriptKind: .p2pkh)
        }
        #expect(error.message.contains("p2wpkh"))
        let ypub = try ExtendedPublicKey(parsing: xpub)
            .serialized(version: ExtendedKeyVersion.ypub.number)
        #expect(throws: KeyError.contradictoryScriptKind(given: .p2shP2wpkh, expected: .p2wpkh)) {
            try AccountKey(parsing: "wpkh(\(ypub)/0/*)", format: format)
        }
    }

    @Test func `networks with accounts and Dogecoin refuse descriptors they cannot follow`() {
        let descriptor = "wpkh(\(xpub)/0/*)"
        #expect(throws: KeyError.badDescriptor(.network)) {
            try AccountKey(parsing: descriptor, format: .init(family: .evm, chain: .main))
        }
        #expect(throws: KeyError.unsupportedScriptKind(.p2wpkh, .dogecoin)) {
            try AccountKey(parsing: descriptor, format: .init(family: .dogecoin, chain: .main))
        }
    }
}
