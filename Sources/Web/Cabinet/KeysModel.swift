import Crypto
import Gateway
import Payments

/// What the page of a merchant's API keys shows.
struct KeysModel: Sendable {
    struct Row: Sendable {
        let label: String
        let dialectTitle: String
        let publicShort: String
        let publicWhole: String
        let permissionTitle: String
        let placesText: String
        let madeAt: String
        let revokedAt: String?
        let keyURL: String?
    }

    let rows: [Row]
    let mayChange: Bool
    let newURL: String

    init(_ keys: [KeySummary], for request: CabinetRequest) {
        rows = keys.map { Row($0, for: request) }
        mayChange = request.mayChange
        newURL = request.path("keys/new")
    }
}

extension KeysModel.Row {
    init(_ key: KeySummary, for request: CabinetRequest) {
        label = key.terms.name ?? "No name"
        dialectTitle = key.dialect.title
        publicShort = WalletsModel.Key.short(key.id.text)
        publicWhole = key.id.text
        permissionTitle = key.terms.permission.title
        let places = key.terms.allowedAddresses
        placesText =
            places.isEmpty
            ? "Anywhere"
            : places.prefix(3).map(\.text).joined(separator: ", ")
                + (places.count > 3 ? " and \(places.count - 3) more" : "")
        madeAt = UTCText.plain(key.createdAt)
        revokedAt = key.revokedAt.map(UTCText.plain)
        keyURL =
            key.revokedAt == nil && request.mayChange
            ? request.path("keys/\(KeyHandle.text(of: key.id))") : nil
    }
}

/// What names a key in an address of the cabinet: a key itself may have characters that end a path.
enum KeyHandle {
    private static let digestBytes = 10

    static func text(of key: APIKeyID) -> String {
        SHA256.hash(data: Array(key.text.utf8)).prefix(digestBytes)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// What the form of one key shows, new or not.
struct KeyFormModel: Sendable {
    struct Choice: Sendable {
        let value: String
        let choiceTitle: String
        let choiceHint: String
        let isChosen: Bool
    }

    let keysURL: String
    let formURL: String
    let form: String
    let name: String
    let addresses: String
    let dialects: [Choice]
    let permissions: [Choice]
    /// The key that is changed; nil for a new one.
    let key: KeysModel.Row?
    let ownAddress: String

    init(_ form: KeyForm, key: KeySummary?, for request: CabinetRequest) {
        keysURL = request.path("keys")
        formURL = key.map { request.path("keys/\(KeyHandle.text(of: $0.id))") } ?? keysURL
        self.form = form.formID
        name = form.name
        addresses = form.addresses
        dialects = Dialect.allCases.map { dialect in
            Choice(
                value: dialect.rawValue,
                choiceTitle: dialect.title,
                choiceHint: dialect == .okipays ? "Calls to /v1." : "Calls to /api-gateway.",
                isChosen: dialect.rawValue == form.dialectText
            )
        }
        permissions = KeyPermission.allCases.map { permission in
            Choice(
                value: permission.formWord,
                choiceTitle: permission.title,
                choiceHint: permission.hint,
                isChosen: permission.formWord == form.permissionText
            )
        }
        self.key = key.map { KeysModel.Row($0, for: request) }
        ownAddress = request.address
    }
}

/// What is shown once of a key just made; without a secret where its form was sent again.
struct KeyMadeModel: Sendable {
    struct Secret: Sendable {
        let publicName: String
        let publicPart: String
        let secretName: String
        let secretPart: String
        let command: String
        let commandHint: String
    }

    let keysURL: String
    let secret: Secret?

    init(_ made: KeyMaking, terms: KeyTerms, publicURL: String, for request: CabinetRequest) {
        keysURL = request.path("keys")
        guard case .made(let key) = made else {
            secret = nil
            return
        }
        let names =
            switch key.dialect {
            case .okipays: ("Token", "Secret")
            case .onchainpay: ("Public key", "Private key")
            }
        secret = Secret(
            publicName: names.0,
            publicPart: key.id.text,
            secretName: names.1,
            secretPart: key.secret.revealed(),
            command: ShopCommand.line(
                for: key,
                mayCreate: terms.permission.allows(.creating),
                at: publicURL
            ),
            commandHint: terms.permission.allows(.creating)
                ? "Opens an invoice of 9.90 USD, from a shell:"
                : "This key only reads. This asks for what is there, from a shell:"
        )
    }
}

extension Dialect {
    /// The name people know the API by.
    var title: String {
        switch self {
        case .okipays: "OkiPays"
        case .onchainpay: "OnchainPay"
        }
    }
}

extension KeyPermission {
    fileprivate var title: String {
        switch self {
        case .everything: "Everything"
        case .createAndRead: "Create and read"
        case .readOnly: "Read only"
        }
    }

    fileprivate var hint: String {
        switch self {
        case .everything: "Every call of the API."
        case .createAndRead: "Opens invoices and orders, makes customers and addresses, and reads."
        case .readOnly: "Looks and changes nothing: for reports and accounting."
        }
    }
}
