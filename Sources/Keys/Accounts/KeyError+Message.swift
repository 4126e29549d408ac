extension KeyError: CustomStringConvertible {
    private static let neverPrivate =
        "Florin never takes private keys and has not kept it. If it was pasted anywhere else, "
        + "consider it exposed and move the funds. "
        + "Give the extended public key of the account instead (it begins with xpub, ypub or zpub)."

    /// The same as `message`.
    package var description: String { message }

    /// What is wrong and what to do, in words a merchant understands.
    package var message: String {
        switch self {
        case .privateKeyGiven(let form):
            "This is \(form.phrase). \(Self.neverPrivate)"
        case .mnemonicGiven(let wordCount):
            "These \(wordCount) words look like a recovery phrase, from which every private key "
                + "of a wallet follows. \(Self.neverPrivate)"
        case .empty:
            "No key was given."
        case .tooLong(let count, let countMax):
            "The text has \(count) characters; no key or descriptor has more than \(countMax)."
        case .addressGiven(let family):
            "This is a single \(family.name) address. Give the extended public key of the "
                + "account, from which Florin derives an address for every invoice."
        case .badCharacter:
            "The text is neither an extended public key nor an output descriptor: it has "
                + "characters that keys do not contain."
        case .badChecksum:
            "The checksum of the key does not hold: a character is wrong or missing. Copy it again."
        case .wrongLength(let byteCount):
            "The text decodes to \(byteCount) bytes; an extended public key has "
                + "\(ExtendedPublicKey.byteCount)."
        case .unknownVersion:
            "The key begins with a version that none of the supported coins uses."
        case .wrongChain, .wrongCoin, .multisignatureKey, .unsupportedScriptKind,
            .contradictoryScriptKind:
            mismatchMessage
        case .notOnCurve:
            "The key is not a point of the curve secp256k1, so it is no public key."
        case .masterKeyWithParent:
            "The key says that it is a master key and names a parent; it is damaged."
        case .tooDeep:
            "The key is 255 levels deep; nothing can be derived from it."
        case .badDescriptor(let fault):
            fault.message
        case .noKeyAtIndex(let index):
            "By an accident of arithmetic there is no key at index \(index). Use the next index."
        }
    }

    private var mismatchMessage: String {
        switch self {
        case .wrongChain(let given, let expected):
            "The key is of the \(given.phrase), but the network is the \(expected.phrase)."
        case .wrongCoin(let versionName, let expected):
            "A key that begins with \(versionName) is not a \(expected.name) key."
        case .multisignatureKey(let versionName):
            "A key that begins with \(versionName) is one share of a multi-signature wallet. "
                + "Addresses of this key alone would not be in that wallet."
        case .unsupportedScriptKind(let kind, let family):
            "\(family.name) has no addresses of kind \(kind.rawValue)."
        case .contradictoryScriptKind(let given, let expected):
            "The key or descriptor is for addresses of kind \(given.rawValue), but "
                + "\(expected.rawValue) was asked for."
        default:
            ""
        }
    }
}

extension KeyError.PrivateForm {
    fileprivate var phrase: String {
        switch self {
        case .extendedKey: "an extended private key"
        case .walletImport: "a private key in wallet import format"
        case .encrypted: "an encrypted private key"
        case .hexadecimal: "a private key or seed in hexadecimal digits"
        case .inDescriptor: "a descriptor with a private key in it"
        }
    }
}

extension KeyError.DescriptorFault {
    fileprivate var message: String {
        switch self {
        case .checksum:
            "The checksum of the descriptor does not hold: a character is wrong or missing. "
                + "Copy it again."
        case .function:
            "Of output descriptors only wpkh(…), pkh(…) and sh(wpkh(…)) around one extended "
                + "public key can be used."
        case .origin:
            "The part in square brackets must be a fingerprint of eight digits and a path."
        case .path:
            "The path after the key cannot be read. It should be /0/* or /<0;1>/*."
        case .hardenedStep:
            "A hardened step after the key needs the private key. Give the extended public key "
                + "below that step."
        case .singleAddress:
            "The path after the key must end in /*, or every invoice would get the same address."
        case .network:
            "Descriptors describe output scripts, and this network has accounts. Give the "
                + "extended public key itself."
        }
    }
}

extension ChainKind {
    fileprivate var phrase: String {
        switch self {
        case .main: "main chain"
        case .test: "test chain"
        case .regtest: "private test chain"
        }
    }
}
