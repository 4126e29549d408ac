import Gateway
import HTTPTypes
import Wire

/// What a shop did wrong, with the numbers of API contract A2, which are Florin's own.
enum OnchainPayFault: Error, Sendable, Hashable {
    case unauthorized(String)
    case badSignature
    case badNonce(String)
    case forbidden(KeyRefusal)
    case nonceUsed
    case invalid(field: String, String)
    case badBody(String)
    case methodNotFound(String)
    case notPost
    case bodyTooLarge(bytesMax: Int)
    case currencyNotAvailable(String)
    case amountOutOfRange(String)
    case rateNotAvailable
    case invoiceNotFound
    case externalIDConflict
    case orderNotFound
    case userNotFound
    case webhookNotFound
    case advancedBalanceNotFound
    case addressNotFound
    case depositNotFound
    case notImplemented(String)
    case ourFault

    /// The HTTP status.
    var status: HTTPResponse.Status {
        switch self {
        case .unauthorized, .badSignature: .unauthorized
        case .forbidden: .forbidden
        case .badNonce, .invalid, .badBody, .currencyNotAvailable, .amountOutOfRange: .badRequest
        case .nonceUsed, .externalIDConflict: .conflict
        case .methodNotFound, .invoiceNotFound, .orderNotFound, .userNotFound, .webhookNotFound,
            .advancedBalanceNotFound, .addressNotFound, .depositNotFound:
            .notFound
        case .notPost: .methodNotAllowed
        case .bodyTooLarge: .contentTooLarge
        case .rateNotAvailable: .serviceUnavailable
        case .notImplemented: .notImplemented
        case .ourFault: .internalServerError
        }
    }

    private var code: Int {
        switch self {
        case .unauthorized: 1001
        case .badSignature: 1002
        case .badNonce: 1003
        case .nonceUsed: 1004
        case .forbidden: 1005
        case .invalid, .badBody: 1100
        case .methodNotFound, .notPost: 1101
        case .bodyTooLarge: 1102
        case .currencyNotAvailable: 1200
        case .amountOutOfRange: 1201
        case .rateNotAvailable: 1202
        case .invoiceNotFound: 1300
        case .externalIDConflict: 1301
        case .orderNotFound: 1310
        case .userNotFound: 1320
        case .webhookNotFound: 1330
        case .advancedBalanceNotFound: 1340
        case .addressNotFound: 1350
        case .depositNotFound: 1360
        case .notImplemented: 1900
        case .ourFault: 1999
        }
    }

    private var name: String {
        switch self {
        case .unauthorized: "UNAUTHORIZED"
        case .badSignature: "INVALID_SIGNATURE"
        case .badNonce: "INVALID_NONCE"
        case .nonceUsed: "NONCE_ALREADY_USED"
        case .forbidden: "FORBIDDEN"
        case .invalid, .badBody: "VALIDATION_ERROR"
        case .methodNotFound, .notPost: "METHOD_NOT_FOUND"
        case .bodyTooLarge: "PAYLOAD_TOO_LARGE"
        case .currencyNotAvailable: "CURRENCY_NOT_AVAILABLE"
        case .amountOutOfRange: "AMOUNT_OUT_OF_RANGE"
        case .rateNotAvailable: "RATE_NOT_AVAILABLE"
        case .invoiceNotFound: "INVOICE_NOT_FOUND"
        case .externalIDConflict: "EXTERNAL_ID_CONFLICT"
        case .orderNotFound: "ORDER_NOT_FOUND"
        case .userNotFound: "USER_NOT_FOUND"
        case .webhookNotFound: "WEBHOOK_NOT_FOUND"
        case .advancedBalanceNotFound: "ADVANCED_BALANCE_NOT_FOUND"
        case .addressNotFound: "ADDRESS_NOT_FOUND"
        case .depositNotFound: "DEPOSIT_NOT_FOUND"
        case .notImplemented: "NOT_IMPLEMENTED"
        case .ourFault: "INTERNAL_ERROR"
        }
    }

    var message: String {
        switch self {
        case .unauthorized(let words), .badNonce(let words), .badBody(let words),
            .currencyNotAvailable(let words), .amountOutOfRange(let words),
            .notImplemented(let words):
            words
        case .badSignature: "x-api-signature is not the HMAC-SHA256 of this body with your key"
        case .forbidden(.wrongAddress): "This key is not accepted from your address"
        case .forbidden(.notPermitted): "This key is not allowed to call this method"
        case .nonceUsed: "nonce was used within the last 24 hours"
        case .invalid(let field, let words): "\(field) \(words)"
        case .methodNotFound(let method): "There is no method \(method)"
        case .notPost: "Every method is called with POST"
        case .bodyTooLarge(let bytesMax): "The body is larger than \(bytesMax) bytes"
        case .rateNotAvailable: "There is no fresh price at the moment, try again later"
        case .invoiceNotFound: "There is no invoice with this id"
        case .externalIDConflict: "externalId belongs to another invoice"
        case .orderNotFound: "There is no order with this id"
        case .userNotFound: "There is no user with this id"
        case .webhookNotFound: "There is no webhook with this id"
        case .advancedBalanceNotFound: "advancedBalanceId is not the balance of this key"
        case .addressNotFound: "There is no such address"
        case .depositNotFound: "There is no deposit with this id"
        case .ourFault: "Something went wrong on our side"
        }
    }

    /// The envelope of a failure; `requestID` helps to find it in the log.
    func body(requestID: String) -> JSONValue {
        [
            "success": false,
            "error": [
                "code": .integer(code),
                "name": .string(name),
                "message": .string(message),
            ],
            "requestId": .string(requestID),
        ]
    }
}
