import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Payments

/// Lets a request to the cabinet through to its route, or says why not: the one place where a
/// session, a role, a merchant and the origin of a form are checked.
struct CabinetGuard: Sendable {
    /// The largest posted body: a form with a logo.
    static let bodyBytesMax = 256 * 1_024
    static let cookieName = "florin_session"

    let gateway: Gateway
    let people: PeopleDesk
    let pages: CabinetPages

    func answer(
        _ request: Request,
        _ context: SiteContext,
        by route: CabinetRoute
    ) async throws -> Response {
        var signedIn: SignedIn?
        if let token = Self.token(of: request) { signedIn = try await people.signedIn(with: token) }
        if signedIn == nil, route.access != .anyone {
            let wanted = PercentText.encoded(request.uri.path)
            return .seeOther("/cabinet/sign-in" + (route.method == .get ? "?to=\(wanted)" : ""))
        }
        var body: [UInt8] = []
        if route.method == .post {
            let buffer = try await request.body.collect(upTo: Self.bodyBytesMax)
            body = Array(buffer.readableBytesView)
        }
        let form = FormText(Self.isForm(request) ? body : [])
        if route.method == .post, !isOwn(request, form, signedIn) { return pages.foreignForm() }
        var merchant: Merchant?
        var role: Role?
        switch route.access {
        case .anyone, .signedIn: break
        case .owner:
            guard signedIn?.user.isOwner == true else { return pages.notFound() }
            role = .owner
        case .merchant(let needed):
            // Another merchant's pages look as if there were none.
            let id = MerchantID(context.parameters.get("merchant") ?? "")
            guard let user = signedIn?.user, let own = user.role(for: id),
                let found = try await MerchantDesk(gateway).merchant(id)
            else { return pages.notFound() }
            guard own >= needed else { return pages.notAllowed() }
            (merchant, role) = (found, own)
        }
        return try await route.handle(
            CabinetRequest(
                request: request,
                context: context,
                address: context.clientAddress(of: request),
                signedIn: signedIn,
                merchant: merchant,
                role: role,
                body: body,
                form: form
            )
        )
    }

    /// The token of the session's cookie, or nil.
    static func token(of request: Request) -> SecretText? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let halves = pair.drop { $0 == " " }
                    .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if halves.count == 2, halves[0] == cookieName, halves[1].utf8.count <= 256 {
                    return SecretText(String(halves[1]))
                }
            }
        }
        return nil
    }

    private static func isForm(_ request: Request) -> Bool {
        request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false
    }

    /// Whether a form was made by this server for this session (OWASP: synchroniser token).
    ///
    /// The field `csrf` carries the token, or the query where the body is no form.
    private func isOwn(_ request: Request, _ form: FormText, _ signedIn: SignedIn?) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name],
            site != "same-origin", site != "none"
        {
            return false
        }
        guard let signedIn else { return true }
        let given = form["csrf"] ?? request.uri.queryParameters["csrf"].map(String.init) ?? ""
        return FormToken.matches(given, signedIn.formToken)
    }
}
