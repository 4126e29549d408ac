import Gateway
import Payments
import Wire

/// Reads `order/create` and writes the order object of its answers (API contract B5).
struct OkiPaysOrder {
    /// The longest `order_id` as text.
    static let orderIDLengthMax = 64
    /// The longest description.
    static let descriptionLengthMax = 1_024
    /// The most coins in one request.
    static let currenciesMax = 100
    /// The most digits before the point of a price.
    static let priceIntegerDigitsMax = 18
    /// How long an invoice may live, in seconds.
    static let lifetimeSecondsMax: Int64 = 7 * 86_400
    /// How long it lives where nothing is said.
    static let lifetimeSecondsDefault: Int64 = 3_600

    let showcase: Showcase
    let publicURL: String

    /// Checks every field and makes the invoice that is asked for.
    func newInvoice(
        from body: JSONValue,
        at now: Instant
    ) throws(OkiPaysFault) -> NewInvoice {
        let (externalID, isNumeric) = try Self.orderID(in: body)
        let asset = try priceAsset(in: body)
        var new = NewInvoice(
            externalID: externalID,
            price: try price(in: body, of: asset),
            offer: try offer(in: body),
            feeTerms: try includesCommission(in: body) ? .inside : .ignored,
            askedAt: now,
            deadline: try deadline(in: body, at: now)
        )
        new.isExternalIDNumeric = isNumeric
        new.details = try Self.text(
            "description",
            in: body,
            lengthMax: Self.descriptionLengthMax
        )
        new.returnURL = try returnURL(in: body)
        return new
    }

    /// The merchant's id of an order, and whether it was written as a number.
    static func orderID(in body: JSONValue) throws(OkiPaysFault) -> (text: String, isNumeric: Bool)
    {
        switch body["order_id"] {
        case nil, .null: throw .orderIDRequired
        case .string(let text):
            guard !text.isEmpty else { throw .orderIDRequired }
            guard text.count <= orderIDLengthMax, text.unicodeScalars.allSatisfy({ $0.value >= 32 })
            else {
                throw .badField(
                    "order_id",
                    .outOfRange("must have at most \(orderIDLengthMax) printable characters")
                )
            }
            return (text, false)
        case .number(let number):
            guard let integer = number.integer, integer >= 0 else {
                throw .badField("order_id", .wrongType(expected: "an integer or a string"))
            }
            return (String(integer), true)
        default:
            throw .badField("order_id", .wrongType(expected: "an integer or a string"))
        }
    }

    /// The merchant's id as it was given: a number stays a number.
    static func orderID(of invoice: Invoice) -> JSONValue {
        let text = invoice.externalID ?? ""
        guard invoice.isExternalIDNumeric, let number = Int64(text) else { return .string(text) }
        return .integer(number)
    }

    private func priceAsset(in body: JSONValue) throws(OkiPaysFault) -> Asset {
        switch body["payment_currency_iso"] {
        case nil, .null: throw .badField("payment_currency_iso", .required)
        case .string(let ticker):
            guard let asset = showcase.priceAsset(ticker) else { throw .currencyNotAvailable }
            return asset
        default: throw .badField("payment_currency_iso", .wrongType(expected: "a string"))
        }
    }

    private func price(in body: JSONValue, of asset: Asset) throws(OkiPaysFault) -> Amount {
        let text: String
        switch body["price"] {
        case nil, .null: throw .badField("price", .required)
        case .number(let number): text = number.text
        case .string(let string): text = string
        default: throw .badField("price", .wrongType(expected: "a number"))
        }
        let integerDigits = text.prefix { $0 != "." }.drop { $0 == "0" }.count
        guard integerDigits <= Self.priceIntegerDigitsMax else {
            throw .badField("price", .outOfRange("is too large"))
        }
        let price: Amount
        do {
            price = try Amount(decimal: text, of: asset)
        } catch {
            switch error {
            case .tooManyDecimals(let decimalsMax):
                throw .badField("price", .outOfRange("has more than \(decimalsMax) decimals"))
            case .overflow, .zero, .priceMissing:
                throw .badField("price", .outOfRange("is too large"))
            case .notADecimal:
                throw .badField("price", .wrongType(expected: "a plain decimal number above zero"))
            }
        }
        if price.isZero { throw .badField("price", .outOfRange("must be above zero")) }
        return price
    }

    private func includesCommission(in body: JSONValue) throws(OkiPaysFault) -> Bool {
        switch body["include_commission"] {
        case nil, .null: return false
        case .number(let number) where number.text == "0" || number.text == "1":
            return number.text == "1"
        case .string(let text) where text == "0" || text == "1": return text == "1"
        default: throw .badField("include_commission", .wrongType(expected: "0 or 1"))
        }
    }

    private func deadline(in body: JSONValue, at now: Instant) throws(OkiPaysFault) -> Instant {
        let seconds: Int64?
        switch body["time_expired"] {
        case nil, .null: return now.advanced(bySeconds: Self.lifetimeSecondsDefault)
        case .number(let number): seconds = number.integer
        case .string(let text): seconds = Int64(text)
        default: seconds = nil
        }
        guard let seconds else {
            throw .badField("time_expired", .wrongType(expected: "a Unix time in seconds"))
        }
        guard seconds > now.seconds else {
            throw .badField("time_expired", .outOfRange("must be in the future"))
        }
        guard seconds <= now.seconds + Self.lifetimeSecondsMax else {
            throw .badField("time_expired", .outOfRange("must be within 7 days from now"))
        }
        return Instant(seconds: seconds)
    }

    private func returnURL(in body: JSONValue) throws(OkiPaysFault) -> String? {
        guard
            let text = try Self.text("redirect_url", in: body, lengthMax: CallbackURL.lengthMax),
            !text.isEmpty
        else { return nil }
        do {
            _ = try CallbackURL(text)
        } catch {
            throw .badField("redirect_url", .outOfRange(error.message))
        }
        return text
    }

    private static func text(
        _ field: String,
        in body: JSONValue,
        lengthMax: Int
    ) throws(OkiPaysFault) -> String? {
        switch body[field] {
        case nil, .null: return nil
        case .string(let text):
            guard text.count <= lengthMax else {
                throw .badField(field, .outOfRange("must have at most \(lengthMax) characters"))
            }
            return text
        default: throw .badField(field, .wrongType(expected: "a string"))
        }
    }

    private func offer(in body: JSONValue) throws(OkiPaysFault) -> NewInvoice.Offer {
        let entries: [JSONValue]
        switch body["currencies"] {
        case nil, .null: return .everything
        case .array(let array): entries = array
        default: throw .badField("currencies", .wrongType(expected: "a list"))
        }
        if entries.isEmpty { return .everything }
        guard entries.count <= Self.currenciesMax else {
            throw .badField(
                "currencies",
                .outOfRange("must have at most \(Self.currenciesMax) entries")
            )
        }
        var coins: [Coin] = []
        for (place, entry) in entries.enumerated() {
            let coin = try coin(entry, at: "currencies[\(place)]")
            if !coins.contains(coin) { coins.append(coin) }
        }
        return .only(coins)
    }

    private func coin(_ entry: JSONValue, at path: String) throws(OkiPaysFault) -> Coin {
        guard entry.object != nil else { throw .badField(path, .wrongType(expected: "an object")) }
        guard let iso = entry["iso"]?.string else {
            throw .badField("\(path).iso", .wrongType(expected: "a string"))
        }
        let network: Int64?
        switch entry["network"] {
        case .number(let number): network = number.integer
        case .string(let text): network = Int64(text)
        default: network = nil
        }
        guard let network else {
            throw .badField("\(path).network", .wrongType(expected: "an integer"))
        }
        guard
            let listing = showcase.coins.first(where: {
                $0.coin.asset.ticker == iso && Int64($0.okipaysNumber) == network
            })
        else { throw .currencyNotAvailable }
        return listing.coin
    }

    /// The `data` of an answer.
    func data(of stored: InvoiceRecord) -> JSONValue {
        let invoice = stored.invoice
        let status = OkiPaysStatus(stored.standing)
        return [
            "id": .string(invoice.code.text),
            "order_id": Self.orderID(of: invoice),
            "status": .string(status.text),
            "status_id": .integer(status.rawValue),
            "price": .string(invoice.price.fullDecimal),
            "payment_currency_iso": .string(invoice.price.asset.ticker),
            "include_commission": invoice.terms.feeTerms == .inside ? 1 : 0,
            "description": .optional(invoice.details),
            "link": .string("\(publicURL)/checkout/\(invoice.code.text)"),
            "currencies": .array(
                invoice.coins.compactMap(showcase.listing(of:)).map { listing in
                    [
                        "iso": .string(listing.coin.asset.ticker),
                        "network": .integer(listing.okipaysNumber),
                    ]
                }
            ),
        ]
    }
}
