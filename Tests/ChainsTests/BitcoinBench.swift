import AsyncHTTPClient
import Keys
import Logging
import Payments
import Rigs
import Testing

@testable import Chains

/// A real node with coins, a source that asks it, and addresses to watch.
struct BitcoinBench {
    let node: Litecoind
    let source: BitcoinSource
    let home: String

    static let format = AddressFormat(family: .litecoin, chain: .regtest)
    static let asset = Asset(ticker: "LTC", decimals: 8)

    static func start(limits: BitcoinLimits = BitcoinLimits()) async throws -> BitcoinBench {
        let node = try await Litecoind.start()
        try await node.createWallet()
        let home = try await node.newAddress()
        try await node.mine(102, to: home)
        return BitcoinBench(node: node, source: source(node, limits: limits), home: home)
    }

    static func source(
        _ node: Litecoind,
        endpoint: String? = nil,
        format: AddressFormat = format,
        expectedChain: String = "regtest",
        credentials: BitcoinCredentials? = nil,
        limits: BitcoinLimits = BitcoinLimits(),
        now: Instant = Instant(seconds: 0)
    ) -> BitcoinSource {
        BitcoinSource(
            network: NetworkID("litecoin"),
            coin: Coin(asset, on: NetworkID("litecoin")),
            format: format,
            expectedChain: expectedChain,
            endpoint: endpoint ?? node.endpoint,
            credentials: credentials ?? .user(Litecoind.user, password: Litecoind.password),
            httpClient: .shared,
            limits: limits,
            now: { now },
            logger: Logger(label: "test")
        )
    }

    /// Coins as in `start`, and a source that sees the node as an Esplora server.
    static func startEsplora(
        readsMempool: Bool = true,
        limits: BitcoinLimits? = nil,
        tampering tamper: @escaping EsploraFacade.Tampering = { _, reply in reply }
    ) async throws -> (bench: BitcoinBench, facade: BitcoinStubNode) {
        let node = try await Litecoind.start()
        try await node.createWallet()
        let home = try await node.newAddress()
        try await node.mine(102, to: home)
        let facade = try await EsploraFacade.start(node, tampering: tamper)
        let source = BitcoinSource(
            network: NetworkID("litecoin"),
            coin: Coin(asset, on: NetworkID("litecoin")),
            format: format,
            expectedChain: "regtest",
            server: .esplora(endpoint: facade.endpoint + "/", readsMempool: readsMempool),
            httpClient: .shared,
            limits: limits,
            now: { Instant(seconds: 0) },
            logger: Logger(label: "test")
        )
        return (BitcoinBench(node: node, source: source, home: home), facade)
    }

    func update(
        after cursor: ChainCursor?,
        watching addresses: [String]
    ) async throws -> ChainUpdate {
        var watched = WatchedSet(seed: 42)
        for address in addresses {
            watched.insert(try #require(Self.format.decode(address)).matchBytes)
        }
        let complete = watched
        return try await source.update(after: cursor) { complete }
    }

    /// The cursor that knows the last blocks of the node, as if all of them had been read.
    func cursor(depth: Int = 10) async throws -> ChainCursor {
        let height = try await node.height()
        var recent: [BlockID] = []
        for height in ((height - depth + 1)...height).reversed() {
            recent.append(
                BlockID(height: UInt64(height), hash: try await node.blockHash(at: height))
            )
        }
        return ChainCursor(recent: recent)
    }

    func transfer(_ txid: String, _ index: UInt32, _ address: String, _ units: UInt128) -> Transfer
    {
        Transfer(
            id: Transfer.ID(network: NetworkID("litecoin"), txid: txid, index: index),
            address: address,
            amount: Amount(units: units, of: Self.asset)
        )
    }
}
