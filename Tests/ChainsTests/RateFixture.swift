import AsyncHTTPClient
import Chains
import Foundation
import Payments
import Rigs

/// Providers of prices as they answer in these tests: a server on this machine.
struct RateFixture {
    /// The moment of every question: 2023-11-14T22:13:20Z.
    static let now = Instant(seconds: 1_700_000_000)
    static let coins: Set<String> = [
        "BTC", "LTC", "DOGE", "ETH", "BNB", "POL", "TRX", "USDT", "USDC",
    ]
    static let fiat: Set<String> = ["USD", "EUR", "GBP", "JPY", "UAH"]

    let server: ShopServer

    init(_ reply: ShopServer.Reply) async throws { server = try await ShopServer.start(reply) }

    /// What a provider documents that it answers.
    static func answer(of provider: RateProvider) throws -> String {
        let name = provider == .ecb ? "ecb.xml" : "\(provider.rawValue).json"
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return try String(contentsOf: folder.appending(path: "Rates/\(name)"), encoding: .utf8)
    }

    var url: String { String(server.url.dropLast("/callback".count)) }

    /// The paths that were asked for.
    var paths: [String] { server.callbacks.map(\.path) }

    func source(_ provider: RateProvider, key: String? = nil) -> any RateSource {
        provider.source(
            at: url + "/",
            key: key,
            coins: Self.coins,
            fiat: Self.fiat,
            httpClient: .shared
        )
    }

    /// The prices by ticker, as `67187.33 USD @1700000000`.
    func told(by provider: RateProvider) async throws -> [String: String] {
        let prices = try await source(provider).prices(at: Self.now)
        return Dictionary(
            uniqueKeysWithValues: prices.map { price in
                let text = price.dollars.decimal(places: 18)
                return (price.ticker, "\(text) \(price.quoteTicker) @\(price.time.seconds)")
            }
        )
    }

    /// The error of a question, in words; nil where it was answered.
    func fault(of provider: RateProvider) async -> String? {
        do {
            _ = try await source(provider).prices(at: Self.now)
            return nil
        } catch {
            return (error as? RateError)?.message ?? "another error: \(error)"
        }
    }
}
