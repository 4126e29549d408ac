import Foundation

/// A running script of Tests/Python or Examples that goes on until it ends or is stopped.
///
///     let shop = try PythonProcess.start("Examples/onchainpay-shop.py", environment: keys)
///     try await shop.prints("pay here: ")
///
/// It never outlives the test.
package final class PythonProcess: Sendable {
    private let script: String
    private let outputs: TemporaryFolder
    private let warded: WardedProcess

    /// Starts a script, named by its path from the package's folder.
    package static func start(
        _ script: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws -> PythonProcess {
        let outputs = try TemporaryFolder()
        // The one that is warded deletes its folder when it is stopped, so it gets one of its own.
        let folder = "\(outputs.path)/run"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
        let warded = try WardedProcess(
            program: "/usr/bin/env",
            arguments: PythonScript.command(script, arguments, environment: environment),
            folder: folder
        )
        return PythonProcess(script: script, outputs: outputs, warded: warded)
    }

    private init(script: String, outputs: TemporaryFolder, warded: WardedProcess) {
        self.script = script
        self.outputs = outputs
        self.warded = warded
    }

    deinit { warded.stop() }

    /// All that it has written so far, to standard output and standard error.
    package var output: String {
        let data = FileManager.default.contents(atPath: "\(outputs.path)/run/output") ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// The complete lines of the output.
    package var lines: [String] {
        output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map { String($0) }
    }

    /// Waits for a line that begins with a text, and answers what comes after it there.
    @discardableResult
    package func prints(
        _ beginning: String,
        atMost limit: Duration = .seconds(30)
    ) async throws -> String {
        try await Patience.wait(
            for: "a line of \(script) that begins with \(beginning)",
            atMost: limit,
            instead: { output }
        ) {
            lines.first { $0.hasPrefix(beginning) }.map { String($0.dropFirst(beginning.count)) }
        }
    }

    /// Ends it, without waiting for its end.
    package func stop() { warded.stop() }
}
