import Testing

@testable import Keys

struct PrivateMaterialTests {
    struct Given: Sendable, CustomTestStringConvertible {
        let text: String
        let error: KeyError
        var testDescription: String { String(error.message.prefix(40)) }
    }

    private static let xprv =
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNN"
        + "U3TGtRBeJgk33yuGBxrMPHi"
    private static let hexadecimal =
        "e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35"
    private static let words =
        "abandon abandon abandon abandon abandon abandon abandon abandon "
        + "abandon abandon abandon about"

    /// The published private key of BIP32 under the private version bytes of every coin.
    private static let extendedKeys = ExtendedKeyVersion.all.map { version in
        var payload = Base58.decodeChecked(xprv) ?? []
        for (place, shift) in [UInt32(24), 16, 8, 0].enumerated() {
            payload[place] = UInt8(truncatingIfNeeded: version.privateNumber >> shift)
        }
        return Base58.encodeChecked(payload)
    }

    private static let others: [(text: String, error: KeyError)] = [
        (String(xprv.dropLast(2)) + "zz", .privateKeyGiven(.extendedKey)),
        (xprv.uppercased(), .privateKeyGiven(.extendedKey)),
        (String(xprv.dropLast(20)), .privateKeyGiven(.extendedKey)),
        ("[d34db33f/84h/0h/0h]\(xprv)/0/*", .privateKeyGiven(.extendedKey)),
        ("my key: \(xprv)", .privateKeyGiven(.extendedKey)),
        ("wpkh(\(xprv)/0/*)", .privateKeyGiven(.inDescriptor)),
        ("wpkh([d34db33f/84h/0h/0h]\(xprv)/<0;1>/*)#00000000", .privateKeyGiven(.inDescriptor)),
        (
            "pkh(L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1)",
            .privateKeyGiven(.inDescriptor)
        ),
        (
            "5KYZdUEo39z3FPrtuX2QbbwGnNP5zTd7yyr2SC1j299sBCnWjss",
            .privateKeyGiven(.walletImport)
        ),
        (
            "L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1",
            .privateKeyGiven(.walletImport)
        ),
        (
            "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg",
            .privateKeyGiven(.encrypted)
        ),
        (hexadecimal, .privateKeyGiven(.hexadecimal)),
        ("0x" + hexadecimal, .privateKeyGiven(.hexadecimal)),
        (hexadecimal.uppercased(), .privateKeyGiven(.hexadecimal)),
        (hexadecimal + hexadecimal, .privateKeyGiven(.hexadecimal)),
        (words, .mnemonicGiven(wordCount: 12)),
        (words.uppercased(), .mnemonicGiven(wordCount: 12)),
        (words.replacing(" ", with: "\n"), .mnemonicGiven(wordCount: 12)),
        (words.replacing(" ", with: ", "), .mnemonicGiven(wordCount: 12)),
        ("1. " + words.replacing(" ", with: " 2. "), .mnemonicGiven(wordCount: 12)),
        ("zoo " + words + " zoo zoo", .mnemonicGiven(wordCount: 15)),
        (
            String(repeating: "あいこくしん\u{3000}", count: 24),
            .mnemonicGiven(wordCount: 24)
        ),
    ]

    static let given: [Given] =
        extendedKeys.map { Given(text: $0, error: .privateKeyGiven(.extendedKey)) }
        + others.map { Given(text: $0.text, error: $0.error) }

    @Test(arguments: given)
    func `a private key is refused on every network, before anything else`(given: Given) {
        for family in AddressFormat.Family.allCases {
            for chain in ChainKind.allCases {
                #expect(throws: given.error) {
                    try AccountKey(
                        parsing: "  \(given.text)\n",
                        format: AddressFormat(family: family, chain: chain)
                    )
                }
            }
        }
    }

    @Test(arguments: given)
    func `the refusal warns, and holds nothing of what was given`(given: Given) {
        let error = given.error
        for text in [error.message, "\(error)", String(reflecting: error)] {
            #expect(!text.contains(given.text))
            for word in given.text.split(separator: " ") where word.count > 6 {
                #expect(!text.contains(word))
            }
        }
        #expect(error.message.contains("Florin never takes private keys"))
        #expect(error.message.contains("consider it exposed"))
    }

    @Test func `a private key that hides behind an unknown version is refused as well`() {
        var payload = Base58.decodeChecked(Self.xprv) ?? []
        payload.replaceSubrange(0..<4, with: [1, 2, 3, 4])
        #expect(throws: KeyError.privateKeyGiven(.extendedKey)) {
            try AccountKey(
                parsing: Base58.encodeChecked(payload),
                format: AddressFormat(family: .evm, chain: .main)
            )
        }
    }

    @Test func `public keys and addresses are never taken for private ones`() throws {
        var random = SeededGenerator()
        for family in AddressFormat.Family.allCases {
            for chain in ChainKind.allCases {
                let format = AddressFormat(family: family, chain: chain)
                for _ in 0..<10 {
                    let text = AccountKey.unspendableText(
                        format: format,
                        entropy: random.bytes(64)
                    )
                    #expect(PrivateMaterial.refusal(of: text) == nil, "\(random)")
                    let address = try AccountKey(parsing: text, format: format).address(at: 0).text
                    #expect(PrivateMaterial.refusal(of: address) == nil, "\(random)")
                }
            }
        }
    }

    @Test(arguments: KeyError.DescriptorFault.allCases)
    func `every fault of a descriptor has words`(fault: KeyError.DescriptorFault) {
        #expect(KeyError.badDescriptor(fault).message.count > 20)
    }
}
