import Payments

/// Whether one of several servers is worth asking.
struct EVMHealth: Sendable {
    /// Its newest block when it was asked last; nil where it did not tell.
    var head: EVMBlock?
    /// What went wrong last, until something goes right.
    private(set) var fault: ChainError?
    private var failures = 0
    private(set) var restsUntil: Instant?
    /// Whether it failed to name its newest block, so that naming it makes it well again.
    private var failedAtHead = false
    private var inconsistencies = 0

    /// A chain that moves between two questions looks like a server that contradicts itself, so
    /// that counts as failure only when it happens again and again.
    private static let inconsistenciesMax = 3
    /// Two to this power is the most that a rest is multiplied with.
    private static let doublingsMax = 16

    /// Whether it is left alone.
    func isResting(at time: Instant) -> Bool { restsUntil.map { time < $0 } ?? false }

    /// Notes a failure; each one in a row doubles the rest.
    mutating func fail(_ error: ChainError, atHead: Bool, at time: Instant, limits: EVMLimits) {
        let doublings = Int64(1) << Int64(min(failures, Self.doublingsMax))
        let seconds = min(limits.restSecondsFirst * doublings, limits.restSecondsMax)
        failures += 1
        failedAtHead = atHead
        fault = error
        head = nil
        restsUntil = time.advanced(bySeconds: seconds)
    }

    /// Notes that it contradicted itself; true where that is a failure by now.
    mutating func contradictItself() -> Bool {
        inconsistencies += 1
        return inconsistencies >= Self.inconsistenciesMax
    }

    /// Notes the newest block.
    mutating func tell(_ block: EVMBlock) {
        if failedAtHead { succeed() }
        head = block
        restsUntil = nil
    }

    /// Notes that all that was asked was answered.
    mutating func succeed() {
        fault = nil
        failures = 0
        restsUntil = nil
        failedAtHead = false
        inconsistencies = 0
    }
}
