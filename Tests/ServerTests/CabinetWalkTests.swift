import Chains
import Gateway
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Payments
import Rigs
import Storage
import Testing

@testable import Web

/// Every route of the cabinet, walked by those who may not take it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CabinetWalkTests {
    /// Stands in everything the owner wrote.
    private static let marker = "owners-only-7f3a"

    private let world: SandboxShop
    private let routes: [CabinetRoute]
    /// The merchant whose objects are looked for, and what stands for each part of a path.
    private let owner: MerchantID
    private let parts: [String: String]
    /// Another merchant.
    private let other: MerchantID

    init() async throws {
        world = try await SandboxShop()
        routes = try Self.routes()
        let shops = try await world.florin.json("merchant", "list")["merchants"].elements
        owner = MerchantID(try #require(shops[0]["id"].text))
        let created = try await world.florin.json("merchant", "create", "--name", "Other")
        other = MerchantID(try #require(created["merchant"]["id"].text))
        let code = try await world.openForAllCoins(
            1,
            ["description": .string(Self.marker)]
        )
        try await world.pay(
            .string(code),
            ["network": "litecoin", "currency": "LTC"]
        )
        try await world.stands(1, 2)
        parts = [
            "code": code, "key": KeyHandle.text(of: APIKeyID(world.client.token)),
            "network": "litecoin", "number": "1", "user": "u_nobody", "session": "none",
            "token": "of-no-link",
        ]
    }

    /// What the router is made of.
    private static func routes() throws -> [CabinetRoute] {
        let folder = try TemporaryFolder()
        let gateway = Gateway(
            store: try Store(sqlitePath: "\(folder.path)/florin.db"),
            catalogue: .standard,
            networks: [],
            board: RateBoard(),
            vault: Vault(masterKey: Array(repeating: 0, count: 32)),
            time: TimeSource(now: { Instant(seconds: 1_700_000_000) }),
            random: .system,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return try CabinetRoutes(
            gateway,
            health: NetworkHealth(),
            showcase: Showcase(gateway),
            publicURL: "https://pay.example",
            sandbox: nil,
            callbacks: CallbackClient(mayCallPrivate: false)
        ).all
    }

    /// A route's path with a merchant and the owner's objects in it.
    private func path(_ route: CabinetRoute, of merchant: MerchantID) throws -> String {
        var path = "/cabinet"
        for part in route.path.split(separator: "/") {
            guard part.hasPrefix("{") else {
                path += "/\(part)"
                continue
            }
            let name = String(part.dropFirst().prefix { $0 != "}" })
            let rest = part.drop { $0 != "}" }.dropFirst()
            if name == "merchant" {
                path += "/\(merchant.text)"
            } else {
                path += "/\(try #require(parts[name], "no example of {\(name)}"))\(rest)"
            }
        }
        return path
    }

    private func take(
        _ route: CabinetRoute,
        of merchant: MerchantID,
        by visitor: CabinetVisitor
    ) async throws -> CabinetVisitor.Answer {
        let path = try path(route, of: merchant)
        return route.method == .post
            ? try await visitor.post(path) : try await visitor.get(path)
    }

    /// The routes about a merchant, with what a role needs for them.
    private var merchantRoutes: [(route: CabinetRoute, needed: Role)] {
        routes.compactMap { route in
            guard case .merchant(let needed) = route.access else { return nil }
            return (route, needed)
        }
    }

    @Test func `another merchant's pages are not found, whoever asks`() async throws {
        let manager = try await CabinetVisitor.enter(world.florin, as: [other: .manager])
        #expect(merchantRoutes.count > 30)
        for (route, _) in merchantRoutes {
            let answer = try await take(route, of: owner, by: manager)
            #expect(answer.status == 404, "\(route.method) \(route.path)")
            #expect(!answer.text.contains(Self.marker), "\(route.method) \(route.path)")
        }
    }

    @Test func `another merchant's objects are not found on one's own pages`() async throws {
        let manager = try await CabinetVisitor.enter(world.florin, as: [other: .manager])
        let insider = try await CabinetVisitor.enter(
            world.florin,
            as: [owner: .manager],
            named: "insider"
        )
        var walked = 0
        for (route, _) in merchantRoutes
        where route.path.contains("{code}") || route.path.contains("{key}")
            || route.path.contains("{number}")
        {
            // The example is a real one: its own people find it.
            if route.method == .get {
                let found = try await take(route, of: owner, by: insider)
                #expect(found.status == 200, "\(route.path)")
            }
            let answer = try await take(route, of: other, by: manager)
            #expect(answer.status == 404, "\(route.method) \(route.path): \(answer.text)")
            #expect(!answer.text.contains(Self.marker), "\(route.method) \(route.path)")
            walked += 1
        }
        #expect(walked > 8)
    }

    @Test func `a viewer changes nothing`() async throws {
        let viewer = try await CabinetVisitor.enter(world.florin, as: [owner: .viewer])
        for (route, needed) in merchantRoutes {
            let answer = try await take(route, of: owner, by: viewer)
            if needed > .viewer {
                #expect(answer.status == 403, "\(route.method) \(route.path)")
            } else {
                #expect(answer.status < 500, "\(route.method) \(route.path): \(answer.text)")
            }
            // Whatever changes something is for managers.
            #expect(route.method == .get || needed > .viewer, "\(route.path)")
        }
    }

    @Test func `owners' pages are not there for a manager`() async throws {
        let manager = try await CabinetVisitor.enter(world.florin, as: [owner: .manager])
        for route in routes where route.access == .owner {
            let answer = try await take(route, of: owner, by: manager)
            #expect(answer.status == 404, "\(route.method) \(route.path)")
        }
    }

    @Test func `without a session there is the sign-in only`() async throws {
        let stranger = CabinetVisitor(url: world.florin.url, token: "of-no-session")
        for route in routes where route.access != .anyone {
            let answer = try await take(route, of: owner, by: stranger)
            #expect(!answer.text.contains(Self.marker), "\(route.method) \(route.path)")
            #expect(!answer.text.contains("Sign out"), "\(route.method) \(route.path)")
        }
    }

    @Test func `a form without its session's token changes nothing`() async throws {
        let manager = try await CabinetVisitor.enter(world.florin, as: [owner: .manager])
        for route in routes where route.method == .post && route.access != .anyone {
            if case .owner = route.access { continue }
            let path = try path(route, of: owner)
            let answer = try await manager.post(path, ["csrf": "guessed"])
            #expect(answer.status == 403, "\(route.path)")
        }
    }
}
