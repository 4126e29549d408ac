import Gateway
import Payments

/// What `--tariff` says: `SEPA_WITHDRAWAL=1.5%,min=0.50,max=5`, `HANDLING=2.50`, or `HANDLING=`.
///
/// A percentage may have bounds in dollars; `,internal` keeps invoices from naming the tariff, and
/// nothing behind the `=` takes it away.
enum TariffOption: Sendable, Hashable {
    case set(Tariff)
    case remove(String)

    init(_ text: String) throws {
        guard let equals = text.firstIndex(of: "=") else {
            throw Self.refusal("\"\(text)\" has no =; write NAME=1.5% or NAME=2.50")
        }
        let name = String(text[..<equals])
        let rule = text[text.index(after: equals)...]
        if rule.isEmpty {
            try Self.naming(name) { () throws(TermsFault) in try TariffTerms.check(name: name) }
            self = .remove(name)
            return
        }
        self = .set(try Self.tariff(named: name, rule))
    }

    private static func tariff(named name: String, _ rule: Substring) throws -> Tariff {
        var words = rule.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let fee = words.removeFirst()
        var bounds: [String: String] = [:]
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
            bounds[halves[0]] = halves[1]
        }
        let (least, most, addsToInvoices) = (bounds["min"], bounds["max"], !isInternal)
        return try naming(name) { () throws(TermsFault) in
            try TariffTerms.tariff(
                name: name,
                fee: fee,
                least: least,
                most: most,
                addsToInvoices: addsToInvoices
            )
        }
    }

    /// What a check answers; its refusal names the tariff and the part of it.
    private static func naming<Value>(
        _ name: String,
        _ check: () throws(TermsFault) -> Value
    ) throws -> Value {
        do {
            return try check()
        } catch {
            let part =
                switch error.field {
                case .tariffName: "the name"
                case .tariffLeast: "min"
                case .tariffMost: "max"
                default: "the fee"
                }
            throw refusal("\(name): \(part) \(error.words)")
        }
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
            case .set(let tariff): tariffs = TariffTerms.setting(tariff, in: tariffs)
            case .remove(let name):
                guard let others = TariffTerms.removing(name, from: tariffs) else {
                    throw refusal("\(name)=: there is no such tariff")
                }
                tariffs = others
            }
        }
        let count = tariffs.count
        try MerchantFields.checked { () throws(TermsFault) in try TariffTerms.check(count: count) }
        return tariffs
    }
}
