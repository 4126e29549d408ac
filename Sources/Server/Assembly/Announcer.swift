import ServiceLifecycle

/// Does something once when the server listens, then waits for its end.
struct Announcer: Service {
    let ports: AsyncStream<Int>
    let announce: @Sendable (Int) async throws -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await port in ports {
                do {
                    try await announce(port)
                } catch is CancellationError {
                    return
                } catch {
                    Output.complain("\((error as? Failure)?.message ?? "\(error)")")
                }
            }
        }
    }
}
