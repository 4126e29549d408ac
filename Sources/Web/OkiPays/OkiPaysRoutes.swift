import Gateway
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Payments
import Wire

/// The routes of OkiPays under `/v1` (API contract B).
struct OkiPaysRoutes {
    private let gateway: Gateway
    private let invoices: InvoiceDesk
    private let merchants: MerchantDesk
    private let showcase: Showcase
    private let orders: OkiPaysOrder
    private let publicURL: String
    /// Public answers carry a token too, which says nothing.
    private let publicToken: String

    init(_ gateway: Gateway, showcase: Showcase, publicURL: String) {
        self.gateway = gateway
        invoices = InvoiceDesk(gateway)
        merchants = MerchantDesk(gateway)
        self.showcase = showcase
        self.publicURL = publicURL
        orders = OkiPaysOrder(showcase: showcase, publicURL: publicURL)
        publicToken = OkiPaysSignature.sign(["florin": "public"], secret: "")
    }

    func add(to router: Router<SiteContext>) {
        let group = router.group("v1")
            .get("public/currency-list") { _, _ in currencyList() }
            .get("public/currency-network-list") { _, _ in currencyNetworkList() }
        for operation in OkiPaysOperation.allCases {
            group.post(RouterPath(operation.rawValue)) { request, context in
                await answering(request, context, operation.use) { proved in
                    switch operation {
                    case .create: try await create(proved)
                    case .get: try await get(proved)
                    }
                }
            }
        }
    }

    /// What a signed call is answered with.
    private typealias Answer = (message: String, data: JSONValue)

    private func currencyList() -> Response {
        let data = showcase.priceAssets.map { listing -> JSONValue in
            [
                "id": .integer(listing.okipaysID),
                "name": .string(listing.name),
                "iso3": .string(listing.asset.ticker),
                "decimal": .integer(listing.asset.decimals),
            ]
        }
        return answer(["status": true, "data": .array(data), "token": .string(publicToken)])
    }

    private func currencyNetworkList() -> Response {
        var tickers: [String] = []
        for listing in showcase.coins where !tickers.contains(listing.coin.asset.ticker) {
            tickers.append(listing.coin.asset.ticker)
        }
        let data = tickers.map { ticker -> JSONValue in
            let listings = showcase.coins.filter { $0.coin.asset.ticker == ticker }
            return [
                "iso3": .string(ticker),
                "name": .string(listings[0].assetName),
                "icon": .string("\(publicURL)\(CoinIcon.path(of: ticker))"),
                "networks": .array(listings.map(Self.network(of:))),
                "data": .array(
                    listings.map { listing in
                        [
                            "network": .integer(listing.okipaysNumber),
                            "network_name": .string(listing.okipaysName),
                        ]
                    }
                ),
            ]
        }
        return answer(["status": true, "data": .array(data), "token": .string(publicToken)])
    }

    /// Both vocabularies of the documented answer (API contract B4).
    private static func network(of listing: CoinListing) -> JSONValue {
        [
            "network_id": .integer(listing.okipaysNumber),
            "network_iso": .string(listing.okipaysName),
            "network": .integer(listing.okipaysNumber),
            "network_name": .string(listing.okipaysName),
        ]
    }

    private func create(_ proved: OkiPaysRequest) async throws -> Answer {
        let new: NewInvoice
        do {
            new = try orders.newInvoice(from: proved.body, at: gateway.time.now())
        } catch {
            try await claim(proved)
            throw error
        }
        switch try await invoices.open(new, by: proved.caller, with: proved.proof) {
        case .opened(let stored):
            return ("Success send request to create order", orders.data(of: stored))
        case .refused(let refusal): throw Self.fault(of: refusal)
        case .duplicate, .repeated: throw OkiPaysFault.orderExists
        case .coinNotAvailable, .tariffNotAvailable: throw OkiPaysFault.currencyNotAvailable
        case .rateNotAvailable: throw OkiPaysFault.rateNotAvailable
        case .amountTooLarge:
            throw OkiPaysFault.badField("price", .outOfRange("is too large"))
        }
    }

    private func get(_ proved: OkiPaysRequest) async throws -> Answer {
        try await claim(proved)
        let (text, _) = try OkiPaysOrder.orderID(in: proved.body)
        let merchant = proved.caller.merchant.id
        guard
            let stored = try await invoices.invoice(.external(text, of: merchant, in: .okipays))
        else { throw OkiPaysFault.orderNotFound }
        return ("Success get order data.", orders.data(of: stored))
    }

    /// Uses up the request's number, also where the call fails afterwards (API contract B1).
    private func claim(_ proved: OkiPaysRequest) async throws {
        if let refusal = try await invoices.claim(proved.proof, by: proved.caller) {
            throw Self.fault(of: refusal)
        }
    }

    private static func fault(of refusal: RequestRefusal) -> OkiPaysFault {
        switch refusal {
        case .notLarger, .nonceUsed: .oldRequestID
        case .signatureUsed: .badSignature
        }
    }

    private func answering(
        _ request: Request,
        _ context: SiteContext,
        _ use: KeyUse,
        _ body: (OkiPaysRequest) async throws -> Answer
    ) async -> Response {
        // Whoever is answered in the shape that has a token was known by it before.
        let token = HTTPField.Name("X-Auth-Token").flatMap { request.headers[$0] } ?? publicToken
        do {
            let proved = try await OkiPaysRequest.prove(
                request,
                for: use,
                from: context.clientAddress(of: request),
                by: merchants,
                at: gateway.time.now()
            )
            let (message, data) = try await body(proved)
            return answer([
                "status": true, "message": .string(message), "data": data,
                "token": .string(token),
            ])
        } catch let fault as OkiPaysFault {
            return answer(fault.body(token: token), status: fault.status)
        } catch {
            gateway.logger.error("request failed", metadata: ["error": "\(error)"])
            let fault = OkiPaysFault.ourFault
            return answer(fault.body(token: token), status: fault.status)
        }
    }

    private func answer(_ body: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response.json(body, status: status)
    }
}
