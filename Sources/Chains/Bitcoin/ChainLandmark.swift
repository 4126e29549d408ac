import Keys

/// A block by which a chain is told from those that call themselves alike.
///
/// `main` is the word of Bitcoin, Litecoin, Dogecoin and Bitcoin Cash for chains whose scripts
/// cannot be told apart: a node of the wrong coin would go unnoticed and cheap coins would pay for
/// dear ones.
struct ChainLandmark: Sendable, Hashable {
    let height: UInt64
    /// The block's hash; several where several test chains write their addresses alike.
    let hashes: [String]

    private init(_ height: UInt64, _ hashes: String...) {
        self.height = height
        self.hashes = hashes
    }

    /// The landmarks of the chain that addresses of this format are on, the lowest first.
    static func all(of format: AddressFormat) -> [ChainLandmark] {
        switch format.family {
        case .bitcoin: bitcoin(format.chain)
        case .litecoin: litecoin(format.chain)
        case .dogecoin: dogecoin(format.chain)
        case .bitcoincash: bitcoincash(format.chain)
        case .evm, .tron: []
        }
    }

    private static let bitcoinGenesis = ChainLandmark(
        0,
        "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
    )
    private static let bitcoinPrivateGenesis = ChainLandmark(
        0,
        "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"
    )

    /// Where Bitcoin Cash began to have blocks of its own, in August 2017.
    private static let cashHeight: UInt64 = 478_559

    private static func bitcoin(_ chain: ChainKind) -> [ChainLandmark] {
        switch chain {
        case .main:
            [
                bitcoinGenesis,
                ChainLandmark(
                    cashHeight,
                    "00000000000000000019f112ec0a9982926f1258cdcc558dd7c3b7e5dc7fa148"
                ),
            ]
        case .test:
            // Testnet 3, testnet 4 and signet.
            [
                ChainLandmark(
                    0,
                    "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
                    "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
                    "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6"
                )
            ]
        case .regtest: [bitcoinPrivateGenesis]
        }
    }

    private static func bitcoincash(_ chain: ChainKind) -> [ChainLandmark] {
        switch chain {
        case .main:
            [
                bitcoinGenesis,
                ChainLandmark(
                    cashHeight,
                    "000000000000000000651ef99cb9fcbe0dadde1d424bd9f15ff20136191a5eec"
                ),
                // The next chains to part had these blocks too: Bitcoin SV in November 2018, and
                // eCash in November 2020 at this height.
                ChainLandmark(
                    661_648,
                    "0000000000000000029e471c41818d24b8b74c911071c4ef0b4a0509f9b5a8ce"
                ),
            ]
        case .test:
            // Testnet 3, which began with Bitcoin's; testnet 4 and chipnet.
            [
                ChainLandmark(
                    0,
                    "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
                    "000000001dd410c49a788668ce26751718cc797474d3152a5fc073dd44fd9f7b"
                )
            ]
        case .regtest: [bitcoinPrivateGenesis]
        }
    }

    private static func litecoin(_ chain: ChainKind) -> [ChainLandmark] {
        switch chain {
        case .main:
            [
                ChainLandmark(
                    0,
                    "12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2"
                )
            ]
        case .test:
            [
                ChainLandmark(
                    0,
                    "4966625a4b2851d9fdee139e56211a0d88575f59ed816ff5e6a63deb4e3e29a0"
                )
            ]
        case .regtest:
            [
                ChainLandmark(
                    0,
                    "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"
                )
            ]
        }
    }

    private static func dogecoin(_ chain: ChainKind) -> [ChainLandmark] {
        switch chain {
        case .main:
            [
                ChainLandmark(
                    0,
                    "1a91e3dace36e2be3bf030a65679fe821aa1d6ef92e7c9902eb318182c355691"
                )
            ]
        case .test:
            [
                ChainLandmark(
                    0,
                    "bb0a78264637406b6360aad926284d544d7049f45189db5664f3c4d07350559e"
                )
            ]
        case .regtest:
            [
                ChainLandmark(
                    0,
                    "3d2160a3b5dc4a9d62e7e66a295f70313ac808440ef7400d6c0772171ce973a5"
                )
            ]
        }
    }
}
