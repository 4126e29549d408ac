package import Payments
import Synchronization

/// How often one client may ask about transactions: so many times in a while, forgotten after it.
///
/// It is a lock and no actor because nothing is awaited under it. What it knows is lost with the
/// process, which costs nothing but a few more questions.
package final class InquiryPace: Sendable {
    private struct Window {
        var first: Instant
        var count: Int
    }

    /// The most questions of one client in a while.
    package static let questionsMax = 30
    /// How long that while is.
    package static let seconds: Int64 = 600
    /// The most clients that are remembered; beyond, all are forgotten.
    package static let clientsMax = 10_000

    private let windows = Mutex([String: Window]())

    /// Makes a pace that nobody has used yet.
    package init() {}

    /// Counts a question; false where the client has to wait.
    package func allows(_ client: String, at now: Instant) -> Bool {
        windows.withLock { windows in
            let oldest = now.advanced(bySeconds: -Self.seconds)
            if var window = windows[client], window.first > oldest {
                guard window.count < Self.questionsMax else { return false }
                window.count += 1
                windows[client] = window
                return true
            }
            if windows.count >= Self.clientsMax {
                windows.removeAll()
            }
            windows[client] = Window(first: now, count: 1)
            return true
        }
    }
}
