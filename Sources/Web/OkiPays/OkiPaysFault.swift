import Gateway
import HTTPTypes
import Wire

/// What a shop did wrong, in the two shapes and the codes of API contract B2.
enum OkiPaysFault: Error, Sendable, Hashable {
    /// Why a field is refused.
    enum Reason: Sendable, Hashable {
        case required
        case wrongType(expected: String)
        case outOfRange(String)

        var text: String {
            switch self {
            case .required: "is required"
            case .wrongType(let expected): "must be \(expected)"
            case .outOfRange(let rule): rule
            }
        }
    }

    case badCredentials
    case forbidden(KeyRefusal)
    case badSignature
    case oldRequestID
    case requestIDRequired
    case badField(String, Reason)
    case badBody(String)
    case orderExists
    case rateNotAvailable
    case orderNotFound
    case orderIDRequired
    case currencyNotAvailable
    case bodyTooLarge(bytesMax: Int)
    case notFound
    case ourFault

    /// The HTTP status.
    var status: HTTPResponse.Status {
        switch self {
        case .badCredentials: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .bodyTooLarge: .contentTooLarge
        case .rateNotAvailable: .serviceUnavailable
        case .ourFault: .internalServerError
        case .badSignature, .oldRequestID, .requestIDRequired, .badField, .badBody, .orderExists,
            .orderNotFound, .orderIDRequired, .currencyNotAvailable:
            .badRequest
        }
    }

    private var code: Int {
        switch self {
        case .badCredentials, .forbidden, .notFound, .bodyTooLarge, .ourFault: 0
        case .currencyNotAvailable: -1
        case .badSignature: 1
        case .oldRequestID: 2
        case .requestIDRequired: 3
        case .badField, .badBody: 10
        case .orderExists: 11
        case .rateNotAvailable: 12
        case .orderNotFound: 14
        case .orderIDRequired: 19
        }
    }

    private var message: String {
        switch self {
        case .badCredentials: "Your request was made with invalid credentials."
        case .forbidden(.wrongAddress): "This token is not accepted from your address."
        case .forbidden(.notPermitted): "This token is not allowed to do this."
        case .badSignature: "Signature is invalid"
        case .oldRequestID: "request_id must be greater than previous"
        case .requestIDRequired: "Required request_id"
        case .badField(let field, let reason): "Validation error: \(field) \(reason.text)"
        case .badBody(let words): "Validation error: body \(words)"
        case .orderExists: "Order already exists"
        case .rateNotAvailable: "Rate not available, try again later"
        case .orderNotFound: "Order not found"
        case .orderIDRequired: "Required order_id"
        case .currencyNotAvailable: "Currency not available"
        case .bodyTooLarge(let bytesMax): "The request body is larger than \(bytesMax) bytes."
        case .notFound: "Page not found."
        case .ourFault: "An internal server error occurred."
        }
    }

    /// The framework's shape (F1), for what happens before or beside an order.
    private var isFrameworkShaped: Bool {
        switch self {
        case .badCredentials, .forbidden, .notFound, .bodyTooLarge, .ourFault,
            .currencyNotAvailable:
            true
        case .badSignature, .oldRequestID, .requestIDRequired, .badField, .badBody, .orderExists,
            .rateNotAvailable, .orderNotFound, .orderIDRequired:
            false
        }
    }

    /// The body, with the caller's token where the shape has one.
    func body(token: String) -> JSONValue {
        if isFrameworkShaped {
            return [
                "name": .string(status.reasonPhrase),
                "message": .string(message),
                "code": .integer(code),
                "status": .integer(status.code),
            ]
        }
        return [
            "status": false,
            "error": .string(message),
            "code": .integer(code),
            "token": .string(token),
        ]
    }
}
