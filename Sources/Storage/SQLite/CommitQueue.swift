import GRDB

/// Runs all waiting writes in one transaction, a savepoint each, so that a burst costs one sync.
///
/// The actor protects the list of waiting writes and the role of leader. The first to wait leads:
/// it commits its own and everybody else's write, then hands the lead to the next one waiting. A
/// write that fails is rolled back to its own savepoint and does not harm its neighbours; when the
/// commit itself fails, every write of the batch fails, and none of them was answered before.
actor CommitQueue {
    private typealias Body = @Sendable (Database) throws -> any Sendable
    private typealias Outcome = Result<any Sendable, any Error>

    private enum Turn: Sendable {
        case done(Outcome)
        case lead
    }

    private struct Waiting: Sendable {
        let body: Body
        let turn: CheckedContinuation<Turn, Never>
    }

    /// The most writes in one transaction.
    static let batchMax = 256

    private let pool: DatabasePool
    private var waiting: [Waiting] = []
    private var isLed = false

    init(pool: DatabasePool) { self.pool = pool }

    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws -> Answer {
        let outcome: Outcome
        if isLed {
            let turn = await withCheckedContinuation { turn in
                waiting.append(Waiting(body: body, turn: turn))
            }
            switch turn {
            case .done(let answered): outcome = answered
            case .lead: outcome = await lead(body)
            }
        } else {
            isLed = true
            outcome = await lead(body)
        }
        guard let answer = try outcome.get() as? Answer else {
            preconditionFailure("a write answered with another type")
        }
        return answer
    }

    private func lead(_ body: @escaping Body) async -> Outcome {
        let followers = Array(waiting.prefix(Self.batchMax - 1))
        waiting.removeFirst(followers.count)
        let outcomes = await commit([body] + followers.map(\.body))
        for (follower, outcome) in zip(followers, outcomes.dropFirst()) {
            follower.turn.resume(returning: .done(outcome))
        }
        if waiting.isEmpty {
            isLed = false
        } else {
            waiting.removeFirst().turn.resume(returning: .lead)
        }
        return outcomes[0]
    }

    /// Not GRDB's own async write: that one is cancelled with its caller, who commits for others.
    private func commit(_ bodies: [Body]) async -> [Outcome] {
        await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: Self.outcomes(of: bodies, in: database))
            }
        }
    }

    private static func outcomes(of bodies: [Body], in database: Database) -> [Outcome] {
        var outcomes: [Outcome] = []
        do {
            try database.inTransaction(.immediate) {
                for body in bodies {
                    outcomes.append(outcome(of: body, in: database))
                    // A full disk can end the whole transaction, and the neighbours with it.
                    guard database.isInsideTransaction else { throw StorageError.disk(code: 0) }
                }
                return .commit
            }
            return outcomes
        } catch {
            return bodies.map { _ in .failure(StorageError(sqlite: error)) }
        }
    }

    private static func outcome(of body: Body, in database: Database) -> Outcome {
        var answer: (any Sendable)?
        do {
            try database.inSavepoint {
                answer = try body(database)
                return .commit
            }
        } catch {
            return .failure(error)
        }
        guard let answer else { preconditionFailure("a write ended without an answer") }
        return .success(answer)
    }
}
