import Foundation
import Payments
import Rigs
import Storage
import Testing

/// A shop on a sandbox, its neighbour, and the people who may see them in the cabinet.
struct CabinetShop {
    let sandbox: SandboxShop
    let merchant: MerchantID
    let neighbour: MerchantID
    let manager: CabinetVisitor
    let viewer: CabinetVisitor
    let stranger: CabinetVisitor

    init(_ reply: ShopServer.Reply = .done) async throws {
        sandbox = try await SandboxShop(reply)
        let florin = sandbox.florin
        try await florin.json("merchant", "create", "--name", "Neighbour")
        let listed = try await florin.json("merchant", "list")["merchants"].elements
        func id(_ name: String) throws -> MerchantID {
            MerchantID(try #require(listed.first { $0["name"].text == name }?["id"].text))
        }
        merchant = try id("Shop")
        neighbour = try id("Neighbour")
        manager = try await .enter(florin, as: [merchant: .manager], named: "anna")
        viewer = try await .enter(florin, as: [merchant: .viewer], named: "ben")
        stranger = try await .enter(florin, as: [neighbour: .manager], named: "cora")
    }

    func path(_ rest: String) -> String { "/cabinet/m/\(merchant.text)/\(rest)" }

    /// How many invoices the shop has.
    func invoiceCount() async throws -> Int {
        try await sandbox.florin.json("events", "--merchant", "Shop", "--after", "0")["events"]
            .elements.count { $0["event"] == "opened" }
    }

    /// What was written down about the shop, the newest first: subject and what it is now.
    func audit() async throws -> [(subject: String, after: String?)] {
        let store = try Store(sqlitePath: "\(sandbox.florin.data)/florin.db")
        return try await store.read { try $0.audit(of: merchant, before: nil, limit: 50) }
            .map { ($0.entry.subject, $0.entry.after) }
    }

    /// The address that a page's form of a name carries in a field.
    static func field(_ name: String, in page: String) throws -> String {
        let pattern = try Regex("name=\"\(name)\" value=\"([^\"]*)\"")
        let match = try #require(page.firstMatch(of: pattern), "no field \(name)")
        return Self.plain(String(try #require(match.output[1].substring)))
    }

    /// The text between the tags of an element with an id.
    static func text(of id: String, in page: String) throws -> String {
        let start = try #require(page.firstRange(of: "id=\"\(id)\">"), "no element \(id)")
        let rest = page[start.upperBound...]
        let end = try #require(rest.firstRange(of: "</"))
        return Self.plain(String(rest[..<end.lowerBound]))
    }

    static func plain(_ html: String) -> String {
        html.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&amp;", with: "&")
    }
}

/// A line for a shell, or a program with its input, run to its end.
enum ShellLine {
    struct Outcome {
        let status: Int32
        let output: String
    }

    /// Where a program is, or nil where it is not installed.
    static func path(of program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(program)" }
            .first(where: FileManager.default.isExecutableFile(atPath:))
    }

    /// Runs a line with bash; the variables are added to the environment.
    static func run(_ line: String, _ variables: [String: String] = [:]) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", line]
        process.environment = ProcessInfo.processInfo.environment
            .merging(variables) { _, given in given }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus,
            output: String(decoding: data, as: UTF8.self)
        )
    }
}
