import Gateway
import Payments
import Wire

/// The fields of a call: `null` is absent, unknown ones are ignored, and each is read once with
/// what it may be.
struct OnchainPayFields {
    /// The most items of a list in a request.
    static let itemsMax = 500
    /// The most digits before the point of an amount.
    static let integerDigitsMax = 18
    /// How far below one a number with an exponent may be.
    private static let exponentMax = 36
    /// The most digits after it.
    static let decimalsMax = 18

    private let object: JSONObject

    init(parsing bytes: [UInt8]) throws(OnchainPayFault) {
        let value: JSONValue
        do {
            value = try JSONValue.parse(bytes, limits: .onchainPayRequest)
        } catch {
            throw .badBody(error.message)
        }
        guard let object = value.object else { throw .badBody("The body must be a JSON object") }
        self.object = object
    }

    init(_ object: JSONObject) { self.object = object }

    /// A field that is there and not null.
    subscript(name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    /// Whether a field is there, be it null.
    func has(_ name: String) -> Bool { object[name] != nil }

    /// A text of bounded length, without control characters.
    func text(
        _ name: String,
        lengthMax: Int = 255,
        mayBeEmpty: Bool = true
    ) throws(OnchainPayFault) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.string else { throw .invalid(field: name, "must be a string") }
        guard text.count <= lengthMax, text.utf8.count <= lengthMax * 4 else {
            throw .invalid(field: name, "must have at most \(lengthMax) characters")
        }
        guard mayBeEmpty || !text.isEmpty else {
            throw .invalid(field: name, "must not be empty")
        }
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 32 || scalar == "\r" || scalar == "\n" || scalar == "\t"
        }
        guard isPlain else {
            throw .invalid(field: name, "must not contain control characters")
        }
        return text
    }

    /// A text that has to be there.
    func requiredText(
        _ name: String,
        lengthMax: Int = 255
    ) throws(OnchainPayFault) -> String {
        guard let text = try text(name, lengthMax: lengthMax, mayBeEmpty: false) else {
            throw .invalid(field: name, "is required")
        }
        return text
    }

    /// An absolute http or https URL.
    func url(_ name: String) throws(OnchainPayFault) -> String? {
        guard let text = try text(name, lengthMax: CallbackURL.lengthMax) else { return nil }
        do {
            _ = try CallbackURL(text)
        } catch {
            throw .invalid(field: name, error.message)
        }
        return text
    }

    /// True or false.
    func flag(_ name: String) throws(OnchainPayFault) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.bool else { throw .invalid(field: name, "must be true or false") }
        return flag
    }

    /// An integer within bounds; digits in a string are taken too.
    func integer(
        _ name: String,
        within range: ClosedRange<Int64>
    ) throws(OnchainPayFault) -> Int64? {
        let integer: Int64?
        switch self[name] {
        case nil: return nil
        case .number(let number): integer = number.integer
        case .string(let text):
            let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            integer = isPlain ? Int64(text) : nil
        default: integer = nil
        }
        guard let integer else { throw .invalid(field: name, "must be an integer") }
        guard range.contains(integer) else {
            throw .invalid(
                field: name,
                "must be from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return integer
    }

    /// A plain decimal, as a string or as a number's source text.
    func decimal(_ name: String) throws(OnchainPayFault) -> String? {
        let text: String
        switch self[name] {
        case nil: return nil
        case .string(let value): text = value
        case .number(let number): text = Self.expanded(number.text)
        default: throw .invalid(field: name, "must be a decimal string")
        }
        guard (try? Ratio(decimal: text)) != nil else {
            throw .invalid(
                field: name,
                "must be a plain decimal of at most \(Self.decimalsMax) decimals"
            )
        }
        return text
    }

    /// A number's source text without a negative exponent: PHP writes 0.00001 as `1.0e-5`.
    private static func expanded(_ text: String) -> String {
        let halves = text.split(maxSplits: 1) { $0 == "e" || $0 == "E" }
        guard halves.count == 2, let exponent = Int(halves[1]),
            (-exponentMax...0).contains(exponent)
        else { return text }
        let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        var digits = String(parts[0]) + fraction
        let decimals = fraction.count - exponent
        if digits.count <= decimals {
            digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
        }
        return "\(digits.dropLast(decimals)).\(digits.suffix(decimals))0"
    }

    /// A percentage as a fraction, within bounds given in percent.
    func percent(
        _ name: String,
        below limit: UInt128,
        isLimitAllowed: Bool
    ) throws(OnchainPayFault) -> Ratio? {
        guard let text = try decimal(name) else { return nil }
        guard let fraction = try? Ratio(percent: text), let whole = try? Ratio(limit, over: 100)
        else { throw .invalid(field: name, "must be a plain decimal") }
        guard fraction < whole || (isLimitAllowed && fraction == whole) else {
            let words = isLimitAllowed ? "at most \(limit)" : "below \(limit)"
            throw .invalid(field: name, "must be \(words)")
        }
        return fraction
    }

    /// A list of bounded length.
    func list(_ name: String) throws(OnchainPayFault) -> [JSONValue]? {
        guard let value = self[name] else { return nil }
        guard let items = value.array else { throw .invalid(field: name, "must be a list") }
        guard items.count <= Self.itemsMax else {
            throw .invalid(field: name, "must have at most \(Self.itemsMax) items")
        }
        return items
    }

    /// A list of texts.
    func texts(_ name: String) throws(OnchainPayFault) -> [String]? {
        guard let items = try list(name) else { return nil }
        var texts: [String] = []
        for item in items {
            guard let text = item.string else {
                throw .invalid(field: name, "must be a list of strings")
            }
            texts.append(text)
        }
        return texts
    }

    /// A page of a list (API contract A4): `limit` from 1 to 1000, `offset` from 0.
    func page() throws(OnchainPayFault) -> (limit: Int, offset: Int) {
        let limit = try integer("limit", within: 1...1_000) ?? 100
        let offset = try integer("offset", within: 0...1_000_000) ?? 0
        return (Int(limit), Int(offset))
    }

    /// An amount above zero of an asset; more decimals than the asset has are kept, up to 18.
    func amount(
        _ name: String,
        of asset: Asset,
        mayRefine: Bool
    ) throws(OnchainPayFault) -> Amount {
        let written = self[name]?.string ?? self[name]?.number?.text
        if let written, written.hasPrefix("-"), (try? Ratio(decimal: written.dropFirst())) != nil {
            throw .amountOutOfRange("\(name) must be above zero")
        }
        guard let text = try decimal(name) else { throw .invalid(field: name, "is required") }
        let integerDigits = text.prefix { $0 != "." }.drop { $0 == "0" }.count
        guard integerDigits <= Self.integerDigitsMax else {
            throw .amountOutOfRange("\(name) is too large")
        }
        var fraction = text.drop { $0 != "." }.dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        guard fraction.count <= Self.decimalsMax else {
            throw .invalid(field: name, "has more than \(Self.decimalsMax) decimals")
        }
        let decimals = mayRefine ? max(asset.decimals, fraction.count) : asset.decimals
        let exact = Asset(ticker: asset.ticker, decimals: decimals)
        guard fraction.count <= decimals, let amount = try? Amount(decimal: text, of: exact) else {
            throw .invalid(field: name, "has more than \(decimals) decimals")
        }
        guard !amount.isZero else { throw .amountOutOfRange("\(name) must be above zero") }
        return amount
    }
}
