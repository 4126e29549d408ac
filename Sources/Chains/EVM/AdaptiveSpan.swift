/// How much to ask for at once: half after a refusal, a little more after many successes.
struct AdaptiveSpan: Sendable, Hashable {
    /// The most that is ever asked for.
    let max: Int
    /// What to ask for next; at least one.
    private(set) var count: Int
    private var successes = 0

    /// So many questions of full size must succeed before a larger one is tried.
    private static let successesBeforeGrowth = 8

    /// Starts with the most.
    init(max: Int) {
        self.max = Swift.max(max, 1)
        count = self.max
    }

    /// Notes that so much was too much; false where less is not possible.
    mutating func shrink(from asked: Int) -> Bool {
        successes = 0
        guard asked > 1 else {
            count = 1
            return false
        }
        count = Swift.min(count, Swift.max(asked / 2, 1))
        return true
    }

    /// Notes that so much was answered.
    mutating func succeed(with asked: Int) {
        guard asked >= count, count < max else { return }
        successes += 1
        guard successes >= Self.successesBeforeGrowth else { return }
        successes = 0
        count = Swift.min(max, count + Swift.max(count / 8, 1))
    }
}
