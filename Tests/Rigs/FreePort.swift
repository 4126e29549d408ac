import NIOCore
import NIOPosix
import Synchronization

/// TCP ports of the loopback interface that nothing listens on.
///
/// They lie below the range that outgoing connections take their ports from, and none is handed out
/// twice: of the many servers that tests start at once, no two meet at one port.
package enum FreePort {
    private static let range = 12_000..<30_000
    private static let triesMax = 1_000
    private static let handedOut = Mutex(Set<Int>())

    /// A port that was free a moment ago.
    package static func find() async throws -> Int {
        for _ in 0..<triesMax {
            let port = Int.random(in: range)
            guard handedOut.withLock({ $0.insert(port).inserted }) else { continue }
            let channel = try? await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: port)
                .get()
            guard let channel else { continue }
            try await channel.close()
            return port
        }
        throw RigError.noPort
    }
}
