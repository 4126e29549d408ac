/// A language that the payer's pages are written in.
enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case spanish = "es"
    case portuguese = "pt"
    case german = "de"
    case french = "fr"
    case russian = "ru"
    case ukrainian = "uk"
    case turkish = "tr"
    case arabic = "ar"
    case hindi = "hi"
    case chinese = "zh"
    case japanese = "ja"

    /// What its readers call it.
    var ownName: String {
        switch self {
        case .english: "English"
        case .spanish: "Español"
        case .portuguese: "Português"
        case .german: "Deutsch"
        case .french: "Français"
        case .russian: "Русский"
        case .ukrainian: "Українська"
        case .turkish: "Türkçe"
        case .arabic: "العربية"
        case .hindi: "हिन्दी"
        case .chinese: "中文"
        case .japanese: "日本語"
        }
    }

    var isRightToLeft: Bool { self == .arabic }

    /// Such as `rtl`, for the attribute of a page.
    var direction: String { isRightToLeft ? "rtl" : "ltr" }
}

extension Language {
    /// How much of a header is read.
    private static let rangesMax = 32

    /// The language that a header such as `de-CH, fr;q=0.8, *;q=0.1` asks for.
    ///
    /// By quality, then by order (RFC 9110, 12.5.4); a range is shortened from its end until it
    /// names a language of ours (RFC 4647, 3.4), so `zh-Hans-CN` is Chinese. English where nothing
    /// fits.
    static func negotiated(_ acceptLanguage: String?) -> Language {
        let ranges = (acceptLanguage ?? "").split(separator: ",").prefix(rangesMax)
            .compactMap { WeightedRange($0) }
        let refused = Set(ranges.filter { $0.weight == 0 }.compactMap(\.language))
        let wanted = ranges.enumerated().filter { $0.element.weight > 0 }
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element)
        for range in wanted {
            if range.isAny {
                if let first = allCases.first(where: { !refused.contains($0) }) { return first }
            } else if let language = range.language, !refused.contains(language) {
                return language
            }
        }
        return .english
    }

    /// One part of the header.
    private struct WeightedRange {
        let tag: String
        /// In thousandths: the quality has three decimals at most.
        let weight: Int

        init?(_ part: Substring) {
            let fields = part.split(separator: ";", omittingEmptySubsequences: false)
                .map { $0.trimmingSpaces.lowercased() }
            guard let tag = fields.first, !tag.isEmpty else { return nil }
            self.tag = tag
            guard let quality = fields.dropFirst().first(where: { $0.hasPrefix("q=") }) else {
                weight = 1_000
                return
            }
            guard let weight = Self.thousandths(quality.dropFirst(2)) else { return nil }
            self.weight = weight
        }

        var isAny: Bool { tag == "*" }

        var language: Language? {
            tag.split(separator: "-").first.flatMap { Language(rawValue: String($0)) }
        }

        /// `0.8` is 800; nil for what is no quality.
        private static func thousandths(_ text: Substring) -> Int? {
            let halves = text.split(separator: ".", omittingEmptySubsequences: false)
            guard let whole = halves.first, whole == "0" || whole == "1", halves.count <= 2 else {
                return nil
            }
            let digits = halves.count == 2 ? halves[1] : ""
            guard digits.utf8.count <= 3, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            let padded = digits + String(repeating: "0", count: 3 - digits.utf8.count)
            let value = (whole == "1" ? 1_000 : 0) + (Int(padded) ?? 0)
            return value <= 1_000 ? value : nil
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var rest = self
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return rest
    }
}
