import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Compresses the payer's pages for whoever takes gzip.
///
/// Only those: a page of the cabinet carries the secret token of its forms, which could be guessed
/// from the size of a compressed page that also shows something of an attacker's choice (BREACH,
/// CVE-2013-3587). Live events are not compressed either, for each has to arrive at once.
struct CompressionMiddleware: RouterMiddleware {
    private static let folders = ["/checkout/", "/i/", "/o/"]
    private static let mediaTypes = ["text/html", "text/css", "application/json"]
    /// What is smaller fits into a packet as it is.
    private static let bytesMin = 512

    @concurrent
    func handle(
        _ request: Request,
        context: SiteContext,
        next: @concurrent (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard Self.isCompressible(response, at: request.uri.path),
            let length = response.body.contentLength
        else { return response }
        response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        guard length >= Self.bytesMin, AcceptEncoding.allowsGzip(request.headers) else {
            return response
        }
        let collected = CollectedBody()
        try await response.body.write(CollectedBody.Writer(body: collected))
        response.headers[.contentEncoding] = "gzip"
        response.body = ResponseBody(
            byteBuffer: ByteBuffer(bytes: Gzip.compressed(collected.bytes))
        )
        return response
    }

    private static func isCompressible(_ response: Response, at path: String) -> Bool {
        guard folders.contains(where: path.hasPrefix),
            response.headers[.contentEncoding] == nil,
            let type = response.headers[.contentType]
        else { return false }
        return mediaTypes.contains(where: type.hasPrefix)
    }
}

/// The bytes of a body whose length is known, in one piece.
private final class CollectedBody: Sendable {
    private let collected = Mutex([UInt8]())

    var bytes: [UInt8] { collected.withLock { $0 } }

    struct Writer: ResponseBodyWriter {
        let body: CollectedBody

        func write(_ buffer: ByteBuffer) async throws {
            body.collected.withLock { $0.append(contentsOf: buffer.readableBytesView) }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
