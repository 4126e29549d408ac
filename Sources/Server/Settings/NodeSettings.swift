import Chains
import Configuration
import Gateway
import Keys
import Payments

/// How one network's node is reached: `networks.NAME.…`.
///
/// | key | type | default |
/// | --- | --- | --- |
/// | `url` | http(s) URL of the node's JSON-RPC | without it the network is not served |
/// | `user`, `password` | text, the password secret | none |
/// | `cookieFile` | path of the node's cookie | none |
/// | `chain` | `main`, `test` or `regtest` | `main` |
/// | `confirmations` | 0… | the catalogue's |
/// | `finality` | at least `confirmations` | the catalogue's |
struct NodeSettings: Sendable {
    let network: WatchedNetwork
    let url: String
    let credentials: BitcoinCredentials

    /// Nil where the network is not configured.
    init?(_ config: ConfigReader, of network: NetworkDescription) throws {
        guard let url = config.string(forKey: "url") else { return nil }
        let name = network.id.name
        guard network.family == .bitcoin || network.family == .litecoin else {
            throw Failure(
                .configuration,
                "networks.\(name): this version reads bitcoin and litecoin nodes only"
            )
        }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw Failure(.configuration, "networks.\(name).url must be an http or https URL")
        }
        let chainText = config.string(forKey: "chain", default: "main")
        guard let chain = ChainKind(rawValue: chainText) else {
            throw Failure(
                .configuration,
                "networks.\(name).chain must be main, test or regtest, not \"\(chainText)\""
            )
        }
        self.url = url
        credentials = try Self.credentials(config, of: name)
        self.network = WatchedNetwork(
            description: try Self.adjusted(network, by: config),
            chain: chain,
            isSimulated: false
        )
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
                "networks.\(name) needs user and password, or cookieFile"
            )
        }
        return .user(user, password: password)
    }

    /// The catalogue's entry with the configured depths.
    private static func adjusted(
        _ network: NetworkDescription,
        by config: ConfigReader
    ) throws -> NetworkDescription {
        let confirmations = try Settings.int("confirmations", in: config) ?? network.confirmations
        let finality =
            try Settings.int("finality", in: config) ?? max(network.finality, confirmations)
        let name = network.id.name
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
