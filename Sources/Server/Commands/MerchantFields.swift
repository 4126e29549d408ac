import Gateway
import Payments

/// Checks what is typed about a merchant.
enum MerchantFields {
    static let nameLengthMax = 100

    static func check(name: String?, resultURL: String?) throws {
        if let name {
            let isPrintable = name.unicodeScalars.allSatisfy { $0.value >= 32 }
            guard !name.isEmpty, name.count <= nameLengthMax, isPrintable else {
                throw Failure(
                    .badInput,
                    "--name must have 1 to \(nameLengthMax) printable characters"
                )
            }
        }
        guard let resultURL, !resultURL.isEmpty else { return }
        do {
            _ = try CallbackURL(resultURL)
        } catch {
            throw Failure(.badInput, "--result-url \(error.message)")
        }
    }

    /// A percentage as a fraction: below one, or one too.
    static func fraction(
        ofPercent text: String,
        named name: String,
        isWholeAllowed: Bool = false
    ) throws -> Ratio {
        guard let fraction = try? Ratio(percent: text),
            fraction < .one || (isWholeAllowed && fraction == .one)
        else {
            let limit = isWholeAllowed ? "100" : "below 100"
            throw Failure(.badInput, "\(name) must be a decimal from 0 to \(limit)")
        }
        return fraction
    }

    static func seconds(of text: String, named name: String) throws -> Int64 {
        guard let seconds = DurationText.seconds(of: text) else {
            throw Failure(.badInput, "\(name) must be a number with s, m, h or d, such as 15m")
        }
        return seconds
    }
}
