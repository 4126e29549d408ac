import Keys

/// The first block of chains that call themselves alike: `main` is Bitcoin's, Litecoin's and
/// Dogecoin's word for three chains whose scripts cannot be told apart.
///
/// Test chains come and go under one name, so they have none here.
enum GenesisBlock {
    /// The hash of block zero, or nil where several chains have the name.
    static func hash(of format: AddressFormat) -> String? {
        switch (format.family, format.chain) {
        case (.bitcoin, .main):
            "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
        case (.bitcoin, .regtest):
            "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"
        case (.litecoin, .main):
            "12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2"
        case (.litecoin, .regtest):
            "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"
        default: nil
        }
    }
}
