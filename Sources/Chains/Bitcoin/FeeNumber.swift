import FoundationEssentials
import Payments

/// A fee rate as JSON writes it, read exactly and never through binary floating point.
///
/// `Decimal` holds the 38 digits of any rate there is as they were written. Nodes write -1 for what
/// they do not know; that, and whatever else is no plain decimal, gives no ratio.
struct FeeNumber: Decodable, Sendable, Hashable {
    /// The number, or nil where it is negative.
    let ratio: Ratio?

    init(from decoder: any Decoder) throws {
        let decimal = try decoder.singleValueContainer().decode(Decimal.self)
        ratio = try? Ratio(decimal: "\(decimal)")
    }
}
