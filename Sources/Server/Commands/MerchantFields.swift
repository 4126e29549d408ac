import Gateway
import Payments

/// Checks what is typed about a merchant.
enum MerchantFields {
    static let nameLengthMax = 100

    static func check(name: String, resultURL: String?) throws {
        let isPrintable = name.unicodeScalars.allSatisfy { $0.value >= 32 }
        guard !name.isEmpty, name.count <= nameLengthMax, isPrintable else {
            throw Failure(
                .badInput,
                "--name must have 1 to \(nameLengthMax) printable characters"
            )
        }
        guard let resultURL, !resultURL.isEmpty else { return }
        do {
            _ = try CallbackURL(resultURL)
        } catch {
            throw Failure(.badInput, "--result-url \(error.message)")
        }
    }

    static func fraction(ofPercent text: String, named name: String) throws -> Ratio {
        guard let fraction = try? Ratio(percent: text), fraction < .one else {
            throw Failure(.badInput, "\(name) must be a decimal from 0 to below 100")
        }
        return fraction
    }
}
