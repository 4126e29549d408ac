import Logging
import Payments

extension EVMSource {
    /// Who is asked in one update.
    struct Team: Sendable {
        let reader: Int
        let readerHead: EVMBlock
        /// Nil where no other server is in health and up to date.
        let witness: Int?
        let witnessHead: EVMBlock?

        var members: [Int] { [reader] + (witness.map { [$0] } ?? []) }

        /// The height up to which both have blocks.
        var height: UInt64 { min(readerHead.height, witnessHead?.height ?? .max) }
    }

    /// A reader this far behind the highest head is left for a better one.
    private static let readerLagBlocks: UInt64 = 3

    /// Asks who is there and chooses; nil where nobody is and an earlier fault says why.
    ///
    /// Errors: The first server's where nobody answers and there is no earlier fault.
    func team(after fault: ChainError?) async throws -> Team? {
        let indices = candidates()
        // In a second round only those are asked that did not fail in the first.
        let time = now()
        let asked = fault == nil ? indices : indices.filter { !healths[$0].isResting(at: time) }
        let heads = await heads(of: asked)
        try Task.checkCancellation()
        var firstError: ChainError?
        for head in heads {
            if let block = head.block { healths[head.index].tell(block) }
            if let error = head.error {
                await fail(head.index, error, atHead: true)
                firstError = firstError ?? error
            }
        }
        guard let team = choose(from: heads) else {
            if fault == nil, let firstError { throw firstError }
            return nil
        }
        reader = team.reader
        return team
    }

    /// The servers that are not left alone; where all are, the one whose rest ends first.
    private func candidates() -> [Int] {
        let time = now()
        let awake = healths.indices.filter { !healths[$0].isResting(at: time) }
        guard awake.isEmpty else { return awake }
        let next = healths.indices.min { left, right in
            (healths[left].restsUntil ?? time) < (healths[right].restsUntil ?? time)
        }
        return next.map { [$0] } ?? []
    }

    /// What a server said its newest block is, or why it did not.
    ///
    /// A class with two optionals: handed on as a tuple with a `Result`, the place of the server is
    /// overwritten in the program that Swift 6.3.1 makes with optimisation.
    private final class Head: Sendable {
        let index: Int
        let block: EVMBlock?
        let error: ChainError?

        init(index: Int, block: EVMBlock?, error: ChainError?) {
            self.index = index
            self.block = block
            self.error = error
        }
    }

    private func heads(of indices: [Int]) async -> [Head] {
        await withTaskGroup(of: Head.self) { group in
            for index in indices {
                let node = nodes[index]
                group.addTask {
                    do throws(ChainError) {
                        return Head(index: index, block: try await node.head(), error: nil)
                    } catch {
                        return Head(index: index, block: nil, error: error)
                    }
                }
            }
            var heads: [Head] = []
            for await head in group { heads.append(head) }
            return heads.sorted { $0.index < $1.index }
        }
    }

    private func choose(from answers: [Head]) -> Team? {
        let heads = answers.compactMap { head in
            head.block.map { (index: head.index, block: $0) }
        }
        let seconds = now().seconds
        let sane = heads.filter { $0.block.time.seconds - seconds <= limits.futureSeconds }
        let eligible = sane.isEmpty ? heads : sane
        guard let highest = eligible.max(by: { $0.block.height < $1.block.height }) else {
            return nil
        }
        for head in heads where !eligible.contains(where: { $0.index == head.index }) {
            healths[head.index].fail(
                .malformed(what: "the time of the newest block"),
                atHead: true,
                at: now(),
                limits: limits
            )
        }
        let chosen =
            eligible.first { head in
                head.index == reader
                    && highest.block.height - head.block.height <= Self.readerLagBlocks
            } ?? highest
        // A false clock must not make honest servers look late.
        let readerSeconds = min(chosen.block.time.seconds, seconds)
        let witness = eligible.filter { head in
            head.index != chosen.index
                && readerSeconds - head.block.time.seconds <= limits.witnessLagSeconds
        }
        .max { $0.block.height < $1.block.height }
        return Team(
            reader: chosen.index,
            readerHead: chosen.block,
            witness: witness?.index,
            witnessHead: witness?.block
        )
    }

    /// Notes a failure; throws it where it is not worth another try.
    func note(_ failure: EVMFailure) async throws {
        try Task.checkCancellation()
        if failure.isInconsistency, !healths[failure.index].contradictItself() {
            throw failure.error
        }
        await fail(failure.index, failure.error, atHead: false)
    }

    private func fail(_ index: Int, _ error: ChainError, atHead: Bool) async {
        healths[index].fail(error, atHead: atHead, at: now(), limits: limits)
        await nodes[index].forgetChain()
        logger.debug(
            "chain server failed",
            metadata: [
                "chain.network": "\(network)",
                "chain.server": "\(nodes[index].endpoint.name)",
                "error": "\(error.message)",
            ]
        )
    }

    /// Asks one server; an error is blamed on it.
    func ask<Value: Sendable>(
        _ index: Int,
        _ question: (EVMNode) async throws -> Value
    ) async throws -> Value {
        do {
            return try await question(nodes[index])
        } catch let error as ChainError {
            throw EVMFailure(index: index, error: error)
        }
    }

    /// Asks the first server that answers, the reader before the others.
    func askAny<Value: Sendable>(
        _ question: (EVMNode) async throws -> Value
    ) async throws -> Value {
        var fault: ChainError?
        for index in candidates().sorted(by: { $0 == reader && $1 != reader }) {
            do {
                return try await question(nodes[index])
            } catch let error as ChainError {
                try Task.checkCancellation()
                fault = fault ?? error
                // One that does not know a method may still be good at blocks.
                if case .node = error, EVMFault(error) == .other { continue }
                await fail(index, error, atHead: false)
            }
        }
        throw fault ?? ChainError.unreachable(label: "no server left")
    }
}
