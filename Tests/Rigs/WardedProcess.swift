import Foundation
import Synchronization

/// A program that never outlives the test: a small shell ends it, and deletes its folder, as soon
/// as the shell's input closes, be it by `stop()` or by the death of the test process.
final class WardedProcess: Sendable {
    private struct Parts {
        var shell: Process
        var input: Pipe
        var isStopped = false
    }

    private let parts: Mutex<Parts>
    private let folder: String

    // No `wait`: the shell inherits blocked signals and would never hear of its child's end. A
    // folder that cannot be deleted yet is tried again until the child is really gone.
    private static let script = """
        folder=$1
        shift
        "$@" > "$folder/output" 2>&1 &
        child=$!
        echo $child > "$folder/pid"
        read -r line
        kill -9 $child
        until rm -rf "$folder" 2> /dev/null; do :; done
        """

    init(program: String, arguments: [String], folder: String) throws {
        self.folder = folder
        let shell = Process()
        let input = Pipe()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", Self.script, "sh", folder, program] + arguments
        shell.standardInput = input
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        parts = Mutex(Parts(shell: shell, input: input))
    }

    var isRunning: Bool { parts.withLock { $0.shell.isRunning } }

    /// The program's process, once it was started.
    var programID: Int32? {
        let data = FileManager.default.contents(atPath: "\(folder)/pid") ?? Data()
        return Int32(String(decoding: data, as: UTF8.self).filter(\.isNumber))
    }

    /// The last lines the program wrote.
    var outputEnd: String {
        let data = FileManager.default.contents(atPath: "\(folder)/output") ?? Data()
        return String(decoding: data.suffix(2_000), as: UTF8.self)
    }

    /// Has the program ended and its folder deleted, without waiting for it.
    func stop() {
        parts.withLock { parts in
            guard !parts.isStopped else { return }
            parts.isStopped = true
            // A word besides the end of input, in case another child holds the pipe open.
            try? parts.input.fileHandleForWriting.write(contentsOf: Data("stop\n".utf8))
            try? parts.input.fileHandleForWriting.close()
        }
    }
}
