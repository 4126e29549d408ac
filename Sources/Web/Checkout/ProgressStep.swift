/// One step on the way from nothing seen to paid, as the page shows it.
struct ProgressStep: Sendable, Hashable {
    enum Progress: Sendable, Hashable {
        case waiting
        case confirming(confirmations: Int, needed: Int)
        case paid
    }

    let label: String
    let isDone: Bool
    let isCurrent: Bool
    /// The class that the style sheet knows.
    let style: String

    private init(_ label: String, place: Int, current: Int) {
        self.label = label
        isDone = place < current
        isCurrent = place == current
        style = isDone ? "done" : isCurrent ? "current" : "open"
    }

    /// Seen, confirming, paid; all are done once it is paid.
    static func steps(_ progress: Progress, in words: Words) -> [ProgressStep] {
        let (current, seen, confirmed) =
            switch progress {
            case .waiting: (0, words[.stepWaiting], words[.stepConfirming])
            case .confirming(let count, let needed):
                (
                    1, words[.stepSeen],
                    words.text(
                        .confirmations,
                        ["count": String(count), "needed": String(needed)]
                    )
                )
            case .paid: (3, words[.stepSeen], words[.stepConfirmed])
            }
        return [seen, confirmed, words[.stepPaid]].enumerated().map { place, label in
            ProgressStep(label, place: place, current: current)
        }
    }
}
