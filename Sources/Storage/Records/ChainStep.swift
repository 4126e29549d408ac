package import Payments

/// A block as it is recorded: its place, its time, and the candidates found in it.
package struct BlockRecord: Sendable, Hashable {
    /// Height and hash.
    package let id: BlockID
    /// The time its maker wrote into it.
    package let time: Instant
    /// Transfers that may go to issued addresses.
    package let transfers: [Transfer]

    /// Describes a block.
    package init(id: BlockID, time: Instant, transfers: [Transfer]) {
        self.id = id
        self.time = time
        self.transfers = transfers
    }
}

/// One step of a chain as it is recorded in one transaction.
package struct ChainStep: Sendable, Hashable {
    /// The network.
    package let network: NetworkID
    /// The block the step starts from; nil on the first start.
    package let start: BlockID?
    /// Blocks that left the best chain, the highest first.
    package let disconnected: [BlockID]
    /// Blocks that follow, the lowest first.
    package let connected: [BlockRecord]
    /// What waits unconfirmed, or nil where that is not known.
    package let waiting: [Transfer]?
    /// Whether `waiting` is everything, so that a transfer missing in it is gone.
    package let isWaitingComplete: Bool
    /// The best block of the network.
    package let tip: BlockID
    /// When the source was asked.
    package let askedAt: Instant
    /// The height up to which the network calls its blocks irreversible; nil lets depth decide.
    package let finalizedHeight: UInt64?
    /// Transfers in the block the step starts from that reading it did not show.
    package let found: [Transfer]
    /// When those came, as far as can be told; nil for when the source was asked.
    package let foundAt: Instant?
    /// What this network shares with others; nil where it shares nothing.
    package let kinship: Kinship?

    /// Networks whose addresses are valid on this one too, and how deep it wants a payment there.
    package struct Kinship: Sendable, Hashable {
        /// The other networks that give the same addresses.
        package let siblings: [NetworkID]
        /// How many blocks of this network must hold a transfer before it counts.
        package let confirmations: Int
        /// How many make it irreversible.
        package let finality: Int

        /// Describes what is shared.
        package init(siblings: [NetworkID], confirmations: Int, finality: Int) {
            self.siblings = siblings
            self.confirmations = confirmations
            self.finality = finality
        }
    }

    /// Describes a step.
    package init(
        network: NetworkID,
        start: BlockID?,
        disconnected: [BlockID],
        connected: [BlockRecord],
        waiting: [Transfer]?,
        isWaitingComplete: Bool,
        tip: BlockID,
        askedAt: Instant,
        finalizedHeight: UInt64? = nil,
        found: [Transfer] = [],
        foundAt: Instant? = nil,
        kinship: Kinship? = nil
    ) {
        self.network = network
        self.start = start
        self.disconnected = disconnected
        self.connected = connected
        self.waiting = waiting
        self.isWaitingComplete = isWaitingComplete
        self.tip = tip
        self.askedAt = askedAt
        self.finalizedHeight = finalizedHeight
        self.found = found
        self.foundAt = foundAt
        self.kinship = kinship
    }

    /// The last block that is read after the step; nil where blocks left and none followed.
    package var last: BlockID? {
        connected.last?.id ?? (disconnected.isEmpty ? start ?? tip : nil)
    }
}

/// What recording a step led to.
package struct ChainStepOutcome: Sendable, Hashable {
    /// Whether another process had moved the cursor, so that nothing was recorded.
    package var isSuperseded = false
    /// The invoices whose standing changed.
    package var changed: [InvoiceID] = []
    /// Invoices with transfers that gained or lost depth, changed or not.
    package var touched: Set<InvoiceID> = []
    /// Deposits that gained or lost depth, changed or not.
    package var touchedDeposits: Set<DepositID> = []
    /// How many deposits changed.
    package var changedDeposits = 0
    /// Transfers that lost their block although they were taken as irreversible.
    package var reversedFinals = 0

    /// An outcome in which nothing happened.
    package init() {}
}

/// How far a network was read.
package struct CursorRecord: Sendable, Hashable {
    /// The last block read and its remembered ancestors, the highest first.
    package let recent: [BlockID]
    /// The best height the source named last.
    package let tipHeight: UInt64
    /// When there was last nothing newer.
    package let caughtUpAt: Instant?
    /// The height an operator wants read again from.
    package let rescanFrom: UInt64?
}

/// Something an operator should look at.
package struct IncidentRecord: Sendable, Hashable {
    /// What kind of thing happened.
    package enum Kind: String, Sendable, Hashable {
        /// A payment taken as irreversible lost its block.
        case finalTransferReversed
        /// A notification was given up.
        case deliveryAbandoned
        /// A chain was reorganised deeper than is remembered.
        case reorgTooDeep
        /// Servers of one network told different things, so nothing was credited for a while.
        case serversDisagree
        /// A payer named a payment that a network knows and that was not found in its block.
        case paymentOverlooked
    }

    /// What kind.
    package let kind: Kind
    /// When.
    package let happenedAt: Instant
    /// Where, if on a network.
    package let network: NetworkID?
    /// The invoice, if it is about one.
    package let invoice: InvoiceID?
    /// In words.
    package let details: String

    /// Describes an incident.
    package init(
        kind: Kind,
        happenedAt: Instant,
        network: NetworkID?,
        invoice: InvoiceID?,
        details: String
    ) {
        self.kind = kind
        self.happenedAt = happenedAt
        self.network = network
        self.invoice = invoice
        self.details = details
    }
}
