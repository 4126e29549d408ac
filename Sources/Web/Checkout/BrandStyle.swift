import Crypto
import Gateway
import Payments

/// A merchant's colour as a style sheet, made fit for light and for dark pages.
///
/// Buttons keep the colour itself as far as they are seen with it, and text on them is black or
/// white; links need more contrast and may get a darker or brighter tone of it.
struct BrandStyle: Sendable {
    /// What the checkout's style sheet has behind text: the page, the card, fields.
    static let lightBackgrounds = ["#f4f5f7", "#ffffff", "#f7f8fa"].compactMap {
        try? BrandColour($0)
    }
    static let darkBackgrounds = ["#0e1116", "#171b22", "#1f242d"].compactMap {
        try? BrandColour($0)
    }
    private static let hashBytes = 6

    let css: String
    /// Such as `brand-0123456789ab.css`: another colour has another name.
    let fileName: String

    /// Nil where there is no colour, or where what is stored is none.
    init?(_ branding: Branding) {
        guard let colour = branding.colour.flatMap({ try? BrandColour($0) }) else { return nil }
        let light = Self.rules(colour, on: Self.lightBackgrounds)
        let dark = Self.rules(colour, on: Self.darkBackgrounds)
        css = """
            :root{\(light)}
            @media (prefers-color-scheme:dark){:root{\(dark)}}
            a{color:var(--accent-link)}

            """
        let hash = SHA256.hash(data: Array(css.utf8)).prefix(Self.hashBytes)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        fileName = "brand-\(hash).css"
    }

    private static func rules(_ colour: BrandColour, on backgrounds: [BrandColour]) -> String {
        let accent = colour.standingOut(from: backgrounds, by: BrandColour.edgeContrastMin)
        let link = colour.standingOut(from: backgrounds, by: BrandColour.textContrastMin)
        return "--accent:\(accent.text);--accent-text:\(accent.buttonText);"
            + "--accent-link:\(link.text);--focus:\(accent.text)"
    }
}

/// What a page of the checkout carries for its merchant: where its look comes from, and who may
/// frame it.
struct PageBranding: Sendable {
    /// How much of a logo's identity its address has.
    static let logoNameLength = 12

    let brandStylesheetURL: String?
    let logoURL: String?
    /// The origins that may frame the page, with blanks between them.
    let embedOrigins: String?

    /// `path`: Where the invoice's page is.
    init(_ branding: Branding = Branding(), at path: String = "") {
        brandStylesheetURL = BrandStyle(branding).map { "\(path)/\($0.fileName)" }
        logoURL = branding.logo.map { "\(path)/logo-\($0.text.prefix(Self.logoNameLength))" }
        let origins = branding.embedOrigins.compactMap(EmbedOrigin.checked)
        embedOrigins = origins.isEmpty ? nil : origins.joined(separator: " ")
    }
}
