import Synchronization

/// Says whether a server of a test lies now.
final class LieSwitch: Sendable {
    private let state = Mutex(false)

    var isOn: Bool {
        get { state.withLock(\.self) }
        set { state.withLock { $0 = newValue } }
    }
}
