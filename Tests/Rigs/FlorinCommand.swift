import Foundation

/// Runs the `florin` of the same build once and answers what it said.
package enum FlorinCommand {
    /// What a run came to.
    package struct Outcome: Sendable {
        /// The exit status.
        package let status: Int
        /// Standard output.
        package let output: String
        /// Standard error.
        package let errors: String

        /// The one JSON object on standard output, or null where there is something else.
        package var json: JSONValue {
            (try? JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))) ?? .null
        }
    }

    /// The program lies beside the tests.
    package static var program: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let own = URL(fileURLWithPath: tests).deletingLastPathComponent()
                .appendingPathComponent("florin").path
            let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }.map {
                URL(fileURLWithPath: $0).deletingLastPathComponent()
                    .appendingPathComponent("florin").path
            }
            guard
                let path = [own, bundle].compactMap(\.self).first(where: {
                    FileManager.default.isExecutableFile(atPath: $0)
                })
            else { throw RigError.notInstalled(package: "florin") }
            return path
        }
    }

    // The shell waits for its child in the foreground and leaves the status in a file, which
    // appears complete or not at all.
    private static let script = """
        folder=$1
        shift
        "$@" > "$folder/output" 2> "$folder/errors" < /dev/null
        echo $? > "$folder/part"
        mv "$folder/part" "$folder/status"
        """

    /// Runs a command to its end.
    package static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        atMost limit: Duration = .seconds(60)
    ) async throws -> Outcome {
        let folder = try TemporaryFolder()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments =
            ["-c", script, "sh", folder.path, "/usr/bin/env"]
            + environment.map { "\($0.key)=\($0.value)" } + [try program] + arguments
        shell.standardInput = FileHandle.nullDevice
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        let status = try await Patience.wait(
            for: "the end of florin \(arguments.joined(separator: " "))",
            atMost: limit
        ) {
            let data = FileManager.default.contents(atPath: "\(folder.path)/status")
            return data.flatMap { Int(String(decoding: $0, as: UTF8.self).filter(\.isNumber)) }
        }
        func text(_ name: String) -> String {
            let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data()
            return String(decoding: data, as: UTF8.self)
        }
        return Outcome(status: status, output: text("output"), errors: text("errors"))
    }
}
