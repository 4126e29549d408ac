/// Waits for what other processes do, up to a limit.
package enum Patience {
    private static let pause = Duration.milliseconds(50)

    /// Looks again and again until there is something; throws when the time is over.
    package static func wait<Found>(
        for what: String,
        atMost limit: Duration = .seconds(30),
        instead: () async -> String = { "nothing" },
        _ look: () async throws -> Found?
    ) async throws -> Found {
        let end = ContinuousClock.now + limit
        while true {
            if let found = try await look() { return found }
            guard ContinuousClock.now < end else { break }
            try await Task.sleep(for: pause)
        }
        throw RigError.notSeen(what: what, instead: await instead())
    }

    /// Lets time pass in which nothing may happen.
    package static func rest(_ duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
