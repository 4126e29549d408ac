/// What the four version bytes before an extended key say: SLIP-132 and the coins' own choices.
///
/// The same bytes are used by several coins, so a version names the coin it was made for and
/// `AccountKey` decides which networks take it.
package struct ExtendedKeyVersion: Sendable, Hashable {
    /// Which coins write their keys with it.
    package enum Coin: Sendable, Hashable {
        /// Bitcoin, and every coin and chain that borrowed its versions.
        case any
        /// Litecoin alone.
        case litecoin
        /// Dogecoin alone.
        case dogecoin
    }

    /// What SLIP-132 says the key is for.
    package enum Meaning: Sendable, Hashable {
        /// Addresses of this kind.
        case single(ScriptKind)
        /// One share of a multi-signature wallet.
        case multisignature
    }

    /// The four bytes, most significant first.
    package let number: UInt32
    /// The letters that text with this version begins with.
    package let name: String
    /// The coin it was made for.
    package let coin: Coin
    /// Main, or test for all test chains.
    package let chain: ChainKind
    /// What the key is for.
    package let meaning: Meaning
    /// The version of the private key beside it.
    let privateNumber: UInt32
    let privateName: String

    private init(
        _ number: UInt32,
        _ name: String,
        _ meaning: Meaning,
        _ chain: ChainKind,
        coin: Coin = .any,
        private privateNumber: UInt32,
        _ privateName: String
    ) {
        self.number = number
        self.name = name
        self.coin = coin
        self.chain = chain
        self.meaning = meaning
        self.privateNumber = privateNumber
        self.privateName = privateName
    }

    static let xpub = ExtendedKeyVersion(
        0x0488_b21e,
        "xpub",
        .single(.p2pkh),
        .main,
        private: 0x0488_ade4,
        "xprv"
    )
    static let ypub = ExtendedKeyVersion(
        0x049d_7cb2,
        "ypub",
        .single(.p2shP2wpkh),
        .main,
        private: 0x049d_7878,
        "yprv"
    )
    static let zpub = ExtendedKeyVersion(
        0x04b2_4746,
        "zpub",
        .single(.p2wpkh),
        .main,
        private: 0x04b2_430c,
        "zprv"
    )
    static let tpub = ExtendedKeyVersion(
        0x0435_87cf,
        "tpub",
        .single(.p2pkh),
        .test,
        private: 0x0435_8394,
        "tprv"
    )
    static let upub = ExtendedKeyVersion(
        0x044a_5262,
        "upub",
        .single(.p2shP2wpkh),
        .test,
        private: 0x044a_4e28,
        "uprv"
    )
    static let vpub = ExtendedKeyVersion(
        0x045f_1cf6,
        "vpub",
        .single(.p2wpkh),
        .test,
        private: 0x045f_18bc,
        "vprv"
    )
    static let dgub = ExtendedKeyVersion(
        0x02fa_cafd,
        "dgub",
        .single(.p2pkh),
        .main,
        coin: .dogecoin,
        private: 0x02fa_c398,
        "dgpv"
    )

    /// Every version that is known.
    package static let all: [ExtendedKeyVersion] = [
        xpub, ypub, zpub, tpub, upub, vpub, dgub,
        ExtendedKeyVersion(
            0x0295_b43f,
            "Ypub",
            .multisignature,
            .main,
            private: 0x0295_b005,
            "Yprv"
        ),
        ExtendedKeyVersion(
            0x02aa_7ed3,
            "Zpub",
            .multisignature,
            .main,
            private: 0x02aa_7a99,
            "Zprv"
        ),
        ExtendedKeyVersion(
            0x0242_89ef,
            "Upub",
            .multisignature,
            .test,
            private: 0x0242_85b5,
            "Uprv"
        ),
        ExtendedKeyVersion(
            0x0257_5483,
            "Vpub",
            .multisignature,
            .test,
            private: 0x0257_5048,
            "Vprv"
        ),
        ExtendedKeyVersion(
            0x019d_a462,
            "Ltub",
            .single(.p2pkh),
            .main,
            coin: .litecoin,
            private: 0x019d_9cfe,
            "Ltpv"
        ),
        ExtendedKeyVersion(
            0x01b2_6ef6,
            "Mtub",
            .single(.p2shP2wpkh),
            .main,
            coin: .litecoin,
            private: 0x01b2_6792,
            "Mtpv"
        ),
        ExtendedKeyVersion(
            0x0436_f6e1,
            "ttub",
            .single(.p2pkh),
            .test,
            coin: .litecoin,
            private: 0x0436_ef7d,
            "ttpv"
        ),
        ExtendedKeyVersion(
            0x0432_a9a8,
            "tgub",
            .single(.p2pkh),
            .test,
            coin: .dogecoin,
            private: 0x0432_a243,
            "tgpv"
        ),
    ]

    /// The known version of this number.
    package static func known(_ number: UInt32) -> ExtendedKeyVersion? {
        all.first { $0.number == number }
    }

    /// Whether keys with this number are private.
    static func isPrivate(_ number: UInt32) -> Bool {
        all.contains { $0.privateNumber == number }
    }
}
