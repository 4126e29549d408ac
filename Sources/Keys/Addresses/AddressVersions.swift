/// The version bytes and the Bech32 or CashAddr prefix of one Bitcoin-like chain.
struct AddressVersions: Sendable, Hashable {
    let publicKeyHash: UInt8
    let scriptHash: UInt8
    /// An older version byte for script hashes, still valid to pay to but no longer written.
    var scriptHashLegacy: UInt8?
    /// Nil where the chain has no segregated witness.
    var segwitPrefix: String?
    /// Where there is one, hashes are written in CashAddr and Base58Check is only read.
    var cashPrefix: String?
    /// The first characters that Base58Check text with these versions can have.
    let firstCharacters: String

    static func bitcoin(_ chain: ChainKind) -> AddressVersions {
        switch chain {
        case .main:
            AddressVersions(
                publicKeyHash: 0x00,
                scriptHash: 0x05,
                segwitPrefix: "bc",
                firstCharacters: "13"
            )
        case .test, .regtest:
            AddressVersions(
                publicKeyHash: 0x6f,
                scriptHash: 0xc4,
                segwitPrefix: chain == .test ? "tb" : "bcrt",
                firstCharacters: "2mn"
            )
        }
    }

    static func litecoin(_ chain: ChainKind) -> AddressVersions {
        switch chain {
        case .main:
            AddressVersions(
                publicKeyHash: 0x30,
                scriptHash: 0x32,
                scriptHashLegacy: 0x05,
                segwitPrefix: "ltc",
                firstCharacters: "3LM"
            )
        case .test, .regtest:
            AddressVersions(
                publicKeyHash: 0x6f,
                scriptHash: 0x3a,
                scriptHashLegacy: 0xc4,
                segwitPrefix: chain == .test ? "tltc" : "rltc",
                firstCharacters: "2Qmn"
            )
        }
    }

    static func dogecoin(_ chain: ChainKind) -> AddressVersions {
        switch chain {
        case .main:
            AddressVersions(publicKeyHash: 0x1e, scriptHash: 0x16, firstCharacters: "9AD")
        case .test:
            AddressVersions(publicKeyHash: 0x71, scriptHash: 0xc4, firstCharacters: "2n")
        case .regtest:
            AddressVersions(publicKeyHash: 0x6f, scriptHash: 0xc4, firstCharacters: "2mn")
        }
    }

    static func bitcoincash(_ chain: ChainKind) -> AddressVersions {
        // The Base58Check versions are Bitcoin's, so old addresses look the same on both chains.
        var versions = bitcoin(chain)
        versions.segwitPrefix = nil
        versions.cashPrefix =
            switch chain {
            case .main: "bitcoincash"
            case .test: "bchtest"
            case .regtest: "bchreg"
            }
        return versions
    }
}
