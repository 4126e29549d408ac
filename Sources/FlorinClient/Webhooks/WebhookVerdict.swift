/// What came of checking a webhook: the news it brings, or why it is not to be believed.
///
/// A wrong signature is expected on any address that the world can reach, so it is a value and not
/// an error that is thrown.
public enum WebhookVerdict<News: Sendable & Hashable>: Sendable, Hashable {
    /// The secret's holder signed it; act on it and answer 200.
    case genuine(News)
    /// Do nothing of what it says and answer 400.
    case refused(WebhookRefusal)
}

/// Why a webhook is not to be believed.
public enum WebhookRefusal: Sendable, Hashable {
    /// The header with the signature is missing.
    case unsigned
    /// Another secret or another body was signed.
    case wrongSignature
    /// The body is longer than ``ClientLimits/webhookBytesMax``.
    case tooLarge
    /// The body is not strict JSON, or no object.
    case notJSON
    /// The signature is right, but a field is missing or not of its type.
    case field(String)
}
