import Foundation
import Rigs
import Testing

/// What `florin doctor` says about installations that something is wrong with.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct DoctorTests {
    /// The first block of every private Litecoin chain.
    private static let genesis = "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var data: String { "\(folder.path)/data" }

    /// A node of which only what the doctor asks is there.
    private func node(
        chain: String = "regtest",
        isSyncing: Bool = false,
        date: String? = nil
    ) async throws -> ShopServer {
        let stub = try await ShopServer.start()
        @Sendable func answer(to call: JSONValue) -> JSONValue {
            let result: JSONValue =
                switch call["method"].text {
                case "getblockchaininfo":
                    [
                        "chain": .string(chain), "blocks": 7, "headers": 9,
                        "bestblockhash": .string(String(repeating: "ab", count: 32)),
                        "initialblockdownload": .bool(isSyncing),
                    ]
                default: .string(Self.genesis)
                }
            return ["result": result, "error": .null, "id": call["id"]]
        }
        stub.answers { call in
            let batch = call.json.elements
            let answer =
                batch.isEmpty ? answer(to: call.json) : .array(batch.map(answer(to:)))
            let body = String(
                decoding: (try? JSONEncoder().encode(answer)) ?? Data(),
                as: UTF8.self
            )
            let head = "Connection: close\r\n" + (date.map { "Date: \($0)\r\n" } ?? "")
            return .raw(
                "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(head)\r\n\(body)"
            )
        }
        return stub
    }

    private func examine(
        nodeURL: String?,
        chain: String = "regtest",
        rates: JSONValue = ["LTC": "87.41"]
    ) async throws -> FlorinCommand.Outcome {
        // Nothing is asked outside: what live sources say is another suite's.
        var config: [String: JSONValue] = ["rates": rates, "rateSources": []]
        if let nodeURL {
            config["networks"] = [
                "litecoin": [
                    "url": .string(nodeURL), "user": .string(Litecoind.user),
                    "password": .string(Litecoind.password), "chain": .string(chain),
                ]
            ]
        }
        let text = String(
            decoding: try JSONEncoder().encode(JSONValue.object(config)),
            as: UTF8.self
        )
        let file = try folder.write(text, to: "florin.json")
        return try await FlorinCommand.run(
            ["doctor", "--json", "--data", data, "--config", file]
        )
    }

    /// The words of everything that is wrong.
    private func faults(_ outcome: FlorinCommand.Outcome) -> [String] {
        outcome.json["checks"].elements.filter { $0["ok"] == false }
            .map { "\($0["check"].text ?? ""): \($0["message"].text ?? "")" }
    }

    @Test func `an installation with a real node in order is fine`() async throws {
        let node = try await Litecoind.start()
        try await node.createWallet()
        try await node.mine(1, to: node.newAddress())
        let outcome = try await examine(nodeURL: node.endpoint)
        #expect(faults(outcome) == [])
        #expect(outcome.status == 0)
        #expect(outcome.json["ok"] == true)
        let wrong = try await examine(nodeURL: node.endpoint, chain: "main")
        #expect(wrong.status == 78)
        #expect(faults(wrong).contains { $0.contains("litecoin: wrong chain") })
    }

    @Test func `no node is a service out of reach`() async throws {
        let port = try await FreePort.find()
        let start = ContinuousClock.now
        let outcome = try await examine(nodeURL: "http://127.0.0.1:\(port)")
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(outcome.status == 69)
        #expect(outcome.json["ok"] == false)
        #expect(faults(outcome).count == 1)
        #expect(faults(outcome).first?.hasPrefix("network litecoin: ") == true)
    }

    @Test func `a node of another chain is named`() async throws {
        let node = try await node(chain: "main")
        let outcome = try await examine(nodeURL: node.url)
        #expect(outcome.status == 78)
        #expect(faults(outcome).contains { $0.hasPrefix("network litecoin: wrong chain") })
    }

    @Test func `a node that is still syncing is named`() async throws {
        let node = try await node(isSyncing: true)
        let outcome = try await examine(nodeURL: node.url)
        #expect(faults(outcome).contains { $0.contains("syncing") }, "\(outcome.output)")
        #expect(outcome.status == 69)
    }

    @Test func `a clock that is off is named`() async throws {
        let node = try await node(date: "Tue, 14 Nov 2023 22:13:20 GMT")
        let outcome = try await examine(nodeURL: node.url)
        #expect(faults(outcome).contains { $0.hasPrefix("clock: off") }, "\(outcome.output)")
        #expect(outcome.status == 78)
    }

    @Test func `a missing network and a missing price are named`() async throws {
        #expect(
            faults(try await examine(nodeURL: nil)) == [
                "networks: no network is configured (networks.NAME.url)"
            ]
        )
        let node = try await node()
        let outcome = try await examine(nodeURL: node.url, rates: [:])
        #expect(faults(outcome).contains { $0.contains("set rates.LTC") }, "\(outcome.output)")
        #expect(outcome.status == 78)
    }

    @Test func `a data directory that cannot be written is named`() async throws {
        // Root may write everywhere, so a file takes the directory's place.
        try folder.write("", to: "data")
        let outcome = try await examine(nodeURL: nil)
        #expect(faults(outcome).contains { $0.hasPrefix("data directory: ") }, "\(outcome.output)")
        #expect(outcome.status == 78)
    }

    @Test func `a master key that others can read is named, and nothing starts with it`()
        async throws
    {
        _ = try await FlorinCommand.run(["merchant", "list", "--data", data])
        let key = "\(data)/master.key"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        let outcome = try await examine(nodeURL: nil)
        #expect(faults(outcome).contains { $0.contains("chmod 600") }, "\(outcome.output)")
        #expect(outcome.status == 78)
        let started = try await FlorinCommand.run(["serve", "--port", "0", "--data", data])
        #expect(started.status == 78)
        #expect(started.errors.contains("chmod 600"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        #expect(!faults(try await examine(nodeURL: nil)).contains { $0.contains("master key") })
    }

    @Test func `a configuration that cannot be read is named`() async throws {
        let file = try folder.write("{not json", to: "broken.json")
        let outcome = try await FlorinCommand.run(
            ["doctor", "--json", "--data", data, "--config", file]
        )
        #expect(outcome.status == 78)
        #expect(faults(outcome).contains { $0.hasPrefix("configuration: ") })
    }
}
