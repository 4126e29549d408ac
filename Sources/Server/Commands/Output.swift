import ArgumentParser
import Foundation
import Gateway
import Storage

/// Prints results for people or as one JSON object, and errors on standard error.
enum Output {
    /// Writes a line to standard output at once, also where that is a file or a pipe.
    static func say(_ text: String) {
        // Who reads may have gone, as in `florin doctor | head -1`.
        try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    }

    /// Prints one JSON object, keys in alphabetical order, and nothing else.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Prints a line on standard error.
    static func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("florin: \(text)\n".utf8))
    }

    /// Runs a command's body and turns what it throws into words and an exit status.
    static func guarding(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let failure as Failure {
            complain(failure.message)
            throw failure.exitCode
        } catch let error as StorageError {
            complain(error.message)
            throw Failure(.unavailable, error.message).exitCode
        } catch let error as ExitCode {
            throw error
        } catch let refusal as SandboxRefusal {
            complain(refusal.message)
            throw Failure(.badInput, refusal.message).exitCode
        } catch {
            complain("\(error)")
            throw Failure(.ourFault, "").exitCode
        }
    }
}
