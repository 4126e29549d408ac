import Wire

/// Checks what a gateway posts to a shop, before anything of it is believed.
///
///     let verifier = WebhookVerifier(secret: privateKey)
///     switch verifier.onchainPay(body, signature: headers["x-api-signature"]) {
///     case .genuine(.invoice(let news)) where news.status.isPaid: …
///     case .genuine: …
///     case .refused: …  // answer 400
///     }
///
/// Hand over the body's bytes as they came, never JSON written anew. Digits of a signature are
/// compared in constant time. A signature proves the sender and not the moment: who recorded a
/// webhook can post it again, and the gateway itself repeats one until it is answered with 200. So
/// act once on each pair of id and status, and do not let an old status replace a newer one.
public struct WebhookVerifier: Sendable {
    private let secret: ClientSecret

    /// A verifier for one secret.
    ///
    /// An empty one, which a missing variable easily is, would make everybody's webhooks genuine.
    /// It is a programmer's error and stops the process.
    ///
    /// - Parameter secret: The private key of OnchainPay, or the secret of OkiPays.
    public init(secret: String) {
        precondition(!secret.isEmpty, "an empty secret verifies nothing")
        self.secret = ClientSecret(secret)
    }

    /// Checks a webhook of OnchainPay (API contract A7).
    ///
    /// Answer a genuine one with HTTP status 200 and any body; any other status has it repeated.
    /// With several key pairs, `x-api-public-key` says whose private key this must be.
    ///
    /// - Parameters:
    ///   - body: The bytes as they came.
    ///   - signature: The header `x-api-signature`; nil where there is none.
    /// - Returns: The news, or why there is none.
    public func onchainPay(
        _ body: [UInt8],
        signature: String?
    ) -> WebhookVerdict<OnchainPayNews> {
        guard body.count <= ClientLimits.webhookBytesMax else { return .refused(.tooLarge) }
        guard let signature else { return .refused(.unsigned) }
        guard OnchainPaySignature.matches(signature, body: body, secret: secret.revealed()) else {
            return .refused(.wrongSignature)
        }
        guard let value = Self.object(in: body) else { return .refused(.notJSON) }
        return Self.verdict(on: value, OnchainPayNews.init)
    }

    /// Checks a callback of OkiPays (API contract B8).
    ///
    /// Answer a genuine one with HTTP status 200 and the body of an ``OkiPaysReply``.
    ///
    /// The signature of OkiPays puts nothing between the values it covers, so who sees a callback
    /// can move characters from one value into the next and keep the signature. Take a genuine
    /// callback as word that something changed, and act on what ``OkiPaysClient/order(_:)`` says.
    ///
    /// - Parameters:
    ///   - body: The bytes as they came.
    ///   - sign: The header `sign` or `X-Auth-Sign`, which are the same; nil where there is none.
    /// - Returns: The news, or why there is none.
    public func okiPays(_ body: [UInt8], sign: String?) -> WebhookVerdict<OkiPaysNews> {
        guard body.count <= ClientLimits.webhookBytesMax else { return .refused(.tooLarge) }
        guard let sign else { return .refused(.unsigned) }
        guard let value = Self.object(in: body) else { return .refused(.notJSON) }
        guard OkiPaysSignature.matches(sign, body: value, secret: secret.revealed()) else {
            return .refused(.wrongSignature)
        }
        return Self.verdict(on: value, OkiPaysNews.init)
    }

    private static func object(in body: [UInt8]) -> JSONValue? {
        let value = try? JSONValue.parse(body, limits: .onchainPayRequest)
        return value?.object == nil ? nil : value
    }

    private static func verdict<News>(
        on value: JSONValue,
        _ read: (AnswerFields) throws(AnswerFields.Fault) -> News
    ) -> WebhookVerdict<News> {
        do throws(AnswerFields.Fault) {
            return .genuine(try read(try AnswerFields(value, "body")))
        } catch {
            return .refused(.field(error.field))
        }
    }
}
