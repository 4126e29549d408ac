package import Payments

/// What a picture is, read from its bytes and from nothing else: no name, no declared type.
///
/// It is walked from the first byte to the last without decoding a pixel, so that a few bytes that
/// promise billions of pixels cost nothing; what is behind its end, or is not there, refuses it.
package struct PictureHeader: Sendable, Hashable {
    /// The most pixels in a row or a column.
    package static let sideMax = 1_024

    /// What it is.
    package let mediaType: Logo.MediaType
    /// Its pixels in a row.
    package let width: Int
    /// Its pixels in a column.
    package let height: Int

    /// Reads a picture that can be a logo.
    package init(reading bytes: [UInt8]) throws(LogoFault) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= Logo.bytesMax else { throw .tooLarge(bytes: bytes.count) }
        guard let type = Self.mediaType(of: bytes) else {
            throw Self.isVector(bytes) ? .vector : .unknown
        }
        let reader = PictureBytes(bytes)
        let size =
            switch type {
            case .png: try PNGPicture.size(reader)
            case .jpeg: try JPEGPicture.size(reader)
            case .webp: try WebPPicture.size(reader)
            }
        guard size.width > 0, size.height > 0 else { throw .broken(type) }
        guard size.width <= Self.sideMax, size.height <= Self.sideMax else {
            throw .tooManyPixels(width: size.width, height: size.height)
        }
        mediaType = type
        width = size.width
        height = size.height
    }

    private static func mediaType(of bytes: [UInt8]) -> Logo.MediaType? {
        if bytes.starts(with: PNGPicture.signature) { return .png }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        let isRIFF = bytes.starts(with: Array("RIFF".utf8))
        return isRIFF && bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) ? .webp : nil
    }

    private static func isVector(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return text.contains("<svg") || text.contains("<!doctype svg")
    }
}

/// Pixels in a row and in a column.
struct PictureSize: Sendable, Hashable {
    let width: Int
    let height: Int
}

/// The bytes of a picture, read at a place; nil beyond their end.
struct PictureBytes: Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func byte(_ place: Int) -> Int? { bytes.indices.contains(place) ? Int(bytes[place]) : nil }

    /// A number of so many bytes, the largest first.
    func big(_ place: Int, _ length: Int) -> Int? {
        slice(place, length).map { $0.reduce(0) { $0 << 8 | Int($1) } }
    }

    /// A number of so many bytes, the smallest first.
    func little(_ place: Int, _ length: Int) -> Int? {
        slice(place, length).map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
    }

    func text(_ place: Int, _ length: Int) -> String? {
        slice(place, length).map { String(decoding: $0, as: UTF8.self) }
    }

    func slice(_ place: Int, _ length: Int) -> ArraySlice<UInt8>? {
        guard place >= 0, length >= 0, length <= count, place <= count - length else { return nil }
        return bytes[place..<place + length]
    }
}
