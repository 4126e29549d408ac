import HTTPTypes
import Hummingbird
import NIOCore
import Wire

extension Response {
    /// A JSON answer with exactly these bytes.
    static func json(_ body: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        content(body.encoded(), type: "application/json", status: status)
    }

    /// A page under the strict content policy.
    ///
    /// `origins`: Whose pages may frame it, as `PageBranding` writes them; nil for nobody's.
    static func page(
        _ html: String,
        status: HTTPResponse.Status = .ok,
        framedBy origins: String? = nil
    ) -> Response {
        var response = content(
            Array(html.utf8),
            type: "text/html; charset=utf-8",
            status: status
        )
        response.headers[.contentSecurityPolicy] = PagePolicy.contentSecurityPolicy(
            framedBy: origins
        )
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.cacheControl] = "no-store"
        if let name = HTTPField.Name("Referrer-Policy") { response.headers[name] = "no-referrer" }
        return response
    }

    /// Bytes of a media type.
    static func content(
        _ bytes: [UInt8],
        type: String,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }

    /// Sends the browser to another page with GET.
    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }
}
