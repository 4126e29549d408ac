import Chains
import Configuration
import Foundation
import Keys
import Payments

/// Everything that can be configured, read once and checked.
///
/// | key | type | default |
/// | --- | --- | --- |
/// | `data` | path | `./florin-data` |
/// | `database` | `sqlite:PATH` | `florin.db` in the data directory |
/// | `sandbox` | bool | false |
/// | `host` | address | `127.0.0.1` |
/// | `port` | 0…65535 | 8420 |
/// | `publicUrl` | http(s) URL | from host and port |
/// | `masterKey` | 64 hexadecimal digits, secret | the file `master.key` in the data directory |
/// | `allowPrivateCallbacks` | bool | false |
/// | `trustedProxies` | addresses or blocks, with commas between them | none but this machine |
/// | `catalogueFile` | path | none |
/// | `rateAgeSeconds` | 1… | 600 |
/// | `logLevel` | level | `notice` |
/// | `rates.TICKER` | dollars for one, decimal text | none |
/// | `rateSources`, `rateSource.NAME.url`, `coingeckoKey` | see `RateSettings` | |
/// | `networks.NAME.…` | see `NodeSettings` | none |
struct Settings: Sendable {
    let dataDirectory: String
    let databasePath: String
    let isSandbox: Bool
    let host: String
    let port: Int
    let publicURL: String?
    let masterKey: String?
    let mayCallPrivate: Bool
    let trustedProxies: [AddressBlock]
    let rateAgeSeconds: Int
    let logLevel: String
    let catalogue: Catalogue
    let fixedPrices: [String: Ratio]
    let liveRates: RateSettings
    let nodes: [NodeSettings]

    /// Reads command line, environment and file, in this order of weight.
    static func read(_ given: [AbsoluteConfigKey: ConfigValue]) async throws -> Settings {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "florin")
        let commandLine = InMemoryProvider(values: given)
        let first = ConfigReader(providers: [commandLine, environment])
        guard let file = first.string(forKey: "config") else { return try Settings(first) }
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw Failure(.configuration, "the configuration file \(file) cannot be read")
        }
        let fileProvider: FileProvider<JSONSnapshot>
        do {
            fileProvider = try await FileProvider(
                config: ConfigReader(
                    provider: InMemoryProvider(values: [
                        ["filePath"]: ConfigValue(.string(file), isSecret: false)
                    ])
                )
            )
        } catch {
            throw Failure(.configuration, "the configuration file \(file) is not JSON: \(error)")
        }
        let settings = try Settings(
            ConfigReader(providers: [commandLine, environment, fileProvider])
        )
        try checkNetworkNames(inFile: file, against: settings.catalogue)
        return settings
    }

    /// A misspelt network would otherwise be one that takes no payments, without a word.
    private static func checkNetworkNames(
        inFile file: String,
        against catalogue: Catalogue
    ) throws {
        guard let data = FileManager.default.contents(atPath: file),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let networks = object["networks"] as? [String: Any]
        else { return }
        let known = Set(catalogue.networks.map(\.id.name))
        guard let unknown = Set(networks.keys).subtracting(known).min() else { return }
        throw Failure(
            .configuration,
            "networks.\(unknown): there is no such network; known are "
                + known.sorted().joined(separator: ", ")
        )
    }

    private init(_ config: ConfigReader) throws {
        liveRates = try RateSettings(config)
        dataDirectory = config.string(forKey: "data", default: "./florin-data")
        databasePath = try Self.databasePath(config, in: dataDirectory)
        isSandbox = config.bool(forKey: "sandbox", default: false)
        host = config.string(forKey: "host", default: "127.0.0.1")
        port = try Self.int("port", in: config) ?? 8_420
        guard (0...65_535).contains(port) else {
            throw Failure(.configuration, "port must be from 0 to 65535, not \(port)")
        }
        publicURL = try Self.publicURL(config)
        masterKey = config.string(forKey: "masterKey", isSecret: true)
        mayCallPrivate = config.bool(forKey: "allowPrivateCallbacks", default: false)
        trustedProxies = try (config.string(forKey: "trustedProxies") ?? "").split(separator: ",")
            .map { part in
                guard let block = AddressBlock(part) else {
                    throw Failure(
                        .configuration,
                        "trustedProxies: \"\(part)\" is no address and no block"
                    )
                }
                return block
            }
        rateAgeSeconds = try Self.int("rateAgeSeconds", in: config) ?? 600
        guard rateAgeSeconds > 0 else {
            throw Failure(.configuration, "rateAgeSeconds must be above zero")
        }
        logLevel = config.string(forKey: "logLevel", default: "notice")
        let catalogue = try Self.catalogue(config)
        self.catalogue = catalogue
        fixedPrices = try Self.prices(config, of: catalogue)
        nodes = try catalogue.networks.compactMap { network in
            try NodeSettings(
                config.scoped(to: ConfigKey(["networks", network.id.name])),
                of: network
            )
        }
    }

    /// A whole number, or nil where there is none; anything else there is an error, not nothing.
    ///
    /// `place`: Where the key stands, for the words of an error: `networks.tron`.
    static func int(
        _ key: ConfigKey,
        in config: ConfigReader,
        of place: String? = nil
    ) throws -> Int? {
        if let value = config.int(forKey: key) { return value }
        if config.string(forKey: key) == nil, config.double(forKey: key) == nil,
            config.bool(forKey: key) == nil
        {
            return nil
        }
        throw Failure(
            .configuration,
            "\(([place].compactMap(\.self) + key.components).joined(separator: ".")) "
                + "must be a whole number"
        )
    }

    private static func databasePath(
        _ config: ConfigReader,
        in directory: String
    ) throws -> String {
        guard let url = config.string(forKey: "database") else { return "\(directory)/florin.db" }
        if url.hasPrefix("sqlite:") { return String(url.dropFirst("sqlite:".count)) }
        guard !url.contains("://") else {
            throw Failure(
                .configuration,
                "database: this version stores in SQLite only; give sqlite:PATH"
            )
        }
        return url
    }

    private static func publicURL(_ config: ConfigReader) throws -> String? {
        guard var text = config.string(forKey: "publicUrl") else { return nil }
        while text.hasSuffix("/") { text.removeLast() }
        guard let url = URL(string: text), url.scheme == "http" || url.scheme == "https",
            url.host() != nil
        else { throw Failure(.configuration, "publicUrl must be an http or https URL") }
        return text
    }

    private static func catalogue(_ config: ConfigReader) throws -> Catalogue {
        guard let path = config.string(forKey: "catalogueFile") else { return .standard }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.configuration, "catalogueFile: \(path) cannot be read")
        }
        do {
            return try Catalogue.standard.adding(overrides: CatalogueOverrides(json: Array(data)))
        } catch {
            throw Failure(.configuration, "catalogueFile: \(error.message)")
        }
    }

    private static func prices(
        _ config: ConfigReader,
        of catalogue: Catalogue
    ) throws -> [String: Ratio] {
        var prices: [String: Ratio] = [:]
        for asset in catalogue.assets {
            let key = ConfigKey(["rates", asset.ticker])
            let text = config.string(forKey: key)
            // A bare number would pass through binary floating point on its way.
            let isNumber = text == nil && config.double(forKey: key) != nil
            if text == nil, !isNumber { continue }
            guard let text, let price = try? Ratio(decimal: text), !price.isZero else {
                throw Failure(
                    .configuration,
                    "rates.\(asset.ticker) must be a decimal above zero, as text: \"87.41\""
                )
            }
            prices[asset.ticker] = price
        }
        // Prices are in dollars, so a dollar costs one.
        if !prices.isEmpty { prices["USD"] = .one }
        return prices
    }

    /// What links begin with, once the port is known.
    func publicURL(port: Int) -> String {
        if let publicURL { return publicURL }
        let shown = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host
        return "http://\(shown.contains(":") ? "[\(shown)]" : shown):\(port)"
    }
}
