import FoundationEssentials
import Glibc
import Payments

/// The file that a simulated chain's commands are kept in, one JSON line each.
///
/// A line counts when it is on the disk with its line end. What a crash left of a last line is cut
/// off; anything else that cannot be read is an error that names the line. The first line says
/// which chain it is. The file is locked while it is open.
final class SimulatedJournal {
    /// What the first line says.
    struct Header: Codable, Hashable {
        let network: String
        let seed: UInt64
        let microseconds: Int64
        var version = Header.versionKnown

        static let versionKnown = 1
    }

    private let descriptor: Int32
    private var length = 0
    private var isBroken = false
    private var isOpen = true

    private static let lineEnd = UInt8(ascii: "\n")
    private static let chunkBytes = 1 << 20

    /// Opens or makes the file, and the folder where that is missing.
    init(directory: String, network: NetworkID) throws(ChainError) {
        let path = "\(directory)/\(network).journal"
        try Self.makeFolder(directory)
        descriptor = unsafe path.withCString {
            unsafe open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        }
        guard descriptor >= 0 else { throw .journal(what: "open: \(Self.reason)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .journal(what: "\(network) is in use by another process")
        }
        try Self.syncFolder(directory)
    }

    deinit { close() }

    /// Lets another take the file; nothing can be written any more.
    func close() {
        guard isOpen else { return }
        isOpen = false
        // A program that is just being started has a copy of the descriptor for a moment, and the
        // lock with it: closing ours alone would leave the file in use.
        flock(descriptor, LOCK_UN)
        Glibc.close(descriptor)
    }

    /// Reads the header and every command; writes the header given where the file is new.
    ///
    /// The header that `begin` gets is the file's, which may be another one than was given.
    func replay(
        orBegin header: Header,
        _ take: (DatedCommand) throws(SimulationError) -> Void,
        beginning begin: (Header) throws(ChainError) -> Void
    ) throws(ChainError) {
        let bytes = try contents()
        let decoder = JSONDecoder()
        var lineNumber = 0
        var start = 0
        while let end = bytes[start...].firstIndex(of: Self.lineEnd) {
            lineNumber += 1
            let line = Data(bytes[start..<end])
            if lineNumber == 1 {
                try begin(try Self.header(line, decoder))
            } else {
                do {
                    try take(try decoder.decode(DatedCommand.self, from: line))
                } catch {
                    throw .journal(what: "line \(lineNumber) cannot be read")
                }
            }
            start = end + 1
        }
        length = start
        if start < bytes.count { try cut() }
        if lineNumber == 0 {
            try begin(header)
            do { try append(header) } catch { throw .journal(what: error.message) }
        }
    }

    /// Writes a line and waits until the disk has it.
    ///
    /// After an error nobody knows what the disk holds, so every later call fails too.
    func append(_ line: some Encodable) throws(SimulationError) {
        if !isOpen { throw .journal(what: "it is closed") }
        if isBroken { throw .journal(what: "an earlier command could not be written") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let encoded = try? encoder.encode(line) else {
            throw .journal(what: "a command cannot be written as JSON")
        }
        let bytes = Array(encoded) + [Self.lineEnd]
        guard write(bytes), fsync(descriptor) == 0 else {
            let reason = Self.reason
            isBroken = true
            ftruncate(descriptor, length)
            throw .journal(what: "write: \(reason)")
        }
        length += bytes.count
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor,
                    buffer.baseAddress?.advanced(by: written),
                    bytes.count - written,
                    length + written
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    private func contents() throws(ChainError) -> [UInt8] {
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe pread(descriptor, buffer.baseAddress, buffer.count, contents.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .journal(what: "read: \(Self.reason)") }
            if count == 0 { return contents }
            contents += chunk[..<count]
        }
    }

    /// Removes what stands after the last whole line.
    private func cut() throws(ChainError) {
        guard ftruncate(descriptor, length) == 0, fsync(descriptor) == 0 else {
            throw .journal(what: "truncate: \(Self.reason)")
        }
    }

    private static func header(
        _ line: Data,
        _ decoder: JSONDecoder
    ) throws(ChainError) -> Header {
        guard let header = try? decoder.decode(Header.self, from: line),
            header.version == Header.versionKnown
        else { throw .journal(what: "line 1 cannot be read") }
        return header
    }

    private static func makeFolder(_ path: String) throws(ChainError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .journal(what: "the folder cannot be made")
        }
    }

    /// A new file is on the disk for good only when its folder is.
    private static func syncFolder(_ path: String) throws(ChainError) {
        let folder = unsafe path.withCString { unsafe open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard folder >= 0 else { throw .journal(what: "open: \(reason)") }
        defer { Glibc.close(folder) }
        guard fsync(folder) == 0 else { throw .journal(what: "sync: \(reason)") }
    }

    private static var reason: String { unsafe String(cString: strerror(errno)) }
}
