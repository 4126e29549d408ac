public import AsyncHTTPClient
import FoundationEssentials
import Wire

/// A shop's side of the OnchainPay API (API contract A): makes invoices and orders, and asks for
/// them.
///
///     let client = OnchainPayClient(
///         baseURL: "https://pay.example/api-gateway", publicKey: key, privateKey: secret)
///     let invoice = try await client.makeInvoice(
///         OnchainPayInvoice.Draft(externalID: "7001", currency: "EUR", amount: "49.90"))
///     // Send the payer to invoice.invoiceLink.
///
/// An invoice has a price, and the payer chooses the coin; an order has a coin and an amount of it.
/// Each call is signed over the bytes sent and carries a random nonce of its own, so that calls may
/// be made at the same time and from many processes.
public struct OnchainPayClient: Sendable {
    private let publicKey: ClientSecret
    private let privateKey: ClientSecret
    private let transport: Transport
    private let nonce: @Sendable () -> String

    /// A client for one key pair; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - baseURL: Where the API is: `https://pay.example/api-gateway`. Use `https`.
    ///   - publicKey: Says who calls.
    ///   - privateKey: Signs, as the text it is, and is never sent.
    ///   - timeout: How long one call may take.
    ///   - httpClient: Nil for one of this library's that follows no redirects.
    public init(
        baseURL: String,
        publicKey: String,
        privateKey: String,
        timeout: Duration = ClientLimits.callTimeout,
        httpClient: HTTPClient? = nil
    ) {
        self.init(
            transport: Transport(baseURL: baseURL, timeout: timeout, httpClient: httpClient),
            publicKey: publicKey,
            privateKey: privateKey,
            nonce: { UUID().uuidString.lowercased() }
        )
    }

    init(
        transport: Transport,
        publicKey: String,
        privateKey: String,
        nonce: @escaping @Sendable () -> String
    ) {
        self.transport = transport
        self.publicKey = ClientSecret(publicKey)
        self.privateKey = ClientSecret(privateKey)
        self.nonce = nonce
    }

    /// Posts fields with a nonce and gives what is inside the answer's envelope.
    func call<Value>(
        _ method: String,
        _ fields: JSONObject,
        _ read: (AnswerFields) throws(AnswerFields.Fault) -> Value
    ) async throws(ClientError) -> Value {
        let signed = OnchainPayRequestBody(
            fields,
            nonce: nonce(),
            secret: privateKey.revealed()
        )
        let answer = try await transport.post(
            signed.bytes,
            to: method,
            headers: [
                ("x-api-public-key", publicKey.revealed()),
                ("x-api-signature", signed.signature),
            ]
        )
        return try OnchainPayAnswer(answer).response(read)
    }

    /// What was asked for, or nil where the gateway says that there is none.
    func found<Value>(
        _ method: String,
        _ fields: JSONObject,
        _ read: (AnswerFields) throws(AnswerFields.Fault) -> Value
    ) async throws(ClientError) -> Value? {
        do {
            return try await call(method, fields, read)
        } catch .refused(let refusal) where refusal.isNotFound {
            return nil
        }
    }
}
