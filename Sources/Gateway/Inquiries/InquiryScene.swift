import Chains
import Payments
import Storage

/// What one network said about a transaction.
struct InquiryReply: Sendable {
    let network: NetworkID
    /// Nil where the network does not know it, or could not be asked.
    let sighting: TransactionSighting?
    let isFailed: Bool
}

/// What is stored about a question after a look.
struct InquiryVerdict: Sendable, Hashable {
    /// Nil where nothing can be said yet.
    var finding: Inquiry.Finding?
    /// When to look again; nil for never.
    var next: Instant?
    /// The block in which a payment to the invoice must have been overlooked.
    var overlookedAt: UInt64?

    init(
        _ finding: Inquiry.Finding?,
        next: Instant? = nil,
        overlookedAt: UInt64? = nil
    ) {
        self.finding = finding
        self.next = next
        self.overlookedAt = overlookedAt
    }
}

/// A question with all that is known before and after the networks are asked: pure decisions.
struct InquiryScene: Sendable {
    let hash: TransactionHash
    let inquiry: Inquiry
    let ground: InquiryGround
    /// The networks on which the invoice's addresses are valid as well.
    let siblings: [NetworkID]
    let now: Instant

    /// How soon a question is looked into again, at first and at last.
    private static let secondsFirst: Int64 = 10
    private static let secondsLast: Int64 = 600
    /// How long after it was asked nobody looks any more for what no network knows.
    private static let unknownSecondsMax: Int64 = 1_200
    /// The same for what is on its way.
    private static let openSecondsMax: Int64 = 24 * 3_600
    /// The same for a transaction that may pay by a contract's call, which only a balance shows.
    private static let unseenSecondsMax: Int64 = 3_600

    /// The networks of the invoice's choices.
    private var chosen: Set<NetworkID> {
        Set(ground.stored.facts.choices.map(\.quote.coin.network))
    }

    /// The networks on which what comes to the invoice's addresses is recorded.
    private var recorded: Set<NetworkID> { chosen.union(siblings) }

    /// Whether a network is asked before the others: an answer without it is none.
    func asksFirst(_ network: NetworkID) -> Bool {
        if chosen.isEmpty {
            return ground.stored.invoice.coins.contains { $0.network == network }
        }
        return recorded.contains(network)
    }

    /// The networks to ask: the invoice's own, then all others.
    func rounds(of networks: some Sequence<NetworkID>) -> [[NetworkID]] {
        let all = networks.sorted()
        return [all.filter(asksFirst), all.filter { !asksFirst($0) }].filter { !$0.isEmpty }
    }

    /// The sighting that matters: the one that pays the invoice, else one on a network of its own.
    func choose(
        from replies: [InquiryReply]
    ) -> (network: NetworkID, sighting: TransactionSighting)? {
        let seen = replies.compactMap { reply in
            reply.sighting.map { (network: reply.network, sighting: $0) }
        }
        .sorted { $0.network < $1.network }
        return seen.first { !$0.sighting.payments.isEmpty }
            ?? seen.first { chosen.contains($0.network) } ?? seen.first
    }

    /// The age of the question decides how soon it is looked into again.
    private func next(within secondsMax: Int64) -> Instant? {
        let age = (now.microseconds - inquiry.askedAt.microseconds) / 1_000_000
        guard age < secondsMax else { return nil }
        return now.advanced(bySeconds: min(max(age / 2, Self.secondsFirst), Self.secondsLast))
    }

    private func elsewhere(_ network: NetworkID) -> Inquiry.Finding {
        chosen.isEmpty || chosen.contains(network)
            ? .notToThisInvoice(network: network) : .wrongNetwork(network)
    }
}

extension InquiryScene {
    /// What the database alone says; nil where networks have to be asked.
    ///
    /// Of another's payment nothing is said but that it is not this invoice's, in the same words as
    /// of a stranger's.
    var verdictOfDatabase: InquiryVerdict? {
        if let fact = ground.stored.fact(of: hash) {
            let network = fact.transfer.id.network
            let isGone = fact.position == .gone && !fact.isFinal
            return InquiryVerdict(
                isGone ? .replaced(network: network) : .recorded(network: network)
            )
        }
        return ground.networksOfOthers.first.map { InquiryVerdict(elsewhere($0)) }
    }

    /// What follows where no network knows the transaction.
    ///
    /// `isOutOfReach`: Whether a network of the invoice could not be asked.
    /// `silent`: All that could not be asked.
    func verdictOfNobody(isOutOfReach: Bool, silent: Set<NetworkID>) -> InquiryVerdict {
        switch inquiry.finding {
        case .waiting(let network, _) where !silent.contains(network),
            .replaced(let network) where !silent.contains(network):
            return InquiryVerdict(
                .replaced(network: network),
                next: next(within: Self.unknownSecondsMax)
            )
        default: break
        }
        return isOutOfReach
            ? InquiryVerdict(.outOfReach, next: next(within: Self.openSecondsMax))
            : InquiryVerdict(.unknown, next: next(within: Self.unknownSecondsMax))
    }

    /// What a sighting on a network means for the invoice.
    ///
    /// `heightRead`: The last block of the network whose effects are stored.
    func verdict(
        on sighting: TransactionSighting,
        of network: NetworkID,
        heightRead: UInt64?
    ) -> InquiryVerdict {
        switch sighting.position {
        case .failed: return InquiryVerdict(.failed(network: network))
        case .gone: return InquiryVerdict(.replaced(network: network))
        case .waiting, .inBlock: break
        }
        guard recorded.contains(network) else { return InquiryVerdict(elsewhere(network)) }
        let contracts = sighting.payments.compactMap { payment in
            if case .unknownToken(let contract) = payment { contract } else { nil }
        }
        let paysCoins = contracts.count < sighting.payments.count
        if !paysCoins, let contract = contracts.first {
            return InquiryVerdict(.wrongToken(network: network, contract: contract))
        }
        switch sighting.position {
        case .waiting(let isFeeLow) where paysCoins:
            return InquiryVerdict(
                .waiting(network: network, isFeeLow: isFeeLow),
                next: next(within: Self.openSecondsMax)
            )
        case .inBlock(let height, _) where paysCoins:
            let isRead = heightRead.map { height <= $0 } ?? false
            return InquiryVerdict(
                .recorded(network: network),
                next: next(within: Self.openSecondsMax),
                overlookedAt: isRead ? height : nil
            )
        case .inBlock(let height, let hash):
            return unseen(sighting, in: (height, hash), of: network, heightRead: heightRead)
        case .waiting, .failed, .gone:
            guard sighting.mayPayUnseen else { return InquiryVerdict(elsewhere(network)) }
            // What it does shows once it is in a block.
            let next = next(within: Self.unseenSecondsMax)
            return InquiryVerdict(next == nil ? elsewhere(network) : nil, next: next)
        }
    }

    /// What a transaction in a block means that pays nothing that can be seen in it.
    ///
    /// What contracts pass on is found by balances, after the block, and where a block has several
    /// calls under the name of the block.
    private func unseen(
        _ sighting: TransactionSighting,
        in block: (height: UInt64, hash: String?),
        of network: NetworkID,
        heightRead: UInt64?
    ) -> InquiryVerdict {
        guard sighting.mayPayUnseen else { return InquiryVerdict(elsewhere(network)) }
        let isFound = ground.stored.facts.transfers.contains {
            $0.transfer.id.network == network && $0.transfer.id.txid == block.hash
        }
        if isFound { return InquiryVerdict(.recorded(network: network)) }
        let next = next(within: Self.unseenSecondsMax)
        let isLookedAt = heightRead.map { block.height < $0 } ?? false
        return InquiryVerdict(isLookedAt || next == nil ? elsewhere(network) : nil, next: next)
    }

    /// What follows from having blocks read again.
    func verdict(after outcome: RereadOutcome, on network: NetworkID) -> InquiryVerdict {
        switch outcome {
        case .recorded, .underway, .requested:
            InquiryVerdict(
                .recorded(network: network),
                next: next(within: Self.openSecondsMax)
            )
        case .vain, .operatorsTurn:
            // One server says so, and what credits does not: an operator was told.
            InquiryVerdict(.outOfReach, next: next(within: Self.openSecondsMax))
        case .tooOld: InquiryVerdict(.notToThisInvoice(network: network))
        }
    }
}
