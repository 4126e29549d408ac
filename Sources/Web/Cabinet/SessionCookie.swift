import Gateway
import HTTPTypes
import Hummingbird

/// The cookie that a browser keeps its session's token in: not for scripts, not for other sites'
/// forms, and over TLS only where there is TLS.
struct SessionCookie: Sendable {
    let publicURL: String

    func text(_ session: FreshSession) -> String {
        text(session.token.revealed(), seconds: session.seconds)
    }

    /// What has the browser forget its token.
    var ended: String { text("", seconds: 0) }

    private func text(_ value: String, seconds: Int64) -> String {
        "\(CabinetGuard.cookieName)=\(value); Path=/cabinet; Max-Age=\(seconds); HttpOnly; "
            + "SameSite=Lax" + (publicURL.hasPrefix("https://") ? "; Secure" : "")
    }
}

extension Response {
    /// The same answer, which sets a cookie.
    func setting(_ cookie: String) -> Response {
        var response = self
        response.headers[.setCookie] = cookie
        return response
    }
}
