import AsyncHTTPClient
import Foundation
import Keys
import Logging
import Payments
import Rigs
import Testing

@testable import Chains

/// A scripted chain behind a server, a source that asks it, and two accounts to watch.
struct TronBench {
    let chain: TronStubChain
    let server: TronStubServer
    let source: TronSource

    static let mine = HexText.bytes(of: "c8599111f29c1e1e061265b4af93ea1f274ad78a") ?? []
    static let mineText = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"
    static let mineToo = HexText.bytes(of: "b6e708a39781c96bd399c7657780ff9fe9f052a8") ?? []
    static let mineTooText = "TSeJkUh4Qv67VNFwY8LaAxERygNdy6NQZK"
    static let trx = Asset(ticker: "TRX", decimals: 6)
    static let usdt = Asset(ticker: "USDT", decimals: 6)

    static func start(
        _ chain: TronStubChain = TronStubChain(),
        limits: TronLimits = TronLimits()
    ) async throws -> TronBench {
        let server = try await chain.serve()
        let source = try source(server.endpoint, limits: limits)
        return TronBench(chain: chain, server: server, source: source)
    }

    static func source(
        _ endpoint: String,
        apiKey: String? = nil,
        chain: ChainKind = .regtest,
        limits: TronLimits = TronLimits(),
        now: Instant = Instant(seconds: Int64(TronStubChain.firstSeconds))
    ) throws -> TronSource {
        TronSource(
            network: try #require(Catalogue.standard.network(NetworkID("tron"))),
            endpoint: TronEndpoint(url: endpoint, apiKey: apiKey),
            chain: chain,
            httpClient: .shared,
            limits: limits,
            now: { now },
            logger: Logger(label: "test")
        )
    }

    static func reader() -> TronMovements {
        TronMovements(
            native: trx,
            tokens: [TronStubTransaction.usdt: usdt],
            logger: Logger(label: "test")
        )
    }

    static let watched: WatchedSet = {
        var watched = WatchedSet(seed: 42)
        watched.insert(mine)
        watched.insert(mineToo)
        return watched
    }()

    func update(after cursor: ChainCursor?) async throws -> ChainUpdate {
        try await source.update(after: cursor) { Self.watched }
    }

    static func transfer(
        _ name: String,
        _ index: UInt32,
        _ units: UInt128,
        _ asset: Asset = trx,
        to address: String = mineText
    ) -> Transfer {
        Transfer(
            id: Transfer.ID(
                network: NetworkID("tron"),
                txid: TronStubTransaction.hash(name),
                index: index
            ),
            address: address,
            amount: Amount(units: units, of: asset)
        )
    }

    static func file(_ name: String) throws -> Data {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        return try Data(contentsOf: folder.appending(path: "Tron").appending(path: name))
    }
}
