/// What a shop answers to a callback of OkiPays, with HTTP status 200 (API contract B8).
///
/// Any other answer has the callback repeated. Neither moves an order where its status does not
/// allow it: it is then an acknowledgement and nothing more.
public enum OkiPaysReply: String, Sendable, Hashable {
    /// The shop has heard, and accepts the payment if the order is paid: it becomes completed.
    case done
    /// The shop gives the order up; a payment that has come stays the merchant's.
    case cancel

    /// The JSON to answer, as `application/json`.
    public var body: String { #"{"status":"\#(rawValue)"}"# }
}
