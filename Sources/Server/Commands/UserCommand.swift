import ArgumentParser
import Configuration
import Foundation
import Gateway
import Payments
import Storage

/// `florin user`: who signs in to the cabinet.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "List who signs in to the cabinet, and make links to accounts.",
        subcommands: [List.self, Link.self]
    )

    /// An account as `user list` prints it.
    struct Printed: Encodable {
        let name: String
        let isOwner: Bool
        /// Merchants' ids and what he may do for each.
        let roles: [String: String]
        let hasTwoFactor: Bool
        let createdAt: Int64

        init(_ account: Account) {
            let user = account.user
            name = user.name
            isOwner = user.isOwner
            roles = Dictionary(user.roles.map { ($0.key.text, $0.value.rawValue) }) { $1 }
            hasTwoFactor = account.hasSecondFactor
            createdAt = user.createdAt.seconds
        }

        var line: String {
            let standing =
                isOwner
                ? "owner"
                : roles.sorted { $0.key < $1.key }
                    .map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
            return "\(name)  \(standing.isEmpty ? "no role" : standing)"
                + (hasTwoFactor ? "" : "  without two-factor")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the accounts and what each may do."
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            try await Output.guarding {
                let workspace = try await Workspace.open(common)
                let users = try await PeopleDesk(workspace.gateway).accounts().map(Printed.init)
                if common.json { return try Output.json(["users": users]) }
                for user in users { Output.say(user.line) }
            }
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a one-time link to a new password and two-factor, or a new owner."
        )

        @Argument(help: "The name of the account whose password or phone is lost.")
        var name: String?

        @Flag(help: "Make one more owner instead.")
        var owner = false

        @Option(help: "What links begin with, such as https://pay.example.com.")
        var publicURL: String?

        @OptionGroup var common: CommonOptions

        func validate() throws {
            guard owner == (name == nil) else {
                throw ValidationError("Give either a name or --owner.")
            }
        }

        func run() async throws {
            try await Output.guarding {
                var given = common.given
                if let publicURL {
                    given[["publicUrl"]] = ConfigValue(.string(publicURL), isSecret: false)
                }
                let workspace = try await Workspace.open(Settings.read(given))
                let link = try await link(PeopleDesk(workspace.gateway))
                let url = workspace.settings.publicURL(port: workspace.settings.port) + link.path
                if common.json {
                    return try Output.json(Made(link: url, expiresAt: link.expiresAt.seconds))
                }
                Output.say(url)
                Output.say("It works once, for 24 hours.")
            }
        }

        private struct Made: Encodable {
            let link: String
            let expiresAt: Int64
        }

        private func link(_ people: PeopleDesk) async throws -> FreshLink {
            let actor = Actor.operatorNamed(NSUserName())
            guard let name else { return try await people.invite(as: .owner, by: actor) }
            guard let user = try await people.user(named: name) else {
                throw Failure(.badInput, "there is no account \"\(name)\"; see florin user list")
            }
            return try await people.resetLink(for: user.id, by: actor)
        }
    }
}
