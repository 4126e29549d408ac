package import AsyncHTTPClient
import Keys
package import Logging
package import Payments

/// An EVM network seen through one or several servers' JSON-RPC.
///
/// The network's own coin is found in full blocks, tokens in the `Transfer` logs of catalogued
/// contracts; both count only with the receipt of a transaction that succeeded in that very block.
/// Nobody's mempool is read. With two servers in health the second is a witness: it must have the
/// same blocks, transactions, logs and receipts, else nothing is believed. What a reader hides of
/// a transaction that the witness lists, its receiver for one, shows in the balances.
///
/// It is an actor to protect what it remembers of its servers' health and of blocks that left the
/// chain, which cost nothing but time to lose.
package actor EVMSource: ChainSource, BalanceSource, NetworkCostSource {
    package nonisolated let network: NetworkID
    let description: NetworkDescription
    private let expectedChainID: Int
    let format: AddressFormat
    /// The network's own coin.
    let native: Asset
    /// The token of each catalogued contract.
    let tokens: [EVMWord: Asset]
    let nodes: [EVMNode]
    let limits: EVMLimits
    let now: @Sendable () -> Instant
    let logger: Logger
    var healths: [EVMHealth]
    /// The server that blocks were read from last.
    var reader = 0
    var displaced: DisplacedTransfers
    private var blockSpan: AdaptiveSpan

    /// A source that asks some servers; nothing is asked before the first call.
    ///
    /// - Parameters:
    ///   - network: The network with its coins and their contracts.
    ///   - expectedChainID: What the servers must say their chain is, as in EIP-155.
    ///   - endpoints: The servers, the preferred one first; at least one.
    ///   - httpClient: Sends the requests; it is not shut down here.
    ///   - limits: How much is asked for at once.
    ///   - now: The local time.
    ///   - logger: Told at debug level what happens, at warning level what a person should see.
    package init(
        network: NetworkDescription,
        expectedChainID: Int,
        endpoints: [EVMEndpoint],
        httpClient: HTTPClient,
        limits: EVMLimits = EVMLimits(),
        now: @escaping @Sendable () -> Instant,
        logger: Logger
    ) {
        precondition(!endpoints.isEmpty, "a source needs a server")
        self.network = network.id
        description = network
        self.expectedChainID = expectedChainID
        // Accounts are written alike on all chains.
        let format = network.addressFormat(chain: .main)
        self.format = format
        native =
            network.coins.first { $0.isNative }?.coin.asset
            ?? Asset(ticker: network.native, decimals: 18)
        var tokens: [EVMWord: Asset] = [:]
        for coin in network.coins {
            guard let contract = coin.contract, let account = format.decode(contract) else {
                continue
            }
            tokens[EVMWord(account.matchBytes)] = coin.coin.asset
        }
        self.tokens = tokens
        nodes = endpoints.map { endpoint in
            EVMNode(
                endpoint: endpoint,
                expectedChainID: expectedChainID,
                httpClient: httpClient,
                limits: limits,
                now: now
            )
        }
        healths = endpoints.map { _ in EVMHealth() }
        self.limits = limits
        self.now = now
        self.logger = logger
        displaced = DisplacedTransfers(
            transfersMax: limits.displacedMax,
            blocksMax: limits.displacedBlocksMax
        )
        blockSpan = AdaptiveSpan(max: limits.blocksMax)
    }

    /// What happened after a cursor; see `ChainSource`.
    ///
    /// The tip is the highest block that the reader and its witness both have. One behind the
    /// cursor without having left its chain gives an update without blocks whose tip is below the
    /// cursor. The mempool has only transfers of blocks that left the chain and whose
    /// transactions still wait.
    package func update(
        after cursor: ChainCursor?,
        watching: @Sendable () async throws -> WatchedSet
    ) async throws -> ChainUpdate {
        var fault: ChainError?
        // Each failure takes a server out, so there is an end.
        for _ in 0...nodes.count {
            guard let team = try await team(after: fault) else { break }
            do {
                let update = try await read(
                    after: cursor,
                    by: team,
                    blocksMax: blockSpan.count,
                    watching: watching
                )
                blockSpan.succeed(with: max(update.connected.count, 1))
                for index in team.members { healths[index].succeed() }
                return update
            } catch let failure as EVMFailure {
                // A server that counts our questions gets us further with fewer at once. One that
                // is down must not make us slow for when it is back.
                switch EVMFault(failure.error) {
                case .rate, .size: _ = blockSpan.shrink(from: blockSpan.count)
                case .slowness, .other: break
                }
                try await note(failure)
                fault = fault ?? failure.error
            }
        }
        throw fault ?? ChainError.unreachable(label: "no server left")
    }

    package func block(at height: UInt64) async throws -> BlockID? {
        guard height <= EVMBlock.heightMax else { return nil }
        return try await askAny { node in try await node.outlines(at: [height])[0]?.id }
    }

    /// How the first server in health is doing; the chain's name is its EIP-155 number.
    package func status() async throws -> ChainStatus {
        let localSeconds = now().seconds
        let chainName = String(expectedChainID)
        return try await askAny { node in
            let isSyncing = try await node.isSyncing()
            let (height, serverSeconds) = try await node.height()
            return ChainStatus(
                chainName: chainName,
                height: height,
                isSyncing: isSyncing,
                clockOffsetSeconds: serverSeconds.map { $0 - localSeconds }
            )
        }
    }

    /// How each server is doing, in the order of the configuration; nothing is asked.
    package func endpointReports() -> [EVMEndpointReport] {
        let time = now()
        return zip(nodes, healths).map { node, health in
            EVMEndpointReport(
                name: node.endpoint.name,
                isHealthy: !health.isResting(at: time) && health.fault == nil,
                height: health.head?.height,
                fault: health.fault
            )
        }
    }

    /// What moving each coin on costs at the gas price of the next block.
    ///
    /// A transfer of the network's own coin burns 21,000 gas, as Ethereum's yellow paper has it;
    /// for a token see `EVMLimits.tokenGas`.
    package func networkCosts(at now: Instant) async throws -> [String: NetworkCost] {
        let price = Ratio(whole: try await askAny { try await $0.gasPrice() })
        var costs: [String: NetworkCost] = [:]
        for coin in description.coins {
            let gas = coin.isNative ? Self.nativeGas : limits.tokenGas
            costs[coin.coin.asset.ticker] = NetworkCost(
                asset: native,
                parts: [NetworkCost.Part(count: gas, unit: "gas", price: price)],
                time: now
            )
        }
        return costs
    }

    private static let nativeGas: UInt64 = 21_000
}
