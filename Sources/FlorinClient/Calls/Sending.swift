import NIOCore
import Synchronization

/// A request's body that notes whether any of it was handed over to be sent.
///
/// The HTTP client asks for the body once it has a connection. Until then the request can be
/// withdrawn, and nobody has got it; afterwards nobody knows who has.
final class Sending: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private enum State {
        case waiting
        case handedOver
        case withdrawn
    }

    let bytes: [UInt8]
    private let state = Mutex(State.waiting)

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Makes sure that nothing is sent any more; false where it was handed over already.
    func withdraw() -> Bool {
        state.withLock { state in
            if state == .handedOver { return false }
            state = .withdrawn
            return true
        }
    }

    private func handOver() throws(CancellationError) -> ByteBuffer {
        let isWithdrawn = state.withLock { state in
            if state == .withdrawn { return true }
            state = .handedOver
            return false
        }
        if isWithdrawn { throw CancellationError() }
        return ByteBuffer(bytes: bytes)
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(sending: self)
    }

    /// Gives the body in one piece.
    struct Iterator: AsyncIteratorProtocol {
        private var sending: Sending?

        init(sending: Sending) {
            self.sending = sending
        }

        mutating func next() async throws -> ByteBuffer? {
            defer { sending = nil }
            return try sending?.handOver()
        }
    }
}
