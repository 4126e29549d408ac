import Chains
import Payments
import Storage

extension InvoiceStory.Telling {
    /// What happens next by itself, and when.
    var steps: [InvoiceStory.Step] {
        var steps = waiting.map(confirming)
        if standing.decision == nil, standing.confirmed < .paid { steps += time }
        if !held.isEmpty, standing.confirmed < .paid {
            steps.append(
                InvoiceStory.Step(
                    text: "What came in another coin counts only if the merchant takes it.",
                    at: nil
                )
            )
        }
        steps += deliveries
        if steps.isEmpty {
            let text =
                facts.choices.isEmpty
                ? "Nothing more happens by itself."
                : "Nothing more happens by itself. Its addresses stay watched, and whatever comes "
                    + "is recorded here."
            steps.append(InvoiceStory.Step(text: text, at: nil))
        }
        return steps
    }

    private func confirming(_ fact: TransferFact) -> InvoiceStory.Step {
        let network = fact.transfer.id.network
        let needed = UInt64(max(needed(by: fact), 0))
        let left = needed - min(needed, facts.confirmations(of: fact))
        let blocks = left == 1 ? "1 more block" : "\(left) more blocks"
        var text =
            "\(Self.text(fact.transfer.amount)) counts after \(blocks) on \(title(of: network))"
        if let seconds = networks[network]?.blockSeconds {
            text += ", typically \(Self.duration(left * UInt64(seconds)))"
        }
        return InvoiceStory.Step(text: text + ".", at: nil)
    }

    /// `about 25 minutes`.
    private static func duration(_ seconds: UInt64) -> String {
        if seconds < 90 { return "about \(seconds) seconds" }
        if seconds < 5_400 { return "about \((seconds + 30) / 60) minutes" }
        return "about \((seconds + 1_800) / 3_600) hours"
    }

    private var time: [InvoiceStory.Step] {
        if standing.isExpired || standing.hasLateMoney { return lateWindow }
        if isOverdue {
            let networks = Set(facts.choices.map { title(of: $0.quote.coin.network) }).sorted()
            return [
                InvoiceStory.Step(
                    text: networks.isEmpty
                        ? "It expires with the next look at it."
                        : "It expires once \(networks.joined(separator: " and ")) is read beyond "
                            + "the deadline, unless a payment made in time is found.",
                    at: nil
                )
            ]
        }
        return [
            InvoiceStory.Step(text: "It expires unless it is paid by then.", at: invoice.deadline)
        ]
    }

    private var lateWindow: [InvoiceStory.Step] {
        guard !facts.choices.isEmpty else { return [] }
        let end = invoice.deadline.advanced(bySeconds: invoice.lateTerms.windowSeconds)
        let tolerance = invoice.lateTerms.tolerance.percentText
        if now <= end {
            return [
                InvoiceStory.Step(
                    text: "Late money that comes by then counts at the quoted rate while the rate "
                        + "moved by less than \(tolerance) %, and at the rate of its arrival else.",
                    at: end
                )
            ]
        }
        return [
            InvoiceStory.Step(
                text: "Money that still comes counts at the rate of its arrival.",
                at: nil
            )
        ]
    }

    private var deliveries: [InvoiceStory.Step] {
        var steps: [InvoiceStory.Step] = []
        // What comes after it waits for it.
        if let next = trail.events.first(where: { $0.state == .waiting }) {
            let attempt =
                next.attempts == 0
                ? "The shop is told" : "The shop is told again (attempt \(next.attempts + 1))"
            steps.append(
                InvoiceStory.Step(
                    text: "\(attempt) of event \(next.number), “\(Self.title(of: next))”.",
                    at: next.dueAt
                )
            )
        }
        for event in trail.events where event.state == .abandoned {
            steps.append(
                InvoiceStory.Step(
                    text: "The shop never acknowledged event \(event.number), "
                        + "“\(Self.title(of: event))”, in \(event.attempts) attempts. It is not "
                        + "told again unless you send it again.",
                    at: nil
                )
            )
        }
        return steps
    }
}
