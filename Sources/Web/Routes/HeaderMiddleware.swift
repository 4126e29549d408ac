import HTTPTypes
import Hummingbird

/// The headers that every answer carries, whatever it is.
struct HeaderMiddleware: RouterMiddleware {
    /// A year, as browsers ask for.
    private static let strictTransport = "max-age=31536000"
    private static let permissions = [
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb",
    ].map { "\($0)=()" }.joined(separator: ", ")

    /// Whether people reach this server by HTTPS.
    let isSecure: Bool

    @concurrent
    func handle(
        _ request: Request,
        context: SiteContext,
        next: @concurrent (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        if isSecure { response.headers[.strictTransportSecurity] = Self.strictTransport }
        let policy = response.headers[.contentSecurityPolicy]
        let isFramed =
            policy.map {
                $0.contains("frame-ancestors") && !$0.contains("frame-ancestors 'none'")
            } ?? false
        // What older browsers go by; it cannot name a site, so it is left out where one is allowed.
        if !isFramed { set("X-Frame-Options", to: "DENY", in: &response) }
        set("Referrer-Policy", to: "no-referrer", in: &response)
        if response.headers[.contentType]?.hasPrefix("text/html") ?? false {
            set("Permissions-Policy", to: Self.permissions, in: &response)
            set("Cross-Origin-Opener-Policy", to: "same-origin", in: &response)
        }
        return response
    }

    private func set(_ name: String, to value: String, in response: inout Response) {
        guard let name = HTTPField.Name(name), response.headers[name] == nil else { return }
        response.headers[name] = value
    }
}
