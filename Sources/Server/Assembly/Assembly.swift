import AsyncHTTPClient
import Chains
import Gateway
import Hummingbird
import Keys
import Logging
import Payments
import ServiceLifecycle
import Storage
import Web

/// The one place where the parts meet: production, sandbox and tests use the same.
struct Assembly: Sendable {
    /// Seeds the simulated networks and prices, which only have to differ from each other.
    private static let sandboxSeed: UInt64 = 0xF10_41

    let workspace: Workspace
    let health: NetworkHealth
    let rates: RateKeeper
    let costs: CostKeeper
    let watchers: [ChainWatcher]
    let deadlines: DeadlineKeeper
    let requoter: Requoter
    let courier: WebhookCourier
    let inquiries: InquiryKeeper
    let eraser: PayerDataEraser
    let feed: FeedKeeper
    let callbacks: CallbackClient
    let simulatedChains: [SimulatedChain]
    let sandbox: SandboxDesk?

    /// Builds every service of a workspace; none of them runs yet.
    ///
    /// `exemptURLs`: Callback addresses on the inside network that are allowed anyway.
    static func build(
        _ workspace: Workspace,
        httpClient: HTTPClient,
        exemptURLs: Set<String> = []
    ) async throws -> Assembly {
        let gateway = workspace.gateway
        let settings = workspace.settings
        let health = NetworkHealth()
        let prices = try await gateway.store.read {
            SandboxPrices(text: try $0.setting(SandboxPrices.setting) ?? "")
        }
        let rates = RateKeeper(
            sources: rateSources(workspace, setByHand: prices, httpClient: httpClient),
            board: gateway.board,
            time: gateway.time,
            bell: Bell(),
            logger: gateway.logger
        )
        let simulated = try simulatedChains(workspace)
        let real = settings.nodes.map { node in
            (node, node.source(httpClient: httpClient, logger: gateway.logger))
        }
        let read: [(source: any ChainSource, pause: Duration)] =
            workspace.isSandbox
            ? simulated.map { ($0, .seconds(1)) }
            : real.map { ($0.1, .seconds($0.0.pollSeconds)) }
        let watchers = read.map {
            ChainWatcher(
                gateway,
                source: $0.source,
                health: health,
                bell: Bell(),
                pause: $0.pause
            )
        }
        let costs = CostKeeper(
            entries: workspace.isSandbox
                ? settings.catalogue.networks.map {
                    CostKeeper.Entry(network: $0, source: SimulatedCosts(network: $0))
                }
                : real.map {
                    CostKeeper.Entry(network: $0.0.network.description, source: $0.1)
                },
            board: gateway.costs,
            time: gateway.time,
            bell: Bell(),
            logger: gateway.logger
        )
        let deadlines = DeadlineKeeper(gateway, bell: Bell())
        let requoter = Requoter(gateway, bell: Bell())
        let callbacks = CallbackClient(
            mayCallPrivate: settings.mayCallPrivate,
            exemptURLs: exemptURLs
        )
        let courier = WebhookCourier(
            gateway,
            dialects: Site.notificationDialects(
                for: gateway,
                publicURL: settings.publicURL(port: settings.port)
            ),
            client: callbacks
        )
        let inquiries = InquiryKeeper(
            gateway,
            sources: workspace.isSandbox ? simulated : real.map(\.1),
            bell: gateway.inquiryBell
        )
        var sandbox: SandboxDesk?
        if let clock = workspace.clock {
            sandbox = SandboxDesk(
                gateway,
                chains: simulated,
                watchers: Dictionary(
                    uniqueKeysWithValues: zip(simulated.map(\.network), watchers)
                ),
                deadlines: deadlines,
                requoter: requoter,
                rates: rates,
                prices: prices,
                clock: clock
            )
            try await MerchantDesk(gateway).completeTestWallets()
        }
        return Assembly(
            workspace: workspace,
            health: health,
            rates: rates,
            costs: costs,
            watchers: watchers,
            deadlines: deadlines,
            requoter: requoter,
            courier: courier,
            inquiries: inquiries,
            eraser: PayerDataEraser(gateway, bell: Bell()),
            feed: FeedKeeper(gateway),
            callbacks: callbacks,
            simulatedChains: simulated,
            sandbox: sandbox
        )
    }

    /// The sources of prices, each weighing more than those before it.
    private static func rateSources(
        _ workspace: Workspace,
        setByHand prices: SandboxPrices,
        httpClient: HTTPClient
    ) -> [any RateSource] {
        let settings = workspace.settings
        var sources = settings.liveRates.sources(
            for: workspace.gateway.servedTickers,
            settings,
            isSandbox: workspace.isSandbox,
            httpClient: httpClient
        )
        var fixed = settings.fixedPrices
        // A dollar needs no source beside live ones, and none is named in their quotes.
        if !sources.isEmpty { fixed[AssetPrice.dollarTicker] = nil }
        if workspace.isSandbox, sources.isEmpty {
            sources.append(SandboxWalk(catalogue: settings.catalogue, seed: sandboxSeed))
        }
        if !fixed.isEmpty { sources.append(FixedRates(prices: fixed)) }
        if workspace.isSandbox { sources.append(prices) }
        return sources
    }

    private static func simulatedChains(_ workspace: Workspace) throws -> [SimulatedChain] {
        guard workspace.isSandbox else { return [] }
        do {
            return try workspace.settings.catalogue.networks.map { network in
                try SimulatedChain(
                    network: network.id,
                    seed: sandboxSeed,
                    directory: workspace.directory.simulationPath,
                    format: nil,
                    now: workspace.gateway.time.now
                )
            }
        } catch let error as ChainError {
            throw Failure(.unavailable, error.message)
        }
    }

    /// The router of everything Florin answers.
    func router(
        publicURL: String,
        controlToken: SecretText
    ) throws -> Router<SiteContext> {
        let metrics = MetricsText(gateway: workspace.gateway, health: health)
        return try Site(
            workspace.gateway,
            health: health,
            publicURL: publicURL,
            sandbox: sandbox.map { ($0, controlToken) },
            callbacks: callbacks,
            trustedProxies: workspace.settings.trustedProxies,
            metrics: { metrics.text() }
        ).router()
    }

    /// The background services in the order they depend on each other.
    var services: [any Service] {
        [rates, costs] + watchers + [deadlines, requoter, inquiries, courier, eraser, feed]
    }
}
