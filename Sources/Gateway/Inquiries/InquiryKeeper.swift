package import Chains
import Logging
import Payments
import ServiceLifecycle
import Storage

/// Looks into payers' questions about transactions: in the database first, then on the networks.
///
/// It stores what it finds and credits nothing. Where a network knows a payment to the invoice that
/// is not recorded although its block was read, the block is read again by who reads all blocks.
package struct InquiryKeeper: Service {
    /// How many questions are looked into at once.
    private static let batchMax = 8
    /// How long a question that could not be kept is left alone.
    private static let faultSeconds: Int64 = 60
    /// How long one network may take to answer.
    package static let answerSecondsMax = 20

    let gateway: Gateway
    private let sources: [NetworkID: any TransactionSource]
    private let bell: Bell
    private let pause: Duration
    private let limits: InquiryLimits

    /// Keeps a gateway's questions, and asks these sources.
    package init(
        _ gateway: Gateway,
        sources: [any TransactionSource],
        bell: Bell,
        pause: Duration = .seconds(2)
    ) {
        self.gateway = gateway
        self.sources = Dictionary(sources.map { ($0.network, $0) }) { first, _ in first }
        self.bell = bell
        self.pause = pause
        limits = InquiryLimits()
    }

    /// Works until it is told to stop.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    // One batch a pause: networks have more to do than to answer payers.
                    _ = try await step()
                } catch {
                    gateway.logger.error("questions not kept", metadata: ["error": "\(error)"])
                }
                await bell.sleep(atMost: pause)
            }
        }
    }

    /// Looks into the questions that are due, and answers how many there were.
    package func step() async throws -> Int {
        let now = gateway.time.now()
        let due = try await gateway.store.read { transaction in
            try transaction.inquiriesToLook(at: now, limit: Self.batchMax)
        }
        await withTaskGroup(of: Void.self) { group in
            for inquiry in due { group.addTask { await lookAndReport(into: inquiry) } }
        }
        return due.count
    }

    /// The same as `look`; one question that cannot be kept does not hold up the others.
    private func lookAndReport(into inquiry: Inquiry) async {
        do {
            try await look(into: inquiry)
        } catch {
            // What is broken off stays due, for whoever starts next.
            if Task.isCancelled { return }
            gateway.logger.error("a question was not kept", metadata: ["error": "\(error)"])
            let now = gateway.time.now()
            let next = now.advanced(bySeconds: Self.faultSeconds)
            try? await store(InquiryVerdict(nil, next: next), for: inquiry, at: now)
        }
    }

    private func look(into inquiry: Inquiry) async throws {
        let now = gateway.time.now()
        guard let hash = TransactionHash(inquiry.txid) else {
            return try await store(InquiryVerdict(.unknown), for: inquiry, at: now)
        }
        let ground = try await gateway.store.read { transaction in
            try transaction.ground(of: inquiry, naming: hash)
        }
        guard let ground else { return }
        let scene = InquiryScene(
            hash: hash,
            inquiry: inquiry,
            ground: ground,
            siblings: Set(ground.stored.facts.choices.map(\.quote.coin.network))
                .flatMap(gateway.siblings(of:)),
            now: now
        )
        if let known = scene.verdictOfDatabase {
            return try await store(known, for: inquiry, at: now)
        }
        var isOutOfReach = false
        var silent: Set<NetworkID> = []
        for networks in scene.rounds(of: sources.keys) {
            let replies = await replies(of: networks, in: scene)
            // A network that was not waited for has not failed.
            try Task.checkCancellation()
            if let (network, sighting) = scene.choose(from: replies) {
                let verdict = try await verdict(on: sighting, of: network, in: scene)
                return try await store(verdict, for: inquiry, at: now)
            }
            for reply in replies where reply.isFailed {
                silent.insert(reply.network)
                isOutOfReach = isOutOfReach || scene.asksFirst(reply.network)
            }
        }
        let verdict = scene.verdictOfNobody(isOutOfReach: isOutOfReach, silent: silent)
        try await store(verdict, for: inquiry, at: now)
    }

    /// Asks networks at once, each for a bounded time.
    private func replies(
        of networks: [NetworkID],
        in scene: InquiryScene
    ) async -> [InquiryReply] {
        let accounts = Set(scene.ground.accounts.map(\.matchBytes))
        return await withTaskGroup(of: InquiryReply.self) { group in
            for network in networks {
                guard let source = sources[network] else { continue }
                group.addTask {
                    await Self.reply(of: source, to: scene.hash, payingTo: accounts)
                }
            }
            var replies: [InquiryReply] = []
            for await reply in group { replies.append(reply) }
            return replies
        }
    }

    private static func reply(
        of source: any TransactionSource,
        to hash: TransactionHash,
        payingTo accounts: Set<[UInt8]>
    ) async -> InquiryReply {
        let failed = InquiryReply(network: source.network, sighting: nil, isFailed: true)
        return await withTaskGroup(of: InquiryReply.self) { group in
            group.addTask {
                do {
                    return InquiryReply(
                        network: source.network,
                        sighting: try await source.transaction(hash, payingTo: accounts),
                        isFailed: false
                    )
                } catch {
                    // Whoever reads the network says what is wrong with it.
                    return failed
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(answerSecondsMax))
                return failed
            }
            let first = await group.next() ?? failed
            group.cancelAll()
            return first
        }
    }

    private func verdict(
        on sighting: TransactionSighting,
        of network: NetworkID,
        in scene: InquiryScene
    ) async throws -> InquiryVerdict {
        let height = try await gateway.store.read { try $0.heightRead(of: network) }
        let verdict = scene.verdict(on: sighting, of: network, heightRead: height)
        guard let block = verdict.overlookedAt else { return verdict }
        let limits = limits
        let outcome = try await gateway.store.write { transaction in
            try transaction.reread(
                for: scene.inquiry,
                naming: scene.hash,
                on: network,
                at: block,
                limits: limits,
                now: scene.now
            )
        }
        if outcome == .requested || outcome == .operatorsTurn {
            gateway.logger.warning(
                "a payment was overlooked",
                metadata: [
                    "chain.network": "\(network)", "chain.txid": "\(scene.hash.digits)",
                    "chain.height": "\(block)", "invoice.id": "\(scene.inquiry.invoice.text)",
                ]
            )
        }
        return scene.verdict(after: outcome, on: network)
    }

    private func store(
        _ verdict: InquiryVerdict,
        for inquiry: Inquiry,
        at now: Instant
    ) async throws {
        let isNews = try await gateway.store.write { transaction in
            try transaction.answer(
                inquiry,
                with: verdict.finding,
                lookAgain: verdict.next,
                at: now
            )
        }
        if isNews { gateway.feed.announce([inquiry.invoice]) }
    }
}
