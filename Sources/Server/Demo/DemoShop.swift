import AsyncHTTPClient
import Crypto
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import Payments
import Storage
import Web

/// A shop for trying things: it opens invoices by signed OkiPays calls and answers `done` to the
/// callbacks it gets, after it has checked their signature.
struct DemoShop: Sendable {
    /// An invoice as the API answered it.
    struct DemoInvoice: Sendable {
        let code: String
        let link: String
    }

    private static let merchantSetting = "demo.merchant"
    private static let portSetting = "demo.port"

    let token: APIKeyID
    let secret: SecretText
    let port: Int

    /// Where the shop hears of its invoices.
    var resultURL: String { "http://127.0.0.1:\(port)/callback" }

    /// Finds the demo merchant of a data directory, or creates it; its Result URL stays the same.
    static func prepare(_ workspace: Workspace) async throws -> DemoShop {
        let gateway = workspace.gateway
        let desk = MerchantDesk(gateway)
        let (known, storedPort) = try await gateway.store.read { transaction in
            (
                try transaction.setting(merchantSetting).map(MerchantID.init),
                try transaction.setting(portSetting).flatMap { Int($0) }
            )
        }
        let port =
            storedPort ?? (workspace.settings.port == 0 ? 8_421 : workspace.settings.port + 1)
        if let known,
            let key = try await gateway.store.read({ transaction in
                try transaction.signingKey(of: known, for: .okipays)
            })
        {
            let secret = try gateway.vault.open(key.sealedSecret, of: key.id)
            return DemoShop(token: key.id, secret: secret, port: port)
        }
        let (merchant, keys) = try await desk.create(
            name: "Demo shop",
            resultURL: "http://127.0.0.1:\(port)/callback",
            by: .florin
        )
        guard let key = keys.first(where: { $0.dialect == .okipays }) else {
            preconditionFailure("a merchant without an OkiPays key")
        }
        try await gateway.store.write { transaction in
            try transaction.set(merchantSetting, to: merchant.id.text)
            try transaction.set(portSetting, to: String(port))
        }
        return DemoShop(token: key.id, secret: key.secret, port: port)
    }

    /// The shop's own little server, which Florin calls back.
    func application(
        _ workspace: Workspace,
        isQuiet: Bool
    ) throws -> some ApplicationProtocol {
        let router = Router(context: BasicRequestContext.self)
        let secret = secret
        router.post("callback") { request, _ in
            let buffer = try await request.body.collect(upTo: 64 * 1_024)
            let body = Array(buffer.readableBytesView)
            let sign = HTTPField.Name("X-Auth-Sign").flatMap { request.headers[$0] } ?? ""
            guard let told = ShopCallback(body: body, sign: sign, secret: secret) else {
                return Response(status: .unauthorized)
            }
            if !isQuiet {
                Output.say("Demo shop heard: invoice \(told.code) is \(told.status)")
            }
            return Response(
                status: .ok,
                headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"status":"done"}"#))
            )
        }
        return Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            logger: workspace.gateway.logger
        )
    }

    /// Opens an invoice the way a shop does: by a signed call over HTTP.
    func openInvoice(
        at url: String,
        _ workspace: Workspace,
        httpClient: HTTPClient
    ) async throws -> DemoInvoice {
        let id = String(Workspace.systemTime().microseconds / 1_000)
        let (body, sign) = ShopRequest.create(
            requestID: id,
            orderID: "demo-\(id)",
            currency: "USD",
            price: "15.00",
            details: "A demo order",
            secret: secret
        )
        var request = HTTPClientRequest(url: "\(url)/v1/order/create")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "X-Auth-Token", value: token.text)
        request.headers.add(name: "X-Auth-Sign", value: sign)
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await httpClient.execute(request, timeout: .seconds(10))
        let answer = try await response.body.collect(upTo: 64 * 1_024)
        guard let invoice = ShopAnswerText(body: Array(answer.readableBytesView)) else {
            throw Failure(.ourFault, "the demo invoice was refused: \(String(buffer: answer))")
        }
        return DemoInvoice(code: invoice.code, link: invoice.link)
    }

    /// Prints what a newcomer can do now.
    func sayHowToTry(_ invoice: DemoInvoice, at url: String, _ workspace: Workspace) {
        let curl = ShopRequest.curlLine(url: url, token: token, secret: secret)
        Output.say(
            """

            A demo invoice of 15.00 USD waits to be paid:
              \(invoice.link)
            Pay it there (choose a coin, then the sandbox's buttons), on \(url)/sandbox, or by
              florin sandbox pay \(invoice.code) --network litecoin --currency LTC \
            --data \(workspace.directory.path)

            Make another one from a shell:
              \(curl)

            Ctrl-C stops everything; the next start finds its data again.
            """
        )
    }
}
