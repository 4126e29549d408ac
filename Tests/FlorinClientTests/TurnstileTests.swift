import Synchronization
import Testing

@testable import FlorinClient

@Suite(.timeLimit(.minutes(1)))
struct TurnstileTests {
    /// Counts who is inside.
    private final class Crowd: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        func come() {
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
        }

        func go() { counts.withLock { $0.now -= 1 } }
    }

    @Test func `one is inside at a time, however many come`() async {
        let turnstile = Turnstile(waitingMax: 1_000)
        let crowd = Crowd()
        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    guard await turnstile.enter() == .entered else { return }
                    crowd.come()
                    await Task.yield()
                    crowd.go()
                    turnstile.leave()
                }
            }
        }
        #expect(crowd.most == 1)
        #expect(await turnstile.enter() == .entered)
    }

    @Test func `who comes to a full queue is told so`() async {
        let turnstile = Turnstile(waitingMax: 0)
        #expect(await turnstile.enter() == .entered)
        #expect(await turnstile.enter() == .full)
        turnstile.leave()
        #expect(await turnstile.enter() == .entered)
    }

    @Test func `who is cancelled leaves the queue, and the others get their turn`() async {
        let turnstile = Turnstile(waitingMax: 10)
        #expect(await turnstile.enter() == .entered)
        await withTaskGroup(of: Turnstile.Entry.self) { group in
            group.addTask { await turnstile.enter() }
            group.cancelAll()
            #expect(await group.next() == .cancelled)
        }
        turnstile.leave()
        #expect(await turnstile.enter() == .entered)
    }

    @Test func `numbers grow where the clock stands still or goes back`() {
        let times = Mutex<[Int64]>([100, 100, 100, 50, 200, 150, 201])
        let requestIDs = RequestIDs { times.withLock { $0.removeFirst() } }
        #expect((0..<7).map { _ in requestIDs.next() } == [100, 101, 102, 103, 200, 201, 202])
    }

    @Test func `numbers are today's milliseconds`() {
        // 2025 to 2100, in milliseconds.
        #expect((1_735_689_600_000..<4_102_444_800_000).contains(RequestIDs().next()))
    }

    @Test func `numbers asked for at the same time are all different`() async {
        let requestIDs = RequestIDs()
        let all = await withTaskGroup(of: [Int64].self) { group in
            for _ in 0..<20 { group.addTask { (0..<100).map { _ in requestIDs.next() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(all).count == 2_000)
    }
}
