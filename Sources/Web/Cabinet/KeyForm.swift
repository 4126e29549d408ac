import Gateway
import Payments

/// What is typed about an API key: its name, where it is accepted from, and for what.
struct KeyForm: Sendable {
    /// Why a form is not taken.
    enum Fault: Error, Sendable, Hashable {
        case nameTooLong
        case nameNotPrintable
        case badAddress(String)
        case tooManyAddresses
        case unknownPermission
        case unknownDialect

        /// What is said above the form, with the field first.
        var text: String {
            switch self {
            case .nameTooLong: "Name: use at most \(KeyTerms.nameLengthMax) characters."
            case .nameNotPrintable: "Name: it has characters that cannot be printed."
            case .badAddress(let line):
                "Allowed addresses: “\(line.prefix(50))” is neither an IP address nor a block. "
                    + "Write one a line, such as 203.0.113.7, 198.51.100.0/24 or 2001:db8::/32."
            case .tooManyAddresses:
                "Allowed addresses: use at most \(KeyTerms.allowedAddressesMax) lines."
            case .unknownPermission: "Permissions: choose one of the three."
            case .unknownDialect: "API: choose OkiPays or OnchainPay."
            }
        }
    }

    /// The longest text of a form's own name.
    static let formIDLengthMax = 64

    let dialectText: String
    let name: String
    let addresses: String
    let permissionText: String
    /// What names the form, so that it makes one key however often it is sent.
    let formID: String

    init(_ form: FormText) {
        dialectText = form["dialect"] ?? ""
        name = form["name"] ?? ""
        addresses = form["addresses"] ?? ""
        permissionText = form["permission"] ?? ""
        formID = String((form["form"] ?? "").prefix(Self.formIDLengthMax))
    }

    /// An empty form for a new key.
    init(formID: String) {
        dialectText = Dialect.okipays.rawValue
        name = ""
        addresses = ""
        permissionText = KeyPermission.everything.formWord
        self.formID = formID
    }

    /// What is set now.
    init(_ terms: KeyTerms, in dialect: Dialect) {
        dialectText = dialect.rawValue
        name = terms.name ?? ""
        addresses = terms.allowedAddresses.map(\.text).joined(separator: "\n")
        permissionText = terms.permission.formWord
        formID = ""
    }

    func dialect() throws(Fault) -> Dialect {
        guard let dialect = Dialect(rawValue: dialectText) else { throw .unknownDialect }
        return dialect
    }

    func terms() throws(Fault) -> KeyTerms {
        let trimmed = name.split(separator: " ").joined(separator: " ")
        guard trimmed.count <= KeyTerms.nameLengthMax else { throw .nameTooLong }
        guard trimmed.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
            throw .nameNotPrintable
        }
        let lines = addresses.split { $0.isWhitespace || $0 == "," }
        guard lines.count <= KeyTerms.allowedAddressesMax else { throw .tooManyAddresses }
        var blocks: [AddressBlock] = []
        for line in lines {
            guard let block = AddressBlock(line) else { throw .badAddress(String(line)) }
            blocks.append(block)
        }
        // What is not said is not everything.
        let permission = KeyPermission.allCases.first { $0.formWord == permissionText }
        guard let permission else { throw .unknownPermission }
        return KeyTerms(
            name: trimmed.isEmpty ? nil : trimmed,
            allowedAddresses: blocks,
            permission: permission
        )
    }
}

extension KeyPermission {
    /// How a form names it.
    var formWord: String {
        switch self {
        case .everything: "everything"
        case .createAndRead: "create"
        case .readOnly: "read"
        }
    }
}
