import Foundation
import Gateway

/// The folder that holds the database, the master key and the sandbox's journals.
struct DataDirectory: Sendable {
    let path: String

    /// Makes the folder where it is missing, for its owner only.
    func create() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Failure(.configuration, "the data directory \(path) cannot be made")
        }
        guard FileManager.default.isWritableFile(atPath: path) else {
            throw Failure(.configuration, "the data directory \(path) is not writable")
        }
    }

    var masterKeyPath: String { "\(path)/master.key" }

    /// Where a running sandbox says how to reach it.
    var sandboxControlPath: String { "\(path)/sandbox.json" }

    /// Where the simulated networks keep their journals.
    var simulationPath: String { "\(path)/sandbox" }

    /// The master key: from the configuration, from its file, or made now.
    func masterKey(configured: String?, random: RandomText) throws -> [UInt8] {
        if let configured { return try Self.key(from: configured, named: "masterKey") }
        if let text = try? String(contentsOfFile: masterKeyPath, encoding: .utf8) {
            if let fault = masterKeyModeFault() { throw Failure(.configuration, fault) }
            return try Self.key(
                from: text.trimmingCharacters(in: .whitespacesAndNewlines),
                named: masterKeyPath
            )
        }
        if FileManager.default.fileExists(atPath: masterKeyPath) {
            throw Failure(.configuration, "\(masterKeyPath) cannot be read")
        }
        let text = random.hexadecimal(bytes: Vault.masterKeyBytes)
        try writePrivately(text + "\n", to: masterKeyPath)
        return try Self.key(from: text, named: masterKeyPath)
    }

    /// What is wrong with the mode of the master key's file, or nil.
    func masterKeyModeFault() -> String? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: masterKeyPath)
        guard let mode = attributes?[.posixPermissions] as? Int else { return nil }
        if mode & 0o077 == 0 { return nil }
        return "\(masterKeyPath) is readable by others (mode \(String(mode, radix: 8))): "
            + "run chmod 600 \(masterKeyPath)"
    }

    private static func key(from text: String, named name: String) throws -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count == Vault.masterKeyBytes * 2 else {
            throw Failure(
                .configuration,
                "\(name) must be \(Vault.masterKeyBytes * 2) hexadecimal digits"
            )
        }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    /// Writes a file that only its owner may read; it appears complete or not at all.
    func writePrivately(_ text: String, to path: String) throws {
        let part = "\(path).part"
        let isWritten = FileManager.default.createFile(
            atPath: part,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten, unsafe rename(part, path) == 0 else {
            throw Failure(.configuration, "\(path) cannot be written")
        }
    }
}
