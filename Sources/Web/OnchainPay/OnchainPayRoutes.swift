import Gateway
import HTTPTypes
import Hummingbird
import Logging
import Payments
import Wire

/// The methods of OnchainPay under `/api-gateway` (API contract A3).
///
/// Every method is a POST; a slash at the end is as good as none, and `-` and `_` are the same in
/// the first part of a path, because clients write both.
struct OnchainPayRoutes {
    private let gateway: Gateway
    private let merchants: MerchantDesk
    private let invoices: InvoiceDesk
    /// What is called how.
    let methods: [String: OnchainPayMethod]
    /// Methods whose nonce is taken in their own transaction.
    let opening: [String: OnchainPayMethod]

    init(_ gateway: Gateway, showcase: Showcase, publicURL: String) {
        self.gateway = gateway
        merchants = MerchantDesk(gateway)
        invoices = InvoiceDesk(gateway)
        let calls = OnchainPayCalls(gateway, showcase: showcase, publicURL: publicURL)
        opening = calls.opening
        methods = calls.reading
            .merging(
                OnchainPayLedger(gateway, showcase: showcase, publicURL: publicURL).methods
            ) { first, _ in first }
    }

    func add(to router: Router<SiteContext>) {
        router.group("api-gateway")
            .post("**") { request, context in
                await answer(request, from: context.clientAddress(of: request))
            }
            .on("**", method: .get) { request, _ in answer(OnchainPayFault.notPost, request) }
            .on("**", method: .put) { request, _ in answer(OnchainPayFault.notPost, request) }
            .on("**", method: .delete) { request, _ in answer(OnchainPayFault.notPost, request) }
            .on("**", method: .head) { request, _ in answer(OnchainPayFault.notPost, request) }
            .on("**", method: .options) { request, _ in answer(OnchainPayFault.notPost, request) }
            .on("**", method: .patch) { request, _ in answer(OnchainPayFault.notPost, request) }
        router.post("partner/api/**") { request, _ in
            answer(OnchainPayFault.notImplemented(OnchainPaySpending.partner), request)
        }
    }

    /// The method's name: the path below the prefix.
    static func name(of path: String) -> String {
        var parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        if parts.first == "api-gateway" { parts.removeFirst() }
        return parts.joined(separator: "/")
    }

    /// The method of a name as it was written, or with its first part in the other spelling.
    private func method(_ name: String) -> OnchainPayMethod? {
        opening[name] ?? methods[name] ?? methods[Self.hyphenated(name)]
    }

    private static func hyphenated(_ name: String) -> String {
        guard let slash = name.firstIndex(of: "/") else { return name }
        return String(name[..<slash]).replacing("_", with: "-") + name[slash...]
    }

    private func answer(_ request: Request, from address: String) async -> Response {
        let name = Self.name(of: request.uri.path)
        do {
            let received = try await OnchainPayRequest.receive(request)
            if name == "test-signature" {
                return .json(success(try await testSignature(received, from: address)))
            }
            let method = method(name)
            let proved = try await OnchainPayRequest.prove(
                received,
                // A method that is not there does nothing.
                for: method?.use ?? .reading,
                from: address,
                by: merchants
            )
            if opening[name] == nil { try await claim(proved) }
            guard let method else {
                if let why = OnchainPaySpending.refusal(of: Self.hyphenated(name)) {
                    throw OnchainPayFault.notImplemented(why)
                }
                throw OnchainPayFault.methodNotFound(String(name.prefix(100)))
            }
            return .json(success(try await method.call(proved)))
        } catch let fault as OnchainPayFault {
            return answer(fault, request)
        } catch {
            let id = gateway.random.uuid()
            gateway.logger.error(
                "request failed",
                metadata: ["request.id": "\(id)", "error": "\(error)"]
            )
            let fault = OnchainPayFault.ourFault
            return .json(fault.body(requestID: id), status: fault.status)
        }
    }

    private func claim(_ proved: OnchainPayRequest) async throws {
        if try await invoices.claim(proved.proof, by: proved.caller) != nil {
            throw OnchainPayFault.nonceUsed
        }
    }

    private func success(_ response: JSONValue) -> JSONValue {
        ["success": true, "response": response]
    }

    private func answer(_ fault: OnchainPayFault, _ request: Request) -> Response {
        .json(fault.body(requestID: gateway.random.uuid()), status: fault.status)
    }

    /// Says whether a signature is right, and never what it should have been: the right one would
    /// let whoever has only a public key sign anything (API contract A5.1).
    private func testSignature(
        _ received: OnchainPayRequest.Received,
        from address: String
    ) async throws -> JSONValue {
        let caller = try await OnchainPayRequest.caller(of: received, by: merchants)
        var errors: [String] = []
        if received.publicKey == nil {
            errors.append("The header x-api-public-key is missing")
        } else if caller == nil {
            errors.append("x-api-public-key is not known")
        }
        if received.signature == nil { errors.append("The header x-api-signature is missing") }
        var isRight = false
        if let caller, let signature = received.signature {
            isRight = OnchainPaySignature.matches(
                signature,
                body: received.bytes,
                secret: caller.secret.revealed()
            )
            if !isRight {
                errors.append("x-api-signature is not that of this body")
            } else if let refusal = caller.refusal(of: .reading, from: address) {
                errors.append(OnchainPayFault.forbidden(refusal).message)
            }
        }
        return [
            "checkSignatureResult": .bool(isRight),
            "signature": .string(isRight ? received.signature?.lowercased() ?? "" : ""),
            "receivedBody": .string(String(decoding: received.bytes, as: UTF8.self)),
            "errors": .texts(errors),
        ]
    }
}
