import Chains
import Foundation
import Gateway
import Keys
import Logging
import Payments
import Storage

/// What a command works on: settings, database and desks, without any running service.
struct Workspace: Sendable {
    /// The setting that says whether a data directory is a sandbox's.
    private static let modeSetting = "mode"

    let settings: Settings
    let directory: DataDirectory
    let isSandbox: Bool
    let clock: SandboxClock?
    let gateway: Gateway

    /// Opens a data directory, making what is missing.
    static func open(_ options: CommonOptions) async throws -> Workspace {
        try await open(Settings.read(options.given))
    }

    /// Opens what the settings name.
    static func open(_ settings: Settings) async throws -> Workspace {
        // Whatever is made from here on is for its owner only: the database holds sealed secrets.
        umask(0o077)
        let directory = DataDirectory(path: settings.dataDirectory)
        try directory.create()
        let key = try directory.masterKey(configured: settings.masterKey, random: .system)
        let store = try Store(sqlitePath: settings.databasePath)
        let isSandbox = try await mode(of: store, asked: settings.isSandbox)
        var clock: SandboxClock?
        if isSandbox {
            let ahead = try await store.read { try $0.setting(SandboxDesk.clockSetting) }
            clock = SandboxClock(system: systemTime, secondsAhead: ahead.flatMap(Int64.init) ?? 0)
        }
        var logger = Logger(label: "florin")
        logger.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .notice
        let gateway = Gateway(
            store: store,
            catalogue: settings.catalogue,
            networks: networks(settings, isSandbox: isSandbox),
            board: RateBoard(ageSecondsMax: Int64(settings.rateAgeSeconds)),
            vault: Vault(masterKey: key),
            time: clock?.source ?? TimeSource(now: systemTime),
            random: .system,
            logger: logger
        )
        return Workspace(
            settings: settings,
            directory: directory,
            isSandbox: isSandbox,
            clock: clock,
            gateway: gateway
        )
    }

    /// The system's clock.
    static let systemTime: @Sendable () -> Instant = {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(
            microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
        )
    }

    /// A data directory is a sandbox's or a real one's for good: mixing them would show simulated
    /// payments to real shops.
    private static func mode(of store: Store, asked: Bool) async throws -> Bool {
        let stored = try await store.read { try $0.setting(modeSetting) }
        switch stored {
        case "sandbox": return true
        case nil where asked:
            try await store.write { try $0.set(modeSetting, to: "sandbox") }
            return true
        case nil: return false
        default:
            if asked {
                throw Failure(
                    .configuration,
                    "this data directory takes real payments; give the sandbox another --data"
                )
            }
            return false
        }
    }

    /// Keeps a data directory that serves real networks from ever becoming a sandbox's.
    func markAsReal() async throws {
        if isSandbox {
            throw Failure(
                .configuration,
                "this data directory is a sandbox's; add --sandbox, or give another --data"
            )
        }
        try await gateway.store.write { try $0.set(Self.modeSetting, to: "real") }
    }

    /// In a sandbox every network is simulated; else those with a node are served.
    private static func networks(_ settings: Settings, isSandbox: Bool) -> [WatchedNetwork] {
        if isSandbox {
            return settings.catalogue.networks.map {
                WatchedNetwork(description: $0, chain: .regtest, isSimulated: true)
            }
        }
        return settings.nodes.map(\.network)
    }

    /// The network of a name for a wallet; one that is not served yet counts as its main net.
    func network(named name: String) throws -> WatchedNetwork {
        if let served = gateway.networks[NetworkID(name)] { return served }
        guard let known = settings.catalogue.network(NetworkID(name)) else {
            let names = settings.catalogue.networks.map(\.id.name).joined(separator: ", ")
            throw Failure(.badInput, "there is no network \"\(name)\"; known are \(names)")
        }
        return WatchedNetwork(description: known, chain: .main, isSimulated: false)
    }

    /// The merchant of an id, or the only one with that name.
    func merchant(_ text: String) async throws -> Merchant {
        let all = try await gateway.store.read { try $0.merchants() }
        if let exact = all.first(where: { $0.id.text == text }) { return exact }
        let named = all.filter { $0.name == text }
        guard named.count == 1 else {
            throw Failure(.badInput, "there is no merchant \"\(text)\"; see florin merchant list")
        }
        return named[0]
    }
}
