/// How a merchant's checkout looks and where it may be shown.
package struct Branding: Sendable, Hashable {
    /// The colour of buttons as `#rrggbb`, or nil for Florin's own.
    package var colour: String?
    /// The name of the logo that is stored, which changes with its bytes; nil for none.
    package var logo: LogoID?
    /// The origins whose pages may frame the checkout: `https://shop.example`, without a path.
    package var embedOrigins: [String]

    /// Describes a look; without anything, Florin's own.
    package init(colour: String? = nil, logo: LogoID? = nil, embedOrigins: [String] = []) {
        self.colour = colour
        self.logo = logo
        self.embedOrigins = embedOrigins
    }
}

/// The identity of a logo: hexadecimal of the SHA-256 of its bytes.
package struct LogoID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// A merchant's logo.
package struct Logo: Sendable, Hashable {
    /// What pictures may be: no SVG, which can carry a script.
    package enum MediaType: String, Sendable, Hashable, CaseIterable {
        case png = "image/png"
        case jpeg = "image/jpeg"
        case webp = "image/webp"
    }

    /// The largest logo: with it a checkout stays below 50 KB.
    package static let bytesMax = 16 * 1_024

    /// Its identity.
    package let id: LogoID
    /// What it is.
    package let mediaType: MediaType
    /// The picture.
    package let bytes: [UInt8]

    /// Describes a logo.
    package init(id: LogoID, mediaType: MediaType, bytes: [UInt8]) {
        self.id = id
        self.mediaType = mediaType
        self.bytes = bytes
    }
}
