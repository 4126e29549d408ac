import Gateway
import Payments

/// The page of the merchants somebody may see.
struct MerchantsContent: Sendable {
    struct Shop: Sendable {
        let name: String
        let url: String
        let id: String
        let role: String
        let since: String
    }

    let shops: [Shop]
    let hasShops: Bool
    let mayCreate: Bool
    let name: String
    let resultURL: String

    init(_ merchants: [Merchant], _ user: User, typed: FormText) {
        shops = merchants.map { merchant in
            Shop(
                name: merchant.name,
                url: "/cabinet/m/\(merchant.id.text)/overview",
                id: merchant.id.text,
                role: user.role(for: merchant.id)?.rawValue ?? "",
                since: UTCText.plain(merchant.createdAt)
            )
        }
        hasShops = !merchants.isEmpty
        mayCreate = user.isOwner
        name = typed["name"] ?? ""
        resultURL = typed["result-url"] ?? ""
    }
}

/// A merchant just made, with its keys: shown once.
struct MerchantKeysContent: Sendable {
    struct Key: Sendable {
        let api: String
        let publicName: String
        let publicPart: String
        let secretName: String
        let secret: String
    }

    let name: String
    let id: String
    let keys: [Key]

    init(_ merchant: Merchant, _ keys: [FreshKey]) {
        name = merchant.name
        id = merchant.id.text
        self.keys = keys.map { key in
            let words: (api: String, publicName: String, secretName: String) =
                switch key.dialect {
                case .okipays: ("OkiPays", "Token", "Secret")
                case .onchainpay: ("OnchainPay", "Public key", "Private key")
                }
            return Key(
                api: words.api,
                publicName: words.publicName,
                publicPart: key.id.text,
                secretName: words.secretName,
                secret: key.secret.revealed()
            )
        }
    }
}

/// What is typed for a new merchant, checked.
struct NewMerchantForm: Sendable {
    let name: String
    let resultURL: String?

    private static let nameLengthMax = 100

    /// Why the form is not taken.
    struct Refusal: Error {
        let message: String
    }

    init(_ form: FormText) throws(Refusal) {
        name = form["name"] ?? ""
        guard (1...Self.nameLengthMax).contains(name.count),
            name.unicodeScalars.allSatisfy({ $0.value >= 32 }),
            name.contains(where: { !$0.isWhitespace })
        else {
            throw Refusal(message: "Name: use 1 to \(Self.nameLengthMax) printable characters.")
        }
        let url = form["result-url"] ?? ""
        resultURL = url.isEmpty ? nil : url
        guard !url.isEmpty else { return }
        do {
            _ = try CallbackURL(url)
        } catch {
            throw Refusal(message: "Result URL: it \(error.message).")
        }
    }
}
