import Payments

/// What `--tariff` says: `SEPA_WITHDRAWAL=1.5%,min=0.50,max=5`, `HANDLING=2.50`, or `HANDLING=`.
///
/// A percentage may have bounds in dollars; `,internal` keeps invoices from naming the tariff, and
/// nothing behind the `=` takes it away.
enum TariffOption: Sendable, Hashable {
    case set(Tariff)
    case remove(String)

    /// The most tariffs that a merchant may have.
    static let countMax = 50
    static let nameLengthMax = 64
    /// The most decimals of a percentage, which are all printed again.
    static let percentDecimalsMax = 18
    /// The most digits of an amount before its point.
    static let wholeDigitsMax = 12
    /// What amounts are in.
    static let dollar = Asset(ticker: "USD", decimals: 2)

    init(_ text: String) throws {
        guard let equals = text.firstIndex(of: "=") else {
            throw Self.refusal("\"\(text)\" has no =; write NAME=1.5% or NAME=2.50")
        }
        let name = String(text[..<equals])
        try Self.check(name: name)
        let rule = text[text.index(after: equals)...]
        if rule.isEmpty {
            self = .remove(name)
            return
        }
        self = .set(try Self.tariff(named: name, rule))
    }

    private static func tariff(named name: String, _ rule: Substring) throws -> Tariff {
        var words = rule.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let value = words.removeFirst()
        var bounds: [String: Amount] = [:]
        var isInternal = false
        for word in words {
            if word == "internal", !isInternal {
                isInternal = true
                continue
            }
            let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, ["min", "max"].contains(halves[0]), bounds[halves[0]] == nil
            else {
                throw refusal("\(name): \"\(word)\" is not one of min=, max= and internal, once")
            }
            bounds[halves[0]] = try dollars(halves[1], of: "\(name): \(halves[0])")
        }
        guard value.hasSuffix("%") else {
            if !bounds.isEmpty { throw refusal("\(name): min and max go with a percentage") }
            let fixed = try dollars(value, of: name)
            return Tariff(name: name, rule: .fixed(fixed), addsToInvoices: !isInternal)
        }
        let (minimum, maximum) = (bounds["min"], bounds["max"])
        if let minimum, let maximum, minimum > maximum {
            throw refusal("\(name): min is above max")
        }
        return Tariff(
            name: name,
            rule: .percent(try percent(String(value.dropLast()), of: name)),
            minimum: minimum,
            maximum: maximum,
            addsToInvoices: !isInternal
        )
    }

    private static func check(name: String) throws {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, (1...nameLengthMax).contains(name.utf8.count) else {
            throw refusal("a name is 1 to \(nameLengthMax) of A-Z, 0-9 and _")
        }
    }

    private static func percent(_ text: String, of what: String) throws -> Ratio {
        guard let decimal = try? DecimalText(text), decimal.decimals <= percentDecimalsMax,
            let fraction = try? Ratio(percent: text), fraction <= .one
        else { throw refusal("\(what): \"\(text)%\" is not a decimal from 0 to 100") }
        return fraction
    }

    private static func dollars(_ text: String, of what: String) throws -> Amount {
        guard let decimal = try? DecimalText(text), decimal.decimals <= dollar.decimals,
            text.prefix(while: { $0 != "." }).count <= wholeDigitsMax,
            let amount = try? Amount(decimal: text, of: dollar)
        else {
            throw refusal(
                "\(what): \"\(text)\" is not an amount of dollars such as 2.50, with at most "
                    + "\(wholeDigitsMax) digits before the point"
            )
        }
        return amount
    }

    private static func refusal(_ words: String) -> Failure {
        Failure(.badInput, "--tariff \(words)")
    }
}

extension TariffOption {
    /// A merchant's tariffs after some options, which are taken in their order.
    ///
    /// One that is set anew keeps its place.
    static func apply(_ options: [TariffOption], to tariffs: [Tariff]) throws -> [Tariff] {
        var tariffs = tariffs
        for option in options {
            switch option {
            case .set(let tariff):
                if let place = tariffs.firstIndex(where: { $0.name == tariff.name }) {
                    tariffs[place] = tariff
                } else {
                    tariffs.append(tariff)
                }
            case .remove(let name):
                guard let place = tariffs.firstIndex(where: { $0.name == name }) else {
                    throw refusal("\(name)=: there is no such tariff")
                }
                tariffs.remove(at: place)
            }
        }
        guard tariffs.count <= countMax else {
            throw refusal("a merchant has at most \(countMax) tariffs")
        }
        return tariffs
    }
}
