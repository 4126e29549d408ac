import ArgumentParser
import AsyncHTTPClient
import Configuration
import Foundation
import Gateway
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// `florin serve`: runs the gateway until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the gateway."
    )

    /// How long open pages may hold up a stop, in seconds.
    private static let stopSecondsMax = 2

    @Flag(help: "Use simulated networks; no real coin moves.")
    var sandbox = false

    @Flag(help: "With --sandbox: run a demo shop and open an invoice for it.")
    var demo = false

    @Option(help: "The address to listen on (default 127.0.0.1).")
    var host: String?

    @Option(help: "The port to listen on, 0 for any free one (default 8420).")
    var port: Int?

    @Option(help: "What links begin with, such as https://pay.example.com.")
    var publicURL: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await Output.guarding {
            let workspace = try await Workspace.open(Settings.read(given))
            if !workspace.settings.isSandbox { try await workspace.markAsReal() }
            if demo, !workspace.isSandbox {
                throw Failure(.configuration, "--demo needs --sandbox")
            }
            let httpClient = HTTPClient(
                eventLoopGroupProvider: .singleton,
                configuration: .asking
            )
            do {
                try await serve(workspace, httpClient: httpClient)
            } catch {
                try? await httpClient.shutdown()
                throw error
            }
            try await httpClient.shutdown()
        }
    }

    private var given: [AbsoluteConfigKey: ConfigValue] {
        var given = common.given
        if sandbox { given[["sandbox"]] = ConfigValue(.bool(true), isSecret: false) }
        if let host { given[["host"]] = ConfigValue(.string(host), isSecret: false) }
        if let port { given[["port"]] = ConfigValue(.int(port), isSecret: false) }
        if let publicURL { given[["publicUrl"]] = ConfigValue(.string(publicURL), isSecret: false) }
        return given
    }

    private func serve(_ workspace: Workspace, httpClient: HTTPClient) async throws {
        let settings = workspace.settings
        let shop = demo ? try await DemoShop.prepare(workspace) : nil
        let assembly = try await Assembly.build(
            workspace,
            httpClient: httpClient,
            exemptURLs: shop.map { [$0.resultURL] } ?? []
        )
        await assembly.rates.refresh()
        let controlToken = SecretText(workspace.gateway.random.hexadecimal(bytes: 32))
        let router = try assembly.router(
            publicURL: settings.publicURL(port: settings.port),
            controlToken: controlToken
        )
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: .init(
                address: .hostname(settings.host, port: settings.port),
                serverName: "Florin"
            ),
            onServerRunning: { channel in
                listening.yield(channel.localAddress?.port ?? settings.port)
            },
            logger: workspace.gateway.logger
        )
        let isJSON = common.json
        let announcer = Announcer(ports: ports) { port in
            try await announce(
                workspace,
                port: port,
                controlToken: controlToken,
                shop: shop,
                httpClient: httpClient,
                isJSON: isJSON
            )
        }
        var services = assembly.services
        if let shop { services.append(try shop.application(workspace, isQuiet: common.json)) }
        services += [announcer, application, FeedCloser(workspace.gateway.feed)]
        try await run(services, workspace)
        try? FileManager.default.removeItem(atPath: workspace.directory.sandboxControlPath)
    }

    private func run(_ services: [any Service], _ workspace: Workspace) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) },
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: workspace.gateway.logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(Self.stopSecondsMax)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Failure(
                .unavailable,
                "port \(workspace.settings.port) is in use; give another --port"
            )
        } catch let error as ServiceGroupError {
            // A stop that had to cut off open pages is still a stop.
            workspace.gateway.logger.info("stopped", metadata: ["reason": "\(error)"])
        } catch is CancellationError {
            return
        }
    }

    private func announce(
        _ workspace: Workspace,
        port: Int,
        controlToken: SecretText,
        shop: DemoShop?,
        httpClient: HTTPClient,
        isJSON: Bool
    ) async throws {
        let url = workspace.settings.publicURL(port: port)
        let local = "http://127.0.0.1:\(port)"
        if workspace.isSandbox {
            try SandboxLine(url: local, token: controlToken.revealed())
                .write(to: workspace.directory)
        }
        let invoice = try await shop?.openInvoice(at: local, workspace, httpClient: httpClient)
        // A fresh one at each start: whoever reads an old log finds nothing to open.
        let cabinet = try await PeopleDesk(workspace.gateway).firstOwnerLink()
            .map { url + $0.path }
        if isJSON {
            try Output.json(
                ["url": url, "checkout": invoice?.link ?? "", "cabinet": cabinet ?? ""]
            )
            return
        }
        Output.say("Florin listens on \(url)" + (workspace.isSandbox ? " (sandbox)" : ""))
        if let cabinet {
            Output.say("Make the owner's account of the cabinet, within 24 hours: \(cabinet)")
        }
        if let shop, let invoice {
            shop.sayHowToTry(invoice, at: url, workspace)
        }
    }
}
