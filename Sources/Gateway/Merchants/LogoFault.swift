package import Payments

/// Why a picture cannot be a logo.
package enum LogoFault: Error, Hashable, Sendable {
    /// No file was chosen.
    case empty
    /// It has more bytes than a checkout can carry.
    case tooLarge(bytes: Int)
    /// It is an SVG, which can carry a script.
    case vector
    /// Its first bytes are those of no picture that is taken.
    case unknown
    /// It begins like a picture and goes on like none.
    case broken(Logo.MediaType)
    /// It moves.
    case animated
    /// It is wider or higher than is taken, whatever its bytes.
    case tooManyPixels(width: Int, height: Int)

    /// What a person reads: what is wrong and what to do.
    package var message: String {
        switch self {
        case .empty: "choose a file first"
        case .tooLarge(let bytes):
            "the file has \(bytes) bytes; at most \(Logo.bytesMax) (16 KB) are taken, so that the "
                + "checkout stays quick: make the picture smaller"
        case .vector:
            "this is an SVG, which can carry a script into the checkout: export it as PNG or WebP"
        case .unknown: "the file is no PNG, JPEG or WebP, whatever its name says"
        case .broken(let type):
            "the file begins like \(type.rawValue) but is damaged: export the picture again"
        case .animated: "the picture moves: export a single frame"
        case .tooManyPixels(let width, let height):
            "the picture has \(width) × \(height) pixels; at most "
                + "\(PictureHeader.sideMax) × \(PictureHeader.sideMax) are taken"
        }
    }
}
