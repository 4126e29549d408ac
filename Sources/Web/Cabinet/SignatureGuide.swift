import Payments

/// Code for shops that checks the signature of a notification, one piece a language and API.
struct SignatureGuide: Sendable {
    struct Piece: Sendable {
        let pieceTitle: String
        let pieceID: String
        let code: String
    }

    let pieces: [Piece]
    let notificationsURL: String

    init(for request: CabinetRequest) {
        pieces = Self.all
        notificationsURL = request.path("notifications")
    }

    static let all: [Piece] = [
        piece("OkiPays", "Python", PackageResources.verify_okipays_python_txt),
        piece("OkiPays", "PHP", PackageResources.verify_okipays_php_txt),
        piece("OkiPays", "Node", PackageResources.verify_okipays_node_txt),
        piece("OkiPays", "Swift", PackageResources.verify_okipays_swift_txt),
        piece("OnchainPay", "Python", PackageResources.verify_onchainpay_python_txt),
        piece("OnchainPay", "PHP", PackageResources.verify_onchainpay_php_txt),
        piece("OnchainPay", "Node", PackageResources.verify_onchainpay_node_txt),
        piece("OnchainPay", "Swift", PackageResources.verify_onchainpay_swift_txt),
    ]

    private static func piece(_ api: String, _ language: String, _ code: [UInt8]) -> Piece {
        Piece(
            pieceTitle: "\(api) in \(language)",
            pieceID: "\(api)-\(language)".lowercased(),
            code: String(decoding: code, as: UTF8.self)
        )
    }
}
