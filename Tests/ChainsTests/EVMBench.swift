import AsyncHTTPClient
import Keys
import Logging
import Payments
import Synchronization
import Testing

@testable import Chains

/// Servers over one scripted chain, a source that asks them, and a clock that stands still.
struct EVMBench {
    let servers: [EVMStubServer]
    let source: EVMSource
    let clock: TestClock

    final class TestClock: Sendable {
        private let seconds = Mutex(EVMStubChain.startSeconds + 1_000)

        var now: Instant { Instant(seconds: seconds.withLock { $0 }) }

        func advance(_ seconds: Int64) { self.seconds.withLock { $0 += seconds } }
    }

    static let networkID = NetworkID("ethereum")
    static let format = AddressFormat(family: .evm, chain: .main)
    static let usdt = "0xdac17f958d2ee523a2206206994597c13d831ec7"
    static let usdc = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
    /// An address that is watched, in lower case, and one more.
    static let ours = "0x9858effd232b4033e47d90003d41ec34ecaeda94"
    static let other = "0x1111111111111111111111111111111111111111"
    static let oursAsIssued = "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"

    static func start(
        _ chain: EVMStubChain,
        servers count: Int = 1,
        limits: EVMLimits = limits
    ) async throws -> EVMBench {
        var servers: [EVMStubServer] = []
        for _ in 0..<count { servers.append(try await EVMStubServer.start(chain)) }
        return try bench(servers, limits: limits)
    }

    /// The same servers with a source that remembers nothing.
    func restarted() throws -> EVMBench { try Self.bench(servers, limits: Self.limits) }

    private static func bench(
        _ servers: [EVMStubServer],
        limits: EVMLimits
    ) throws -> EVMBench {
        let clock = TestClock()
        let source = EVMSource(
            network: try #require(Catalogue.standard.network(networkID)),
            expectedChainID: 1,
            endpoints: servers.map(\.endpoint),
            httpClient: .shared,
            limits: limits,
            now: { clock.now },
            logger: Logger(label: "test")
        )
        return EVMBench(servers: servers, source: source, clock: clock)
    }

    static var limits: EVMLimits {
        var limits = EVMLimits()
        limits.blocksMax = 25
        limits.batchBlocksMax = 4
        limits.batchCallsMax = 5
        limits.timeoutSeconds = 1
        limits.headTimeoutSeconds = 1
        return limits
    }

    func show(_ chain: EVMStubChain) { for server in servers { server.show(chain) } }

    func update(after cursor: ChainCursor?) async throws -> ChainUpdate {
        var watched = WatchedSet(seed: 42)
        for address in [Self.ours, Self.other] {
            watched.insert(try #require(Self.format.decode(address)).matchBytes)
        }
        let complete = watched
        return try await source.update(after: cursor) { complete }
    }

    /// The cursor of somebody who read a chain up to a height.
    static func cursor(_ chain: EVMStubChain, at height: Int, depth: Int = 20) -> ChainCursor {
        let recent = chain.blocks[max(0, height - depth)...height].reversed()
        return ChainCursor(recent: recent.map { BlockID(height: $0.height, hash: $0.hash) })
    }

    func close() async throws { for server in servers { try await server.close() } }
}

/// What somebody who stores every update knows.
struct EVMLedger {
    private(set) var blocks: [BlockID]
    private(set) var transfers: [BlockID: [Transfer]] = [:]

    init(after cursor: ChainCursor) { blocks = cursor.recent.reversed() }

    var cursor: ChainCursor { ChainCursor(recent: blocks.suffix(20).reversed()) }

    mutating func store(_ update: ChainUpdate) {
        for id in update.disconnected {
            #expect(blocks.last == id)
            blocks.removeLast()
            transfers[id] = nil
        }
        for block in update.connected {
            #expect(block.parentHash == blocks.last?.hash)
            blocks.append(block.id)
            transfers[block.id] = block.transfers
        }
    }

    /// All transfers in the order of the chain.
    var all: [Transfer] { blocks.flatMap { transfers[$0] ?? [] } }

    /// What a whole chain holds for the bench's addresses above a height.
    static func truth(_ chain: EVMStubChain, above height: Int) -> [Transfer] {
        let assets = [
            EVMBench.usdt: Asset(ticker: "USDT", decimals: 6),
            EVMBench.usdc: Asset(ticker: "USDC", decimals: 6),
        ]
        let addresses = [EVMBench.ours: EVMBench.oursAsIssued, EVMBench.other: EVMBench.other]
        return chain.blocks.dropFirst(height + 1).flatMap { block -> [Transfer] in
            var native: [Transfer] = []
            var tokens: [Transfer] = []
            var index: UInt32 = 0
            for transaction in block.transactions where transaction.status == "0x1" {
                let value = UInt128(transaction.value.dropFirst(2), radix: 16) ?? 0
                if value > 0, let address = transaction.to.flatMap({ addresses[$0] }) {
                    let asset = Asset(ticker: "ETH", decimals: 18)
                    native.append(transfer(transaction, 0, address, value, asset))
                }
                for log in transaction.logs {
                    index += 1
                    let amount = UInt128(log.data.dropFirst(2), radix: 16) ?? 0
                    let receiver = "0x" + log.topics[2].suffix(40)
                    if let asset = assets[log.contract], let address = addresses[receiver] {
                        tokens.append(transfer(transaction, index, address, amount, asset))
                    }
                }
            }
            return native + tokens
        }
    }

    private static func transfer(
        _ transaction: EVMStubChain.Transaction,
        _ index: UInt32,
        _ address: String,
        _ units: UInt128,
        _ asset: Asset
    ) -> Transfer {
        Transfer(
            id: Transfer.ID(
                network: EVMBench.networkID,
                txid: transaction.hash,
                index: index
            ),
            address: address,
            amount: Amount(units: units, of: asset)
        )
    }
}
