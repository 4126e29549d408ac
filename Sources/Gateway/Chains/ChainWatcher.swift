package import Chains
import Logging
import Payments
import ServiceLifecycle
import Storage

/// Follows one network: asks its source at its own pace and records each step in one transaction.
///
/// The actor protects the watched set, which is filled from the database and never forgets. After
/// any downtime every block is read; nothing jumps to the tip.
package actor ChainWatcher: Service {
    /// What one step came to.
    package enum Progress: Sendable, Hashable {
        /// There is nothing newer.
        case caughtUp
        /// There are more blocks to read at once.
        case behind
    }

    /// How many addresses are loaded in one read.
    private static let loadMax = 50_000
    /// How long an idle network may go unrecorded; a deadline is noticed by so much later.
    private static let idleSecondsMax: Int64 = 2
    /// How long after an incident the next one is not written down.
    private static let incidentSecondsMin: Int64 = 600

    let gateway: Gateway
    let source: any ChainSource
    private let health: NetworkHealth
    private let bell: Bell
    private let pause: Duration
    private let pauseAfterFault: Duration
    private let rater: ArrivalRater
    private let siblings: [NetworkID]
    private var watched: WatchedSet
    private var rowsLast: [NetworkID: Int64] = [:]
    var balances = BalanceMemory()
    private var recordedAt: Instant?
    private var isStepping = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var waitingRecorded: Set<Transfer.ID>?
    private var finalizedRecorded: UInt64?
    private var reportedAt: Instant?

    /// Watches the network of a source.
    package init(
        _ gateway: Gateway,
        source: any ChainSource,
        health: NetworkHealth,
        bell: Bell,
        pause: Duration = .seconds(1),
        pauseAfterFault: Duration = .seconds(5)
    ) {
        self.gateway = gateway
        self.source = source
        self.health = health
        self.bell = bell
        self.pause = pause
        self.pauseAfterFault = pauseAfterFault
        rater = ArrivalRater(board: gateway.board)
        siblings = gateway.siblings(of: source.network)
        let seed = gateway.random.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        watched = WatchedSet(seed: seed)
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.bell.sleep(atMost: self.stepAndReport())
            }
        }
    }

    /// Takes a step and answers how long to rest.
    private func stepAndReport() async -> Duration {
        let network = source.network
        do {
            let progress = try await step()
            await noteServers()
            return progress == .behind ? .zero : pause
        } catch is CancellationError {
            return .zero
        } catch {
            let fault = (error as? ChainError)?.message ?? "\(error)"
            if health.all[network]?.fault != fault {
                gateway.logger.warning(
                    "network cannot be read",
                    metadata: ["chain.network": "\(network)", "error": "\(fault)"]
                )
            }
            await reportIfGrave(error)
            health.failed(network, fault: fault)
            await noteServers()
            return pauseAfterFault
        }
    }

    /// Keeps how each of several servers is doing, and says which one ceased to do well.
    private func noteServers() async {
        guard let source = source as? EVMSource else { return }
        for server in health.told(source.network, servers: await source.endpointReports()) {
            gateway.logger.warning(
                "a server of a network cannot be used",
                metadata: [
                    "chain.network": "\(source.network)", "chain.server": "\(server.name)",
                    "error": "\(server.fault?.message ?? "")",
                ]
            )
        }
    }

    /// Asks the source once and records what it says.
    ///
    /// Steps follow each other: a view of the mempool taken earlier must not be recorded after a
    /// later one, or a payment would seem to vanish.
    package func step() async throws -> Progress {
        if isStepping { await withCheckedContinuation { waiting.append($0) } }
        isStepping = true
        defer {
            if waiting.isEmpty { isStepping = false } else { waiting.removeFirst().resume() }
        }
        return try await takeStep()
    }

    private func takeStep() async throws -> Progress {
        let network = source.network
        var cursor = try await gateway.store.read { try $0.cursor(of: network) }
        if let height = cursor?.rescanFrom {
            try await rewind(to: height)
            cursor = try await gateway.store.read { try $0.cursor(of: network) }
        }
        let asked = gateway.time.now()
        let update = try await source.update(
            after: cursor.map { ChainCursor(recent: $0.recent) },
            watching: { try await self.watchedNow() }
        )
        let step = ChainStep(
            network: network,
            start: cursor?.recent.first,
            disconnected: update.disconnected,
            connected: update.connected.map {
                BlockRecord(id: $0.id, time: $0.time, transfers: $0.transfers)
            },
            waiting: update.mempool?.transfers,
            isWaitingComplete: update.mempool?.isComplete ?? false,
            tip: update.tip,
            askedAt: asked,
            finalizedHeight: update.finalizedHeight,
            kinship: kinship
        )
        let outcome = try await isWorthRecording(step) ? record(step) : ChainStepOutcome()
        let read = update.connected.last?.id.height ?? cursor?.recent.first?.height
        let behind = update.tip.height - min(update.tip.height, read ?? update.tip.height)
        health.succeeded(
            network,
            at: gateway.time.now(),
            height: read ?? update.tip.height,
            blocksBehind: behind
        )
        if let last = step.last, last == step.tip, !outcome.isSuperseded {
            await lookAtBalancesAndReport(after: step, at: last)
        }
        if outcome.isSuperseded { return .behind }
        // A source that names blocks it cannot show yet is not asked again at once.
        let isMoving = !update.connected.isEmpty || !update.disconnected.isEmpty
        return isMoving && (behind > 0 || !update.disconnected.isEmpty) ? .behind : .caughtUp
    }

    /// An idle look is written down only from time to time, to say until when nothing came.
    private func isWorthRecording(_ step: ChainStep) -> Bool {
        let waiting = step.waiting.map { Set($0.map(\.id)) }
        let isIdle =
            step.start != nil && step.connected.isEmpty && step.disconnected.isEmpty
            && waiting == waitingRecorded && step.finalizedHeight == finalizedRecorded
        if isIdle, let recordedAt,
            step.askedAt < recordedAt.advanced(bySeconds: Self.idleSecondsMax)
        {
            return false
        }
        recordedAt = step.askedAt
        waitingRecorded = waiting
        finalizedRecorded = step.finalizedHeight
        return true
    }

    func record(_ step: ChainStep) async throws -> ChainStepOutcome {
        let rater = rater
        let gateway = gateway
        let outcome = try await gateway.store.write { transaction in
            try transaction.record(
                step,
                depth: { merchant, invoice, network, own in
                    gateway.confirmations(
                        of: invoice,
                        for: merchant,
                        on: network,
                        otherwise: own,
                        at: step.askedAt
                    )
                },
                rate: { invoice, choice, asset, seen in
                    rater.rating(
                        of: asset,
                        to: choice,
                        in: invoice,
                        seenAt: seen,
                        now: step.askedAt
                    )
                }
            )
        }
        if outcome.reversedFinals > 0 {
            gateway.logger.error(
                "a payment taken as irreversible lost its block",
                metadata: [
                    "chain.network": "\(step.network)", "transfers": "\(outcome.reversedFinals)",
                ]
            )
        }
        gateway.announce(outcome.touched)
        return outcome
    }

    /// The watched set, with every address issued until now.
    ///
    /// What siblings issued is watched too: payers send to the right address on the wrong network.
    private func watchedNow() async throws -> WatchedSet {
        for network in [source.network] + siblings {
            var isComplete = false
            while !isComplete {
                let row = rowsLast[network] ?? 0
                let fresh = try await gateway.store.read { transaction in
                    try transaction.watched(on: network, after: row, limit: Self.loadMax)
                }
                for (row, matchBytes) in fresh {
                    watched.insert(matchBytes)
                    rowsLast[network] = max(rowsLast[network] ?? 0, row)
                }
                isComplete = fresh.count < Self.loadMax
            }
        }
        return watched
    }

    /// What the network shares with others; nil where nobody else gives its addresses.
    private var kinship: ChainStep.Kinship? {
        guard !siblings.isEmpty, let own = gateway.networks[source.network]?.description else {
            return nil
        }
        return ChainStep.Kinship(
            siblings: siblings,
            confirmations: own.confirmations,
            finality: own.finality
        )
    }

    /// Writes an incident down where servers disagree or the chain left all that is remembered.
    ///
    /// Both last until something changes, so one is written in a while; that it cannot be written
    /// is no reason to stop watching.
    private func reportIfGrave(_ error: any Error) async {
        let kind: IncidentRecord.Kind
        switch error as? ChainError {
        case .disagreement: kind = .serversDisagree
        case .reorgTooDeep: kind = .reorgTooDeep
        default: return
        }
        let now = gateway.time.now()
        if let last = reportedAt, now < last.advanced(bySeconds: Self.incidentSecondsMin) { return }
        reportedAt = now
        let incident = IncidentRecord(
            kind: kind,
            happenedAt: now,
            network: source.network,
            invoice: nil,
            details: (error as? ChainError)?.message ?? ""
        )
        do {
            try await gateway.store.write { try $0.report(incident) }
        } catch {
            gateway.logger.error("incident not stored", metadata: ["error": "\(error)"])
        }
    }

    /// Goes back to a height an operator asked for; what is read again changes nothing twice.
    private func rewind(to height: UInt64) async throws {
        let network = source.network
        let before = height == 0 ? 0 : height - 1
        guard let block = try await source.block(at: before) else {
            throw ChainError.malformed(what: "no block at height \(before) to read again from")
        }
        try await gateway.store.write { try $0.rewind(network, to: block) }
    }
}
