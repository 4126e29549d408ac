import AsyncHTTPClient
import Chains
import Configuration
import Foundation
import Payments

/// Which providers are asked for live prices, and where they answer.
///
/// | key | type | default |
/// | --- | --- | --- |
/// | `rateSources` | list of names of `RateProvider` | see below |
/// | `rateSource.NAME.url` | http(s) URL of the provider or a mirror | the provider's own |
/// | `coingeckoKey` | text, secret | none |
///
/// Without a list all are asked, but for two cases in which none is: in a sandbox, and where
/// `rates.TICKER` has a price for every coin that is served.
struct RateSettings: Sendable {
    /// The providers that were named, or nil where no list is given.
    let named: [RateProvider]?
    private let urls: [RateProvider: String]
    private let coingeckoKey: String?

    init(_ config: ConfigReader) throws {
        named = try Self.providers(config)
        var urls: [RateProvider: String] = [:]
        for provider in RateProvider.allCases {
            let key = ConfigKey(["rateSource", provider.rawValue, "url"])
            guard let text = config.string(forKey: key) else { continue }
            guard let url = URL(string: text), url.scheme == "http" || url.scheme == "https",
                url.host() != nil
            else {
                throw Failure(
                    .configuration,
                    "rateSource.\(provider.rawValue).url must be an http or https URL"
                )
            }
            urls[provider] = text
        }
        self.urls = urls
        coingeckoKey = config.string(forKey: "coingeckoKey", isSecret: true)
        // A line break would let a key write headers of its own.
        let isPlain = coingeckoKey?.utf8.allSatisfy { (0x21...0x7e).contains($0) } ?? true
        guard isPlain else {
            throw Failure(.configuration, "coingeckoKey must be letters, digits and signs only")
        }
    }

    private static func providers(_ config: ConfigReader) throws -> [RateProvider]? {
        let key: ConfigKey = "rateSources"
        guard let names = config.stringArray(forKey: key) else {
            if config.string(forKey: key) == nil { return nil }
            throw Failure(.configuration, "rateSources must be a list: [\"kraken\", \"ecb\"]")
        }
        var providers: [RateProvider] = []
        for name in names.map({ $0.trimmingCharacters(in: .whitespaces) }) where !name.isEmpty {
            guard let provider = RateProvider(rawValue: name) else {
                let known = RateProvider.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(
                    .configuration,
                    "rateSources: there is no \"\(name)\"; known are \(known)"
                )
            }
            if !providers.contains(provider) { providers.append(provider) }
        }
        return providers
    }

    /// The providers that are asked where some coins are served.
    func providers(
        for served: some Sequence<String>,
        fixed: [String: Ratio],
        isSandbox: Bool
    ) -> [RateProvider] {
        if let named { return named }
        if isSandbox || served.allSatisfy({ fixed[$0] != nil }) { return [] }
        return RateProvider.allCases
    }

    /// The sources of live prices of some coins and of all fiat money of the catalogue.
    func sources(
        for served: [String],
        _ settings: Settings,
        isSandbox: Bool,
        httpClient: HTTPClient
    ) -> [any RateSource] {
        let fiat = settings.catalogue.assets.filter { $0.kind == .fiat }.map(\.ticker)
        return providers(for: served, fixed: settings.fixedPrices, isSandbox: isSandbox)
            .map { provider in
                provider.source(
                    at: urls[provider],
                    key: provider == .coingecko ? coingeckoKey : nil,
                    coins: Set(served),
                    fiat: Set(fiat),
                    httpClient: httpClient
                )
            }
    }
}
