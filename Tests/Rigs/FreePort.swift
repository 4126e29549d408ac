import NIOCore
import NIOPosix

/// TCP ports of the loopback interface that nothing listens on.
package enum FreePort {
    /// A port that was free a moment ago; whoever needs it should take it soon.
    package static func find() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0)
            .get()
        let port = channel.localAddress?.port
        try await channel.close()
        guard let port else { throw RigError.noPort }
        return port
    }
}
