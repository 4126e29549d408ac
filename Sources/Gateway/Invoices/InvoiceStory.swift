package import Chains
package import Payments
package import Storage

/// Why an invoice is in its state, told from what is stored: what the cabinet and the command line
/// both show, so that the two never disagree.
///
///     let story = try await desk.story(of: code, merchant: merchant)
///     print(story.group.title, story.reason)
///
/// Moments are values beside the words; whoever shows them writes them in his own way.
package struct InvoiceStory: Sendable {
    /// Something that happens next by itself.
    package struct Step: Sendable, Hashable {
        /// What.
        package let text: String
        /// When, where that is known.
        package let at: Instant?
    }

    /// Something that happened.
    package struct Entry: Sendable, Hashable {
        /// What it is about.
        package enum Kind: Int, Sendable, Hashable, Comparable {
            /// The invoice was opened.
            case opened
            /// A coin was chosen, or quoted anew.
            case choice
            /// Money came.
            case payment
            /// Somebody decided.
            case decision
            /// The standing changed.
            case event
            /// The shop was told.
            case delivery

            package static func < (left: Kind, right: Kind) -> Bool {
                left.rawValue < right.rawValue
            }
        }

        /// What it is about.
        package let kind: Kind
        /// When.
        package let at: Instant
        /// What happened.
        package let title: String
        /// More about it, a line each.
        package let details: [String]
        /// The number of the event that can be told again, if it can.
        package let resendable: Int64?

        init(
            _ kind: Kind,
            at moment: Instant,
            _ title: String,
            _ details: [String] = [],
            resendable: Int64? = nil
        ) {
            self.kind = kind
            at = moment
            self.title = title
            self.details = details
            self.resendable = resendable
        }
    }

    /// What is stored.
    package let trail: InvoiceTrail
    /// The state in a word.
    package let group: PhaseGroup
    /// The reason for it, in one or two sentences.
    package let reason: String
    /// What happens next by itself.
    package let steps: [Step]
    /// What happened, the oldest first.
    package let entries: [Entry]
    let networks: [NetworkID: NetworkDescription]
    let now: Instant

    /// Tells the story of an invoice as of a moment.
    package init(
        _ trail: InvoiceTrail,
        networks: [NetworkID: NetworkDescription],
        at now: Instant
    ) {
        self.trail = trail
        self.networks = networks
        self.now = now
        group = PhaseGroup(trail.stored.invoice.phase(at: trail.stored.standing))
        let telling = Telling(trail: trail, networks: networks, now: now)
        reason = telling.reason
        steps = telling.steps
        entries = telling.entries
    }

    /// The invoice.
    package var stored: InvoiceRecord { trail.stored }

    /// Payments in another coin that do not count and still could.
    package var setAside: [TransferFact] {
        stored.facts.transfers.filter { $0.rating.isSetAside && $0.position != .gone }
    }

    /// Whether the merchant may still make a decision.
    package func allows(_ mark: Mark) -> Bool { stored.allows(mark) }
}

extension InvoiceStory {
    /// Where a transfer is, in words.
    package static func position(of fact: TransferFact) -> String {
        switch fact.position {
        case .pending: "waits unconfirmed"
        case .inBlock(let height): "in block \(height)" + (fact.isFinal ? ", irreversible" : "")
        case .gone:
            fact.isFinal ? "lost its block after it was irreversible" : "replaced or dropped"
        }
    }

    /// How a transfer counts, in words.
    package static func counting(of rating: TransferFact.Rating) -> String {
        switch rating {
        case .quoted: "at the quoted rate"
        case .atArrival(let price): "at the rate it was taken at, \(price.decimal(places: 12))"
        case .awaited: "once a fresh rate is known"
        case .foreign: "not: another coin than was asked for, which waits for the merchant's word"
        case .ignored: "not: another coin than was asked for, which the merchant ignores"
        }
    }

    /// What makes the reason, the next steps and the timeline.
    struct Telling {
        let trail: InvoiceTrail
        let networks: [NetworkID: NetworkDescription]
        let now: Instant

        var stored: InvoiceRecord { trail.stored }
        var invoice: Invoice { trail.stored.invoice }
        var standing: Standing { trail.stored.standing }
        var facts: Facts { trail.stored.facts }
        /// The choice the invoice is about now.
        var choice: Choice? { facts.activeChoice(at: standing) }

        func title(of network: NetworkID) -> String { networks[network]?.title ?? network.name }

        static func text(_ amount: Amount) -> String { "\(amount.decimal) \(amount.asset.ticker)" }

        func needed(by fact: TransferFact) -> Int {
            fact.needed ?? facts.choices.first { $0.id == fact.choice }?.confirmations ?? 1
        }

        /// What is seen and neither deep enough nor set aside.
        var waiting: [TransferFact] {
            facts.transfers.filter { fact in
                fact.position != .gone && !fact.isFinal && !fact.rating.isSetAside
                    && facts.confirmations(of: fact) < UInt64(max(needed(by: fact), 0))
            }
        }

        var held: [TransferFact] {
            facts.transfers.filter { $0.rating == .foreign && $0.position != .gone }
        }
    }
}
