import Foundation

/// Runs a script of Tests/Python or Examples to its end, in the environment of `script/python`.
///
///     let outcome = try await PythonScript.run(
///         "Tests/Python/official_client.py", [florin.url, publicKey, privateKey])
///     #expect(outcome.status == 0, "\(outcome)")
///
/// For one that goes on until it is stopped, there is `PythonProcess`.
package enum PythonScript {
    /// What a run came to.
    package struct Outcome: Sendable, CustomStringConvertible {
        /// The exit status.
        package let status: Int
        /// Standard output.
        package let output: String
        /// Standard error.
        package let errors: String

        /// The last line of the output that is not empty.
        package var lastLine: String {
            output.split(separator: "\n").last.map { String($0) } ?? ""
        }

        package var description: String { "exit status \(status)\n\(output)\(errors)" }
    }

    /// The folder of the package, above this file.
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The status `timeout` answers with for what it had to end, and after how long it insists.
    private static let statusOfTimeOut = 124
    private static let statusOfKill = 137
    private static let insistSeconds = 2
    /// How much longer the file with the status is waited for than the script may run.
    private static let grace = Duration.seconds(10)

    // `timeout` ends the script in time even if the tests are gone by then. The status is left in a
    // file, which appears complete or not at all.
    private static let shellScript = """
        folder=$1 insist=$2 seconds=$3 input=$4
        shift 4
        timeout --kill-after="$insist" "$seconds" "$@" \
            > "$folder/output" 2> "$folder/errors" < "$input"
        echo $? > "$folder/part"
        mv "$folder/part" "$folder/status"
        """

    /// Runs a script, named by its path from the package's folder, with an input if one is given.
    ///
    /// A status other than 0 is not an error here; a script that takes too long is.
    package static func run(
        _ script: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        input: [UInt8] = [],
        atMost limit: Duration = .seconds(60)
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        let inputPath = "\(folder.path)/input"
        try Data(input).write(to: URL(fileURLWithPath: inputPath))
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments =
            ["-c", shellScript, "sh", folder.path, "\(insistSeconds)"]
            + ["\(limit.components.seconds)", inputPath]
            + ["/usr/bin/env"] + (try command(script, arguments, environment: environment))
        shell.standardInput = FileHandle.nullDevice
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        func text(_ name: String) -> String {
            let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data()
            return String(decoding: data, as: UTF8.self)
        }
        func seen() -> String { String((text("output") + text("errors")).suffix(2_000)) }
        let status = try await Patience.wait(
            for: "the end of \(script)",
            atMost: limit + grace,
            instead: { seen() }
        ) { Int(text("status").filter(\.isNumber)) }
        guard status != statusOfTimeOut, status != statusOfKill else {
            throw RigError.notSeen(what: "the end of \(script) within \(limit)", instead: seen())
        }
        return Outcome(status: status, output: text("output"), errors: text("errors"))
    }

    /// What `/usr/bin/env` has to be told to run a script.
    static func command(
        _ script: String,
        _ arguments: [String],
        environment: [String: String]
    ) throws -> [String] {
        let python = "\(root)/.build/python/bin/python"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw RigError.notStarted(
                program: "python",
                output: "\(python) does not exist; script/python makes it"
            )
        }
        // Every line is seen as soon as it is printed, and nothing is left beside the scripts.
        let own = ["PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"]
        let variables = own.merging(environment) { _, given in given }
        return variables.map { "\($0.key)=\($0.value)" } + [python, "\(root)/\(script)"] + arguments
    }
}
