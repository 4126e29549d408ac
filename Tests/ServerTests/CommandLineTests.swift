import Foundation
import Rigs
import Testing

/// The command line as scripts depend on it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CommandLineTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var data: String { "\(folder.path)/data" }

    /// Runs a command on this test's data directory.
    private func run(
        _ arguments: String...,
        environment: [String: String] = [:]
    ) async throws -> FlorinCommand.Outcome {
        try await FlorinCommand.run(
            arguments + ["--data", data],
            environment: environment
        )
    }

    /// Runs a command that works, and answers its one object.
    private func json(_ arguments: String...) async throws -> JSONValue {
        let outcome = try await FlorinCommand.run(arguments + ["--json", "--data", data])
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.count { $0 == "\n" } == 1)
        return outcome.json
    }

    /// The keys of an object, in order.
    private func keys(_ value: JSONValue) -> [String] {
        if case .object(let fields) = value { fields.keys.sorted() } else { [] }
    }

    @Test func `a merchant is created with both dialects' keys, listed, shown and changed`()
        async throws
    {
        let created = try await json(
            "merchant",
            "create",
            "--name",
            "Tea",
            "--result-url",
            "https://shop.example/hook"
        )
        #expect(keys(created) == ["merchant", "okipays", "onchainpay"])
        #expect(keys(created["merchant"]) == ["id", "name"])
        #expect(keys(created["okipays"]) == ["secret", "token"])
        #expect(keys(created["onchainpay"]) == ["privateKey", "publicKey"])
        #expect(created["merchant"]["name"] == "Tea")
        let id = try #require(created["merchant"]["id"].text)
        let listed = try await json("merchant", "list")
        #expect(listed["merchants"].elements.map { $0["id"].text } == [id])
        let changed = try await json(
            "merchant",
            "set",
            id,
            "--result-url",
            "",
            "--tolerance-percent",
            "0.5"
        )
        #expect(changed["merchant"]["resultUrl"] == .null)
        #expect(changed["merchant"]["tolerancePercent"] == "0.5")
        #expect(try await json("merchant", "show", "Tea")["merchant"] == changed["merchant"])
        // Neither secret lies in the data directory in the clear.
        let secret = try #require(created["okipays"]["secret"].text)
        let privateKey = try #require(created["onchainpay"]["privateKey"].text)
        #expect(!folder.contains(secret))
        #expect(!folder.contains(privateKey))
    }

    @Test func `keys are created, listed without their secrets, and revoked`() async throws {
        _ = try await json("merchant", "create", "--name", "Tea")
        let made = try await json("key", "create", "--merchant", "Tea", "--dialect", "okipays")
        #expect(keys(made) == ["merchant", "okipays"])
        let token = try #require(made["okipays"]["token"].text)
        let secret = try #require(made["okipays"]["secret"].text)
        let outcome = try await run("key", "list", "--merchant", "Tea", "--json")
        #expect(outcome.json["keys"].elements.count == 3)
        #expect(outcome.output.contains(token))
        #expect(!outcome.output.contains(secret))
        #expect(
            try await json("key", "revoke", token, "--merchant", "Tea")["revoked"] == .string(token)
        )
        #expect(try await run("key", "revoke", token, "--merchant", "Tea").status == 65)
    }

    @Test func `a wallet shows its first five addresses as other implementations derive them`()
        async throws
    {
        _ = try await json("merchant", "create", "--name", "Tea")
        // Where no node is configured a network counts as its main net.
        let zpub =
            "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUU"
            + "kgDKf31mGDtKsAYz2oz2AGutZYs"
        let added = try await json(
            "wallet",
            "add",
            "--merchant",
            "Tea",
            "--network",
            "bitcoin",
            "--xpub",
            zpub
        )
        let wallet = added["wallet"]
        #expect(keys(added) == ["wallet"])
        #expect(wallet["network"] == "bitcoin")
        #expect(wallet["script"] == "p2wpkh")
        #expect(wallet["addresses"].elements.count == 5)
        // BIP84's own first and second receiving addresses.
        #expect(wallet["addresses"][0] == "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu")
        #expect(wallet["addresses"][1] == "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g")
        let listed = try await json("wallet", "list", "--merchant", "Tea")
        #expect(listed["wallets"].elements == [wallet])
    }

    @Test(
        arguments: [
            "xprv9s21ZrQH143K3GJpoapnV8SFfukcVBSfeCficPSGfubmSFDxo1kuHnLisriDvSnRRuL2Qrg5ggqHKNVpx"
                + "R86QEC8w35uxmGoggxtQTPvfUu",
            String(repeating: "abandon ", count: 11) + "about",
            "L4rK1yDtCWekvXuE6oXD9jCYfFNV2cWRpVuPLBcCU2z8TrisoyY1",
        ]
    )
    func `a private key is refused in words and kept nowhere`(secret: String) async throws {
        _ = try await json("merchant", "create", "--name", "Tea")
        let outcome = try await run(
            "wallet",
            "add",
            "--merchant",
            "Tea",
            "--network",
            "bitcoin",
            "--xpub",
            secret
        )
        #expect(outcome.status == 65)
        #expect(!outcome.errors.isEmpty)
        #expect(!(outcome.errors + outcome.output).contains(secret))
        #expect(!(outcome.errors + outcome.output).contains(secret.prefix(20)))
        #expect(!folder.contains(secret))
        #expect(!folder.contains(String(secret.prefix(20))))
        #expect(try await json("wallet", "list", "--merchant", "Tea")["wallets"].elements.isEmpty)
    }

    @Test func `each kind of failure has its exit status and words`() async throws {
        #expect(try await run("merchant", "create").status == 64)
        #expect(try await run("nonsense").status == 64)
        #expect(try await run("merchant", "show", "nobody").status == 65)
        #expect(try await run("merchant", "create", "--name", "").status == 65)
        #expect(
            try await run("merchant", "create", "--name", "a", "--result-url", "ftp://a").status
                == 65
        )
        #expect(try await run("invoice", "show", "AAAAAAAA").status == 65)
        #expect(try await run("sandbox", "mine", "litecoin").status == 69)
        #expect(try await run("merchant", "list", "--config", "/nonexistent").status == 78)
        #expect(
            try await run("merchant", "list", environment: ["FLORIN_PORT": "70000"]).status == 78
        )
        #expect(try await run("serve", "--demo", "--port", "0").status == 78)
        let words = try await run("merchant", "show", "nobody", "--json")
        #expect(words.output.isEmpty)
        #expect(words.errors.hasPrefix("florin: there is no merchant"))
    }

    @Test func `rescan and backup answer one object`() async throws {
        let florin = try await FlorinProcess.start(["--sandbox"])
        try await florin.json("merchant", "create", "--name", "Tea")
        let file = "\(folder.path)/copy.db"
        #expect(try await florin.json("backup", file) == ["file": .string(file)])
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try await florin.run("backup", file).status == 65)
        try await florin.json("sandbox", "mine", "litecoin", "--blocks", "3")
        let rescan = try await florin.json("rescan", "--network", "litecoin", "--from", "1")
        #expect(rescan == ["from": 1, "network": "litecoin"])
        #expect(try await florin.run("rescan", "--network", "gold", "--from", "1").status == 65)
        #expect(try await florin.json("migrate")["schema"].integer ?? 0 >= 1)
        // The copy is a database that serves the same merchants.
        let listed = try await FlorinCommand.run([
            "merchant", "list", "--json", "--data", florin.data, "--database", "sqlite:\(file)",
        ])
        #expect(listed.json["merchants"][0]["name"] == "Tea")
    }

    @Test func `a second start finds the data of the first`() async throws {
        let world = try await SandboxShop()
        let code = try await world.open(1)
        try await world.florin.json("sandbox", "pay", code)
        try await world.stands(1, 2)
        try await world.florin.kill()
        try await world.florin.restart()
        let found = try await world.client.get(1)
        #expect(found.json["data"]["id"] == .string(code))
        #expect(found.json["data"]["status_id"] == 2)
    }

    @Test func `a port in use is said and ends with 69`() async throws {
        let first = try await FlorinProcess.start(["--sandbox"])
        let outcome = try await run("serve", "--sandbox", "--port", "\(first.port)")
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("port \(first.port) is in use"))
    }

    @Test func `a data directory is a sandbox's or a real one's for good`() async throws {
        let sandbox = try await FlorinProcess.start(["--sandbox"])
        try await sandbox.kill()
        #expect(try await sandbox.run("serve", "--port", "0").status == 78)
        let real = try await FlorinProcess.start([])
        try await real.kill()
        #expect(try await real.run("serve", "--sandbox", "--port", "0").status == 78)
    }
}
