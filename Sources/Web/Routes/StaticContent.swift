import HTTPTypes
import Hummingbird

/// Bytes that stay the same as long as the process runs, compressed once.
struct StaticContent: Sendable {
    /// For what has a name that changes with its content.
    static let forEver = "public, max-age=31536000, immutable"
    /// For what keeps its name.
    static let forMinutes = "public, max-age=300"

    let bytes: [UInt8]
    let gzipped: [UInt8]
    let mediaType: String
    let cacheControl: String

    init(_ bytes: [UInt8], type mediaType: String, cacheControl: String) {
        self.bytes = bytes
        gzipped = Gzip.compressed(bytes, .thorough)
        self.mediaType = mediaType
        self.cacheControl = cacheControl
    }

    func response(to request: Request) -> Response {
        let isGzipped = AcceptEncoding.allowsGzip(request.headers)
        var response = Response.content(isGzipped ? gzipped : bytes, type: mediaType)
        if isGzipped { response.headers[.contentEncoding] = "gzip" }
        response.headers[.vary] = "Accept-Encoding"
        response.headers[.cacheControl] = cacheControl
        return response
    }
}
