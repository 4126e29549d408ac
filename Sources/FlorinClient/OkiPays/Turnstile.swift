import Synchronization

/// Lets one caller through at a time, in the order of arrival.
///
/// Unlike an actor, which takes the next call as soon as the first one waits for something, it
/// stays shut until whoever is inside leaves. Who is cancelled while waiting leaves the queue.
final class Turnstile: Sendable {
    /// What came of waiting.
    enum Entry: Sendable {
        /// The caller is inside, and has to leave.
        case entered
        case cancelled
        case full
    }

    private struct Waiter {
        let ticket: Int
        let continuation: CheckedContinuation<Entry, Never>
    }

    private struct State {
        var isTaken = false
        var ticketLast = 0
        var waiting: [Waiter] = []
        var cancelledEarly: Set<Int> = []
    }

    private let waitingMax: Int
    private let state = Mutex(State())

    init(waitingMax: Int) {
        self.waitingMax = waitingMax
    }

    func enter() async -> Entry {
        let ticket = state.withLock { state in
            state.ticketLast += 1
            return state.ticketLast
        }
        let entry = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(ticket: ticket, continuation: continuation)
                if let entry = queue(waiter) { continuation.resume(returning: entry) }
            }
        } onCancel: {
            cancel(ticket)
        }
        state.withLock { state in _ = state.cancelledEarly.remove(ticket) }
        return entry
    }

    func leave() {
        let next = state.withLock { state -> Waiter? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.continuation.resume(returning: .entered)
    }

    /// Nil where the caller has to wait.
    private func queue(_ waiter: Waiter) -> Entry? {
        state.withLock { state in
            if state.cancelledEarly.contains(waiter.ticket) { return .cancelled }
            if !state.isTaken {
                state.isTaken = true
                return .entered
            }
            guard state.waiting.count < waitingMax else { return .full }
            state.waiting.append(waiter)
            return nil
        }
    }

    private func cancel(_ ticket: Int) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                state.cancelledEarly.insert(ticket)
                return nil
            }
            return state.waiting.remove(at: place)
        }
        waiter?.continuation.resume(returning: .cancelled)
    }
}
