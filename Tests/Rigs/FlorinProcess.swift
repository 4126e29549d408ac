import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// A running `florin serve` on a free port, which can be killed and started again on its data.
///
///     let florin = try await FlorinProcess.start(["--sandbox"])
///     try await florin.kill()
///     try await florin.restart()
///
/// It never outlives the test. Its data directory goes with the last reference to it.
package final class FlorinProcess: Sendable {
    /// The folder its data directory and its configuration lie in.
    package let folder: TemporaryFolder
    /// The port it listens on.
    package let port: Int
    /// What requests begin with.
    package var url: String { "http://127.0.0.1:\(port)" }
    /// Its data directory.
    package var data: String { "\(folder.path)/data" }

    private let arguments: [String]
    private let environment: [String: String]
    private let process = Mutex(WardedProcess?.none)

    private static let startSecondsMax = 30

    /// Starts a server and waits until it answers.
    package static func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: TemporaryFolder? = nil
    ) async throws -> FlorinProcess {
        let florin = FlorinProcess(
            arguments: arguments,
            environment: environment,
            folder: try folder ?? TemporaryFolder(),
            port: try await FreePort.find()
        )
        try await florin.restart()
        return florin
    }

    private init(
        arguments: [String],
        environment: [String: String],
        folder: TemporaryFolder,
        port: Int
    ) {
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.port = port
    }

    deinit {
        process.withLock { $0?.stop() }
        // The server may write for a moment more, so the folder is swept again, but not for ever.
        let sweeper = Process()
        sweeper.executableURL = URL(fileURLWithPath: "/bin/sh")
        sweeper.arguments = ["-c", Self.sweeping, "sh", folder.path]
        sweeper.standardInput = FileHandle.nullDevice
        sweeper.standardOutput = FileHandle.nullDevice
        sweeper.standardError = FileHandle.nullDevice
        try? sweeper.run()
    }

    private static let sweeping = """
        for round in 1 2 3 4 5; do sleep 0.3; rm -rf "$1"; done
        """

    /// Starts it again on the same data and port, after it was killed.
    package func restart() async throws {
        let outputs = "\(folder.path)/run-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: outputs,
            withIntermediateDirectories: true
        )
        let warded = try WardedProcess(
            program: "/usr/bin/env",
            arguments: environment.map { "\($0.key)=\($0.value)" } + [
                try FlorinCommand.program, "serve", "--data", data, "--port", "\(port)",
            ] + arguments,
            folder: outputs
        )
        process.withLock { $0 = warded }
        do {
            try await Patience.wait(
                for: "florin serve",
                atMost: .seconds(Self.startSecondsMax),
                instead: { warded.outputEnd }
            ) { await isAlive() ? () : nil }
        } catch {
            warded.stop()
            throw error
        }
    }

    /// Ends it at once, without any farewell, and waits until it is gone.
    package func kill() async throws {
        guard let warded = process.withLock({ $0 }), let id = warded.programID else { return }
        _ = Foundation.kill(id, SIGKILL)
        try await Patience.wait(for: "the death of florin") {
            // A process that nobody waited for stays as a zombie, which holds nothing.
            let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
            return state?.contains(") Z ") ?? true ? () : nil
        }
        process.withLock { $0 = nil }
        warded.stop()
    }

    /// The last lines it wrote.
    package var outputEnd: String { process.withLock { $0?.outputEnd } ?? "" }

    /// The object that `serve --json` prints once it listens.
    package func announcement() async throws -> JSONValue {
        try await Patience.wait(for: "the line of serve --json", instead: { outputEnd }) {
            for line in outputEnd.split(separator: "\n") where line.hasPrefix("{") {
                if let value = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)) {
                    return value
                }
            }
            return nil
        }
    }

    /// Runs another command of `florin` on the same data directory.
    package func run(_ arguments: String...) async throws -> FlorinCommand.Outcome {
        try await FlorinCommand.run(
            arguments + ["--data", data],
            environment: environment
        )
    }

    /// Runs a command with `--json` and answers its object; a failure is thrown.
    @discardableResult
    package func json(_ arguments: String...) async throws -> JSONValue {
        let outcome = try await FlorinCommand.run(
            arguments + ["--json", "--data", data],
            environment: environment
        )
        guard outcome.status == 0 else {
            throw RigError.refused(
                method: "florin \(arguments.joined(separator: " "))",
                code: outcome.status,
                message: outcome.errors
            )
        }
        return outcome.json
    }

    private func isAlive() async -> Bool {
        let request = HTTPClientRequest(url: "\(url)/healthz")
        let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(2))
        return response?.status == .ok
    }
}
