/// Why a call to the gateway gave no answer that can be used.
///
/// The question that matters to a shop is whether the gateway may have done what was asked.
/// ``unreachable(reason:)``, ``cancelled`` and ``tooManyWaiting(waitingMax:)`` mean that it never
/// got the request. ``refused(_:)`` is its own no. The other two say nothing about it: the invoice
/// may exist. They are not failures, and ``isOutcomeUnknown`` is true for them. Ask again, with
/// the same `externalID` or order id; `Docs/CLIENT.md` shows how.
public enum ClientError: Error, Sendable, Hashable {
    /// The gateway answered that it will not, with a code of its API.
    case refused(Refusal)
    /// The request was not sent: no connection, or no valid URL; the reason is safe for logs.
    case unreachable(reason: String)
    /// The task was cancelled before the request was sent.
    case cancelled
    /// So many calls wait for their turn already that this one was not even queued.
    case tooManyWaiting(waitingMax: Int)
    /// The request was sent, in whole or in part, and no answer came: it may have been carried out.
    case outcomeUnknown(MissingAnswer)
    /// An answer came that this API does not give, such as a proxy's error page.
    case malformedAnswer(httpStatus: Int, AnswerFault)

    /// Whether the gateway may have done what was asked without our having heard of it.
    ///
    /// Then ask for the object, or repeat the creation with the same `externalID` or order id.
    public var isOutcomeUnknown: Bool {
        switch self {
        case .outcomeUnknown, .malformedAnswer: true
        case .refused(let refusal): refusal.isOutcomeUnknown
        case .unreachable, .cancelled, .tooManyWaiting: false
        }
    }
}

extension ClientError {
    /// How an answer went missing after the request was sent.
    public enum MissingAnswer: Sendable, Hashable {
        /// None came within the client's timeout.
        case timeout
        /// The connection broke; the reason is safe for logs.
        case connectionLost(reason: String)
        /// The task that waited for it was cancelled.
        case cancelled
    }

    /// What is wrong with an answer.
    public enum AnswerFault: Sendable, Hashable {
        /// It is not JSON, or JSON that readers disagree about.
        case notJSON
        /// It is JSON, but neither of the shapes that the API answers in.
        case notAnAnswer
        /// A field is missing or not of its type.
        case field(String)
        /// It is longer than ``ClientLimits/answerBytesMax``.
        case tooLarge
        /// Somebody sent us somewhere else, which a gateway does not do.
        case redirected
    }
}
