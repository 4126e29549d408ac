import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A real Litecoin node on a private chain of its own, in a temporary folder.
///
///     let node = try await Litecoind.start()
///     try await node.createWallet()
///     try await node.mine(101, to: node.newAddress())
///
/// It is stopped, and its folder deleted, when it is closed, when the last reference to it goes,
/// and when the test process dies. Mined coins can be spent after 100 more blocks.
package final class Litecoind: Sendable {
    /// Where it answers, without credentials.
    package let endpoint: String
    /// The user that `password` belongs to.
    package static let user = "florin"
    /// The password of `user`.
    package static let password = "regtest-password"
    /// The file with the node's other credentials, as it writes them itself.
    package var cookieFile: String { "\(folder)/regtest/.cookie" }

    private let folder: String
    private let process: WardedProcess

    /// The salted hash of `password` in the form the node wants.
    private static let authorization =
        "florin:5f1d0b0e0c4a4a0d9a7e6b1c2d3e4f50"
        + "$245bae1ab7adab4592ee8200a921f87edbdd1d875f4ac329b19cadf2faf0ab8b"

    private static let startSecondsMax = 30
    private static let answerBytesMax = 64 << 20

    /// Starts a node, with options in addition to the rig's own, and waits until it answers.
    package static func start(extraArguments: [String] = []) async throws -> Litecoind {
        let program = try await program()
        let port = try await FreePort.find()
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("florin-litecoind-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let arguments = [
            "-regtest", "-datadir=\(folder)", "-server", "-listen=0", "-printtoconsole=0",
            "-rpcauth=\(authorization)", "-rpcbind=127.0.0.1", "-rpcallowip=127.0.0.1",
            "-rpcport=\(port)", "-fallbackfee=0.0001", "-mempoolreplacement=1", "-par=1",
            // Mining stops at block 431 of a private chain unless MWEB is off or used by then.
            "-vbparams=mweb:-2:0",
        ]
        let process = try WardedProcess(
            program: program,
            arguments: arguments + extraArguments,
            folder: folder
        )
        let node = Litecoind(
            endpoint: "http://127.0.0.1:\(port)",
            folder: folder,
            process: process
        )
        try await node.waitUntilReady()
        return node
    }

    private init(endpoint: String, folder: String, process: WardedProcess) {
        self.endpoint = endpoint
        self.folder = folder
        self.process = process
    }

    deinit { process.stop() }

    /// Has the node stopped and its folder deleted; more than once does no harm.
    package func close() { process.stop() }

    /// Asks the node; an error of the node is thrown as `RigError.refused`.
    @discardableResult
    package func rpc(_ method: String, _ params: JSONValue...) async throws -> JSONValue {
        try await rpc(method, params: params)
    }

    /// Asks the node with parameters in a list.
    package func rpc(_ method: String, params: [JSONValue]) async throws -> JSONValue {
        let call: JSONValue = [
            "jsonrpc": "1.0", "id": 1, "method": .string(method), "params": .array(params),
        ]
        var request = HTTPClientRequest(url: endpoint)
        request.method = .POST
        request.setBasicAuth(username: Self.user, password: Self.password)
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(call)))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: Self.answerBytesMax)
        let data = Data(body.readableBytesView)
        guard let answer = try? JSONDecoder().decode(JSONValue.self, from: data) else {
            throw RigError.malformed(method: "\(method) (HTTP \(response.status.code))")
        }
        guard answer["error"] == .null else {
            throw RigError.refused(
                method: method,
                code: answer["error"]["code"].integer,
                message: answer["error"]["message"].text ?? ""
            )
        }
        return answer["result"]
    }

    /// The PATH has a wrapper that writes into the home folder; the package's lib folder has the
    /// program itself.
    private static func program() async throws -> String {
        let listing = Process()
        let output = Pipe()
        listing.executableURL = URL(fileURLWithPath: "/usr/bin/dpkg")
        listing.arguments = ["-L", "litecoind"]
        listing.standardOutput = output
        listing.standardError = Pipe()
        try listing.run()
        let text = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        let path = text.split(separator: "\n").map(String.init).first {
            $0.hasPrefix("/usr/lib/") && $0.hasSuffix("/litecoind")
                && FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let path else { throw RigError.notInstalled(package: "litecoind") }
        return path
    }

    private func waitUntilReady() async throws {
        let end = ContinuousClock.now + .seconds(Self.startSecondsMax)
        while ContinuousClock.now < end, process.isRunning {
            if (try? await rpc("getblockcount")) != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw RigError.notStarted(program: "litecoind", output: process.outputEnd)
    }
}
