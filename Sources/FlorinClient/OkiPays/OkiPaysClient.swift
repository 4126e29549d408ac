public import AsyncHTTPClient
import Wire

/// A shop's side of the OkiPays API (API contract B): opens orders and asks for them.
///
///     let client = OkiPaysClient(
///         baseURL: "https://pay.example/v1", token: token, secret: secret)
///     let order = try await client.createOrder(
///         OkiPaysOrder.Draft(orderID: "7001", priceCurrency: "EUR", price: "49.90"))
///     // Send the payer to order.link.
///
/// Every call carries a `request_id` larger than the one before, and the gateway refuses one that
/// overtakes another. So the calls of a client, and of all its copies, are sent one after the
/// other however many tasks make them; keep one client for a token. Where several processes share
/// a token, a call that lost the race is sent again with a new number, which is safe, because the
/// gateway did nothing with the first.
///
/// It is a value and not an actor, since an actor would let the second call out while the first
/// waits for its answer.
public struct OkiPaysClient: Sendable {
    private let token: ClientSecret
    private let secret: ClientSecret
    private let transport: Transport
    private let requestIDs: RequestIDs
    private let turnstile = Turnstile(waitingMax: ClientLimits.waitingMax)

    /// A client for one merchant; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - baseURL: Where the API is, with its version: `https://pay.example/v1`. Use `https`.
    ///   - token: What `florin merchant create` printed as the token.
    ///   - secret: What it printed as the secret; it signs and is never sent.
    ///   - timeout: How long one call may take, without its waiting for others' turns.
    ///   - httpClient: Nil for one of this library's that follows no redirects.
    public init(
        baseURL: String,
        token: String,
        secret: String,
        timeout: Duration = ClientLimits.callTimeout,
        httpClient: HTTPClient? = nil
    ) {
        self.init(
            transport: Transport(baseURL: baseURL, timeout: timeout, httpClient: httpClient),
            token: token,
            secret: secret,
            requestIDs: RequestIDs()
        )
    }

    init(transport: Transport, token: String, secret: String, requestIDs: RequestIDs) {
        self.transport = transport
        self.token = ClientSecret(token)
        self.secret = ClientSecret(secret)
        self.requestIDs = requestIDs
    }

    /// Opens an order (API contract B5).
    ///
    /// The order id is the shop's and opens one order only: a second call with it is refused, and
    /// the refusal's `isConflict` is true. After an unknown outcome ask ``order(_:)``: nil means
    /// that nothing was opened, and that nothing will be, because the gateway has seen a later call
    /// since. Then create it again.
    ///
    /// - Parameter draft: What the payer is to pay.
    /// - Returns: The order as the gateway opened it, with the link of its payment page.
    /// - Throws: ``ClientError``; see its `isOutcomeUnknown`.
    public func createOrder(_ draft: OkiPaysOrder.Draft) async throws(ClientError) -> OkiPaysOrder {
        try await call("order/create", draft.fields)
    }

    /// Asks for an order by the shop's own id (API contract B6).
    ///
    /// - Parameter orderID: The id that the order was opened with.
    /// - Returns: The order as it is now; nil where the gateway has none of that id.
    /// - Throws: ``ClientError``; the call changes nothing, so it can be repeated at any time.
    public func order(_ orderID: String) async throws(ClientError) -> OkiPaysOrder? {
        do {
            return try await call("order/get", ["order_id": .string(orderID)])
        } catch .refused(let refusal) where refusal.isNotFound {
            return nil
        }
    }

    private func call(
        _ path: String,
        _ fields: JSONValue
    ) async throws(ClientError) -> OkiPaysOrder {
        switch await turnstile.enter() {
        case .entered: break
        case .cancelled: throw .cancelled
        case .full: throw .tooManyWaiting(waitingMax: ClientLimits.waitingMax)
        }
        defer { turnstile.leave() }
        for _ in 1..<ClientLimits.attemptsMax {
            do {
                return try await send(fields, to: path)
            } catch .refused(let refusal) where refusal.isOldRequestID {
                continue
            }
        }
        return try await send(fields, to: path)
    }

    private func send(
        _ fields: JSONValue,
        to path: String
    ) async throws(ClientError) -> OkiPaysOrder {
        let signed = OkiPaysRequestBody(
            fields,
            requestID: requestIDs.next(),
            secret: secret.revealed()
        )
        let answer = try await transport.post(
            signed.bytes,
            to: path,
            headers: [("X-Auth-Token", token.revealed()), ("X-Auth-Sign", signed.signature)]
        )
        return try OkiPaysAnswer(answer).order()
    }
}
