/// A merchant's colour, and how well it stands out (WCAG 2.2, contrast ratio).
///
/// Black or white reaches a contrast of 4.58 to 1 on every colour there is (the geometric mean of
/// both is always √21), so text on a button is always readable: WCAG 2.2 wants 4.5.
package struct BrandColour: Sendable, Hashable {
    /// `#rrggbb`, in lower case.
    package let text: String
    private let red: Int
    private let green: Int
    private let blue: Int

    /// The contrast that WCAG 2.2 wants between a button and what is around it (1.4.11).
    package static let edgeContrastMin = 3.0
    /// The same for text (1.4.3).
    package static let textContrastMin = 4.5

    private static let white = BrandColour(red: 255, green: 255, blue: 255)
    private static let black = BrandColour(red: 0, green: 0, blue: 0)

    /// Reads `#rrggbb`; nothing else is taken, as it goes into a style sheet.
    package init(_ text: String) throws(TermsFault) {
        let digits = Array(text.utf8.dropFirst())
        let isPlain = digits.allSatisfy { byte in
            MerchantTerms.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
        }
        guard text.hasPrefix("#"), digits.count == 6, isPlain,
            let value = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else {
            throw TermsFault(
                .colour,
                "must be # and six of 0-9 and a-f, such as #2f5bea, or empty for Florin's own"
            )
        }
        self.init(red: value >> 16, green: value >> 8 & 0xFF, blue: value & 0xFF)
    }

    private init(red: Int, green: Int, blue: Int) {
        (self.red, self.green, self.blue) = (red, green, blue)
        text =
            "#"
            + [red, green, blue].map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }

    /// Whether text on it is white; else it is black.
    package var isTextWhite: Bool { contrast(with: Self.white) >= contrast(with: Self.black) }

    /// The colour of text on it, as `#rrggbb`.
    package var buttonText: String { (isTextWhite ? Self.white : Self.black).text }

    /// How well that text can be read: 4.58 to 21.
    package var textContrast: Double { contrast(with: isTextWhite ? Self.white : Self.black) }

    /// How well two colours can be told apart: 1 to 21 (WCAG 2.2, contrast ratio).
    package func contrast(with other: BrandColour) -> Double {
        let (darker, lighter) = (min(luminance, other.luminance), max(luminance, other.luminance))
        return (lighter + 0.05) / (darker + 0.05)
    }

    /// The colour closest to this one that stands out enough from all of some backgrounds, which
    /// are all dark or all bright.
    package func standingOut(from backgrounds: [BrandColour], by ratio: Double) -> BrandColour {
        let isDark = backgrounds.allSatisfy { $0.luminance < Self.darkLuminanceMax }
        let end = isDark ? Self.white : Self.black
        for step in 0...Self.stepsMax {
            let mixed = mixed(with: end, Double(step) / Double(Self.stepsMax))
            if backgrounds.allSatisfy({ mixed.contrast(with: $0) >= ratio }) { return mixed }
        }
        return end
    }

    /// Where black and white contrast alike.
    private static let darkLuminanceMax = 0.18
    private static let stepsMax = 50

    private func mixed(with other: BrandColour, _ share: Double) -> BrandColour {
        func part(_ own: Int, _ others: Int) -> Int {
            Int((Double(own) * (1 - share) + Double(others) * share).rounded())
        }
        return BrandColour(
            red: part(red, other.red),
            green: part(green, other.green),
            blue: part(blue, other.blue)
        )
    }

    /// WCAG 2.2, relative luminance: 0 to 1.
    private var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    private static func linear(_ value: Int) -> Double {
        let share = Double(value) / 255
        if share <= 0.04045 { return share / 12.92 }
        let base = (share + 0.055) / 1.055
        // To the power of 2.4: the square times the fifth root of the square.
        return base * base * fifthRoot(of: base * base)
    }

    /// By Newton's method from above, which never passes the root; for 0 to 1.
    private static func fifthRoot(of value: Double) -> Double {
        var root = 1.0
        for _ in 0..<newtonStepsMax {
            let fourth = root * root * root * root
            root -= (fourth * root - value) / (5 * fourth)
        }
        return root
    }

    private static let newtonStepsMax = 40
}
