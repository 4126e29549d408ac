import Gateway
import Payments

/// What a payer is told who asks about a transaction.
///
/// Everything comes from the answer and the invoice's facts; nothing is asked for here.
struct AnswerText {
    let showcase: Showcase
    let merchantName: String
    let words: Words

    func sentences(on answer: InquiryAnswer, for stored: InvoiceRecord) -> [Sentence] {
        switch answer {
        case .looking: [words.sentence(.helpLooking)]
        case .malformed: [words.sentence(.helpMalformed)]
        case .known(let fact): sentences(on: fact, for: stored)
        case .found(let finding): sentences(on: finding)
        }
    }

    /// A transfer that the invoice knows: waiting, counted, late, of another coin, or gone.
    private func sentences(on fact: TransferFact, for stored: InvoiceRecord) -> [Sentence] {
        let facts = stored.facts
        guard let choice = facts.choices.first(where: { $0.id == fact.choice }) else {
            return [words.sentence(.helpLooking)]
        }
        let remark = TransferText.remark(on: fact, to: choice, words)
        let isGone = fact.position == .gone && !fact.isFinal
        if isGone || fact.rating.isSetAside { return [remark].compactMap { $0 } }
        let amount = fact.transfer.amount
        let sum = ["sum": "\(amount.decimal) \(amount.asset.ticker)"]
        let needed = max(fact.needed ?? choice.confirmations, 1)
        let count = min(Int(clamping: facts.confirmations(of: fact)), needed)
        let isDeep = fact.isFinal || count >= needed || (fact.needed ?? choice.confirmations) == 0
        var sentences: [Sentence] = []
        if !isDeep {
            sentences.append(words.sentence(.helpConfirming, sum))
            let depth = ["count": String(count), "needed": String(needed)]
            sentences.append(words.sentence(.confirmations, depth))
        } else if fact.rating != .awaited {
            sentences.append(words.sentence(.helpCounted, sum))
        }
        if let remark { sentences.append(remark) }
        // What is missing is stated in the coin that is to be paid now.
        let active = facts.activeChoice(at: stored.standing) ?? choice
        let rest = stored.missing(by: active)
        if !rest.isZero, stored.standing.seen < .paid, stored.standing.decision == nil,
            !stored.standing.hasRunOut
        {
            let missing = ["sum": "\(rest.decimal) \(rest.asset.ticker)"]
            sentences.append(words.sentence(.helpShort, missing))
        }
        return sentences
    }

    private func sentences(on finding: Inquiry.Finding) -> [Sentence] {
        switch finding {
        case .waiting(let network, let isFeeLow):
            [sentence(.findingWaiting, network)]
                + (isFeeLow ? [words.sentence(.findingFeeLow)] : [])
        case .recorded(let network): [sentence(.findingRecorded, network)]
        case .replaced(let network): [sentence(.findingReplaced, network)]
        case .failed(let network): [sentence(.findingFailed, network)]
        case .wrongToken(let network, let contract):
            [sentence(.findingWrongToken, network, contract: contract)]
        case .wrongNetwork(let network): [sentence(.findingWrongNetwork, network)]
        case .notToThisInvoice(let network): [sentence(.findingNotHere, network)]
        case .unknown: [words.sentence(.findingUnknown)]
        case .outOfReach: [words.sentence(.findingOutOfReach)]
        }
    }

    private func sentence(
        _ phrase: Phrase,
        _ network: NetworkID,
        contract: String = ""
    ) -> Sentence {
        words.sentence(
            phrase,
            [
                "network": showcase.title(of: network), "contract": contract,
                "merchant": merchantName,
            ]
        )
    }
}

extension Showcase {
    /// What people call a network; its id where it is no longer served.
    func title(of network: NetworkID) -> String {
        coins.first { $0.coin.network == network }?.networkTitle ?? network.name
    }
}
