import Gateway
import Payments

/// The form that opens an invoice by hand: what was typed, and what is wrong with it.
struct InvoiceForm: Sendable {
    /// The same limits as in the APIs.
    private static let referenceLengthMax = OkiPaysOrder.orderIDLengthMax
    private static let descriptionLengthMax = OkiPaysOrder.descriptionLengthMax
    private static let emailLengthMax = 255
    private static let formLength = 32

    /// A field that cannot be taken: its name, and what to do.
    struct Fault: Error {
        let text: String

        init(_ field: String, _ advice: String) { text = "\(field): \(advice)" }
    }

    let form: String
    let price: String
    let currency: String
    let description: String
    let reference: String
    let lifetime: String
    let email: String
    /// The names of the coin boxes that are ticked.
    let ticked: Set<String>

    /// What was posted; `coins` are those whose boxes the form has.
    init(_ posted: FormText, coins: [Coin]) {
        func field(_ name: String) -> String { posted.trimmed(name) }
        form = field("form")
        price = field("price")
        currency = field("currency")
        description = field("description")
        reference = field("reference")
        lifetime = field("lifetime")
        email = field("email")
        ticked = Set(coins.map(Self.box(of:)).filter { posted[$0] != nil })
    }

    /// An empty one.
    init() {
        form = ""
        price = ""
        currency = "USD"
        description = ""
        reference = ""
        lifetime = String(OnchainPayInvoice.lifetimeMinutesDefault)
        email = ""
        ticked = []
    }

    /// The name of a coin's box: `coin.USDT.tron`.
    static func box(of coin: Coin) -> String { "coin.\(coin.asset.ticker).\(coin.network.name)" }

    /// The invoice that is asked for, or the field that cannot be taken.
    func asked(coins: [Coin], showcase: Showcase, at now: Instant) throws(Fault) -> NewInvoice {
        guard form.utf8.count == Self.formLength, form.allSatisfy(\.isHexDigit) else {
            throw Fault("Form", "load the page again and repeat.")
        }
        guard let asset = showcase.priceAsset(currency) else {
            throw Fault("Currency", "choose one of the list.")
        }
        let wanted = coins.filter { ticked.contains(Self.box(of: $0)) }
        var new = NewInvoice(
            externalID: try text(reference, "Your reference", Self.referenceLengthMax),
            price: try amount(of: asset),
            offer: wanted.isEmpty || wanted.count == coins.count ? .everything : .only(wanted),
            feeTerms: .ignored,
            askedAt: now,
            deadline: now.advanced(bySeconds: try minutes() * 60)
        )
        guard !(new.externalID?.hasPrefix(Invoice.byHandPrefix) ?? false) else {
            throw Fault("Your reference", "must not begin with \(Invoice.byHandPrefix).")
        }
        new.details = try text(description, "Description", Self.descriptionLengthMax, isLong: true)
        new.payerEmail = try text(email, "Payer's e-mail", Self.emailLengthMax)
        if let email = new.payerEmail {
            let halves = email.split(separator: "@", omittingEmptySubsequences: false)
            guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }), !email.contains(" ")
            else { throw Fault("Payer's e-mail", "must be an address like name@example.com.") }
        }
        return new
    }

    private func amount(of asset: Asset) throws(Fault) -> Amount {
        if price.isEmpty { throw Fault("Price", "is needed.") }
        let digits = price.prefix { $0 != "." }.drop { $0 == "0" }.count
        guard digits <= OkiPaysOrder.priceIntegerDigitsMax else {
            throw Fault("Price", "is too large.")
        }
        let amount: Amount
        do {
            amount = try Amount(decimal: price, of: asset)
        } catch {
            switch error {
            case .tooManyDecimals(let decimalsMax):
                throw Fault(
                    "Price",
                    "\(asset.ticker) has at most \(decimalsMax) decimals."
                )
            case .overflow, .zero, .priceMissing: throw Fault("Price", "is too large.")
            case .notADecimal:
                throw Fault("Price", "must be a plain number with a point, such as 49.90.")
            }
        }
        if amount.isZero { throw Fault("Price", "must be above zero.") }
        return amount
    }

    private func minutes() throws(Fault) -> Int64 {
        let range = OnchainPayInvoice.lifetimeMinutes
        let isPlain = !lifetime.isEmpty && lifetime.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isPlain, let minutes = Int64(lifetime), range.contains(minutes) else {
            throw Fault(
                "Lifetime",
                "must be a whole number of minutes from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return minutes
    }

    private func text(
        _ text: String,
        _ field: String,
        _ lengthMax: Int,
        isLong: Bool = false
    ) throws(Fault) -> String? {
        if text.isEmpty { return nil }
        guard text.count <= lengthMax, text.utf8.count <= lengthMax * 4 else {
            throw Fault(field, "must have at most \(lengthMax) characters.")
        }
        let isPrintable = text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 32 && scalar.value != 127
                || isLong && (scalar == "\n" || scalar == "\r")
        }
        guard isPrintable else { throw Fault(field, "must not contain control characters.") }
        return text
    }
}

extension FormText {
    /// A field without blanks around it; empty where there is none.
    func trimmed(_ name: String) -> String {
        let start = (self[name] ?? "").drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
