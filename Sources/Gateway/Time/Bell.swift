import Synchronization

/// Wakes a service before its pause is over.
///
/// A ring while nobody sleeps is remembered, once. It may be rung from anywhere, also from inside
/// a lock or a cancellation handler, which is why it is a lock and not an actor.
package final class Bell: Sendable {
    private struct State {
        var isRung = false
        var sleeperLast = 0
        var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Makes a silent bell.
    package init() {}

    /// Wakes whoever sleeps, or whoever goes to sleep next.
    package func ring() {
        let woken = state.withLock { state in
            defer { state.sleepers = [:] }
            if state.sleepers.isEmpty { state.isRung = true }
            return Array(state.sleepers.values)
        }
        for sleeper in woken { sleeper.resume() }
    }

    /// Sleeps until the bell rings, the pause is over, or the task is cancelled.
    package func sleep(atMost pause: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: pause) }
            group.addTask { await self.waitForRing() }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForRing() async {
        let number = state.withLock { state in
            state.sleeperLast += 1
            return state.sleeperLast
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRung || Task.isCancelled {
                        state.isRung = false
                        return true
                    }
                    state.sleepers[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.resume()
        }
    }
}
