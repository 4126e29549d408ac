import AsyncHTTPClient
import Chains
import Foundation
import Gateway
import Keys
import Logging
import Payments
import Storage

/// Examines an installation and names each thing that is wrong.
struct Doctor: Sendable {
    /// How far clocks may differ, in seconds.
    static let clockOffsetSecondsMax: Int64 = 60

    let options: CommonOptions

    func examine() async -> [Finding] {
        let settings: Settings
        do {
            settings = try await Settings.read(options.given)
        } catch {
            return [.fault("configuration", words(error))]
        }
        var findings = [Finding.fine("configuration", "read")]
        let directory = DataDirectory(path: settings.dataDirectory)
        findings.append(examine(directory))
        findings.append(examineMasterKey(directory, settings))
        guard findings.allSatisfy(\.ok) else {
            return findings + (await examineNetworks(settings))
        }
        let workspace: Workspace
        do {
            workspace = try await Workspace.open(settings)
        } catch {
            findings.append(.fault("database", words(error)))
            return findings + (await examineNetworks(settings))
        }
        findings.append(examineDatabase(workspace))
        findings.append(await examineClock(workspace))
        if workspace.isSandbox {
            findings.append(.fine("networks", "simulated"))
        } else {
            findings += await examineNetworks(settings)
            findings += await examineRates(settings)
        }
        findings.append(await examineMerchants(workspace))
        findings.append(await examineIncidents(workspace))
        return findings
    }

    func words(_ error: any Error) -> String {
        switch error {
        case let failure as Failure: failure.message
        case let error as StorageError: error.message
        case let error as ChainError: error.message
        case let error as RateError: error.message
        default: "\(error)"
        }
    }

    /// Writes and removes a file, since permissions alone do not tell (a full or read-only disk).
    private func examine(_ directory: DataDirectory) -> Finding {
        do {
            try directory.create()
            let probe = "\(directory.path)/.florin-doctor"
            try directory.writePrivately("probe", to: probe)
            try FileManager.default.removeItem(atPath: probe)
            return .fine("data directory", directory.path)
        } catch {
            return .fault("data directory", words(error))
        }
    }

    private func examineMasterKey(_ directory: DataDirectory, _ settings: Settings) -> Finding {
        do {
            if let fault = directory.masterKeyModeFault(), settings.masterKey == nil {
                return .fault("master key", fault)
            }
            _ = try directory.masterKey(configured: settings.masterKey, random: .system)
            return .fine("master key", "private")
        } catch {
            return .fault("master key", words(error))
        }
    }

    private func examineDatabase(_ workspace: Workspace) -> Finding {
        do {
            let faults = try workspace.gateway.store.integrityFaults()
            if let first = faults.first { return .fault("database", "damaged: \(first)") }
            let version = try workspace.gateway.store.schemaVersion()
            return .fine("database", "schema \(version), intact")
        } catch {
            return .fault("database", words(error))
        }
    }

    /// A clock that was set back shows by what was stored in its future.
    private func examineClock(_ workspace: Workspace) async -> Finding {
        do {
            let latest = try await workspace.gateway.store.read { try $0.latestMoment() }
            let now = workspace.gateway.time.now()
            guard let latest, latest > now.advanced(bySeconds: Self.clockOffsetSecondsMax) else {
                return .fine("clock", "not behind what is stored")
            }
            return .fault(
                "clock",
                "off: something was stored \(latest.seconds - now.seconds) seconds in the future"
            )
        } catch {
            return .fault("clock", words(error))
        }
    }

    private func examineNetworks(_ settings: Settings) async -> [Finding] {
        if settings.nodes.isEmpty {
            return [.fault("networks", "no network is configured (networks.NAME.url)")]
        }
        var findings: [Finding] = []
        for node in settings.nodes { findings += await examine(node) }
        return findings
    }

    private func examine(_ node: NodeSettings) async -> [Finding] {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .asking)
        let findings = await examine(node, by: client)
        try? await client.shutdown()
        return findings
    }

    private func examine(_ node: NodeSettings, by client: HTTPClient) async -> [Finding] {
        let network = node.network
        let name = "network \(network.description.id)"
        let source = node.source(
            httpClient: client,
            logger: Logger(label: "florin.doctor") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            let status = try await source.status()
            var findings: [Finding] = []
            if status.isSyncing {
                findings.append(
                    .fault(
                        name,
                        "the node is still syncing (height \(status.height))",
                        isConfiguration: false
                    )
                )
            }
            if let offset = status.clockOffsetSeconds, abs(offset) > Self.clockOffsetSecondsMax {
                findings.append(
                    .fault(
                        "clock",
                        "off: the node of \(network.description.id) is \(offset) s ahead"
                    )
                )
            }
            findings += await examineServers(of: source, named: name)
            return findings.isEmpty
                ? [.fine(name, "\(status.chainName), height \(status.height)")] : findings
        } catch {
            let isWrongChain = if case .wrongChain? = error as? ChainError { true } else { false }
            let prefix = isWrongChain ? "wrong chain: " : ""
            return [.fault(name, prefix + words(error), isConfiguration: isWrongChain)]
        }
    }

    /// Names each of several servers that does not answer: without a second one nobody checks the
    /// first.
    private func examineServers(
        of source: any ChainSource,
        named name: String
    ) async -> [Finding] {
        guard let source = source as? EVMSource else { return [] }
        _ = try? await source.update(after: nil) { WatchedSet(seed: 0) }
        return await source.endpointReports().filter { !$0.isHealthy }.map { server in
            .fault(
                name,
                "server \(server.name): \(server.fault?.message ?? "out of reach")",
                isConfiguration: false
            )
        }
    }

    private func examineMerchants(_ workspace: Workspace) async -> Finding {
        do {
            let merchants = try await workspace.gateway.store.read { try $0.merchants() }
            return .fine("merchants", "\(merchants.count)")
        } catch {
            return .fault("merchants", words(error))
        }
    }

    /// What happened once is told, but is no fault of the installation as it is now.
    private func examineIncidents(_ workspace: Workspace) async -> Finding {
        do {
            let newest = try await workspace.gateway.store.read { try $0.incidents(limit: 1) }
            guard let last = newest.first else { return .fine("incidents", "none") }
            return .fine(
                "incidents",
                "the last one, at Unix time \(last.happenedAt.seconds): "
                    + "\(last.kind.rawValue), \(last.details)"
            )
        } catch {
            return .fault("incidents", words(error))
        }
    }
}
