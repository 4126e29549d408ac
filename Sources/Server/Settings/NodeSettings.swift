import Chains
import Configuration
import Gateway
import Keys
import Payments

/// How one network is read: `networks.NAME.…`.
///
/// | key | type | default |
/// | --- | --- | --- |
/// | `url` | http(s) URL of a node or a public server | without it the network is not served |
/// | `urls` | several of them, EVM networks only | `url` alone |
/// | `kind` | `node` or `esplora`, Bitcoin-like networks only | `node` |
/// | `user`, `password` | of a Bitcoin-like node, the password secret | none |
/// | `cookieFile` | path of a Bitcoin-like node's cookie | none |
/// | `apiKey` | of a Tron server, secret | none |
/// | `chain` | `main`, `test` or `regtest` | `main` |
/// | `pollSeconds` | 1…600, the pause between two looks at a network without news | see below |
/// | `confirmations` | 0… | the catalogue's |
/// | `finality` | at least `confirmations` | the catalogue's |
///
/// A node of one's own is asked every second, an Esplora server every 30 seconds, EVM and Tron
/// servers three times in the time of a block, at most every second.
struct NodeSettings: Sendable {
    /// What answers about the network, and how it is asked.
    enum Access: Sendable {
        case bitcoinNode(url: String, BitcoinCredentials)
        case esplora(url: String)
        case evm(urls: [String])
        case tron(url: String, apiKey: String?)
    }

    /// How many servers of one network may be named.
    private static let urlsMax = 8

    let network: WatchedNetwork
    let access: Access
    /// The pause between two looks at the network where there was nothing new.
    let pollSeconds: Int

    /// Nil where the network is not configured.
    init?(_ config: ConfigReader, of network: NetworkDescription) throws {
        let single = config.string(forKey: "url")
        let urls = config.stringArray(forKey: "urls") ?? single.map { [$0] } ?? []
        guard let first = urls.first else { return nil }
        let name = network.id.name
        guard urls.allSatisfy({ $0.hasPrefix("http://") || $0.hasPrefix("https://") }) else {
            throw Failure(.configuration, "networks.\(name).url must be an http or https URL")
        }
        guard urls.count == 1 || (network.family == .evm && urls.count <= Self.urlsMax) else {
            throw Failure(
                .configuration,
                "networks.\(name).urls: several servers, at most \(Self.urlsMax), are for EVM "
                    + "networks; give one url"
            )
        }
        guard Set(urls.map { $0.lowercased() }).count == urls.count else {
            throw Failure(.configuration, "networks.\(name).urls names one server twice")
        }
        let chainText = config.string(forKey: "chain", default: "main")
        guard let chain = ChainKind(rawValue: chainText) else {
            throw Failure(
                .configuration,
                "networks.\(name).chain must be main, test or regtest, not \"\(chainText)\""
            )
        }
        switch network.family {
        case .evm: access = .evm(urls: urls)
        case .tron:
            let key = config.string(forKey: "apiKey", isSecret: true)
            access = .tron(url: first, apiKey: key)
        case .bitcoin, .bitcoincash, .litecoin, .dogecoin:
            access = try Self.bitcoinAccess(config, url: first, of: name)
        }
        pollSeconds = try Self.pollSeconds(config, of: network, by: access)
        self.network = WatchedNetwork(
            description: try Self.adjusted(network, by: config),
            chain: chain,
            isSimulated: false
        )
    }

    private static func pollSeconds(
        _ config: ConfigReader,
        of network: NetworkDescription,
        by access: Access
    ) throws -> Int {
        let usual =
            switch access {
            case .bitcoinNode: 1
            case .esplora: 30
            case .evm, .tron: max(network.blockSeconds / 3, 1)
            }
        let seconds =
            try Settings.int(
                "pollSeconds",
                in: config,
                of: "networks.\(network.id)"
            ) ?? usual
        guard (1...600).contains(seconds) else {
            throw Failure(
                .configuration,
                "networks.\(network.id.name).pollSeconds must be 1 to 600"
            )
        }
        return seconds
    }

    private static func bitcoinAccess(
        _ config: ConfigReader,
        url: String,
        of name: String
    ) throws -> Access {
        switch config.string(forKey: "kind", default: "node") {
        case "node": return .bitcoinNode(url: url, try credentials(config, of: name))
        case "esplora": return .esplora(url: url)
        case let other:
            throw Failure(
                .configuration,
                "networks.\(name).kind must be node or esplora, not \"\(other)\""
            )
        }
    }

    private static func credentials(
        _ config: ConfigReader,
        of name: String
    ) throws -> BitcoinCredentials {
        if let path = config.string(forKey: "cookieFile") { return .cookieFile(path) }
        guard let user = config.string(forKey: "user"),
            let password = config.string(forKey: "password", isSecret: true)
        else {
            throw Failure(
                .configuration,
                "networks.\(name) needs user and password, or cookieFile; kind esplora needs none"
            )
        }
        return .user(user, password: password)
    }

    /// The catalogue's entry with the configured depths.
    private static func adjusted(
        _ network: NetworkDescription,
        by config: ConfigReader
    ) throws -> NetworkDescription {
        let name = network.id.name
        let place = "networks.\(name)"
        let confirmations =
            try Settings.int("confirmations", in: config, of: place) ?? network.confirmations
        let finality =
            try Settings.int("finality", in: config, of: place)
            ?? max(network.finality, confirmations)
        guard (0...10_000).contains(confirmations) else {
            throw Failure(.configuration, "networks.\(name).confirmations must be 0 to 10000")
        }
        guard finality >= max(confirmations, 1) else {
            throw Failure(
                .configuration,
                "networks.\(name).finality must be at least the confirmations"
            )
        }
        return network.counting(confirmations: confirmations, finality: finality)
    }
}
