import Gateway
import Payments

/// Reads what is typed about a merchant and names the option where it is refused.
enum MerchantFields {
    static func check(name: String?, resultURL: String?) throws {
        if let name { _ = try checked { () throws(TermsFault) in try MerchantTerms.name(name) } }
        guard let resultURL, !resultURL.isEmpty else { return }
        do {
            _ = try CallbackURL(resultURL)
        } catch {
            throw Failure(.badInput, "--result-url \(error.message)")
        }
    }

    /// What a check answers; its refusal names the option.
    static func checked<Value>(_ check: () throws(TermsFault) -> Value) throws -> Value {
        do {
            return try check()
        } catch {
            throw Failure(.badInput, "\(option(for: error.field)) \(error.words)")
        }
    }

    private static func option(for field: TermsFault.Field) -> String {
        switch field {
        case .name: "--name"
        case .tolerance: "--tolerance-percent"
        case .surcharge: "--insurance-percent"
        case .lateWindow: "--late-window"
        case .lateTolerance: "--late-tolerance-percent"
        case .tariffName, .tariffFee, .tariffLeast, .tariffMost, .tariffs: "--tariff"
        case .network, .fromDollars, .confirmations, .colour, .origins, .payerDataDays:
            preconditionFailure("no option sets \(field)")
        }
    }
}
