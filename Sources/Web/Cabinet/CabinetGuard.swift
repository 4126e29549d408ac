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
    /// How many merchants the frame offers to change to.
    static let neighboursMax = 20

    let gateway: Gateway
    let people: PeopleDesk
    let pages: CabinetPages
    let publicURL: String

    func answer(
        _ request: Request,
        _ context: SiteContext,
        by route: CabinetRoute
    ) async throws -> Response {
        var signedIn: SignedIn?
        if let token = Self.token(of: request) { signedIn = try await people.signedIn(with: token) }
        if signedIn == nil, route.access != .anyone {
            let wanted = PercentText.encoded(request.uri.string)
            return .seeOther("/cabinet/sign-in" + (route.method == .get ? "?to=\(wanted)" : ""))
        }
        var body: [UInt8] = []
        if route.method == .post {
            let buffer = try await request.body.collect(upTo: Self.bodyBytesMax)
            body = Array(buffer.readableBytesView)
        }
        let form = FormText(Self.isForm(request) ? body : [])
        if route.method == .post, !isFromHere(request) || !isOwn(request, form, signedIn) {
            return pages.foreignForm()
        }
        var merchant: Merchant?
        var neighbours: [Merchant] = []
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
            let all = try await MerchantDesk(gateway).merchants(of: user)
            neighbours = Array(all.prefix(Self.neighboursMax))
        }
        return try await route.handle(
            CabinetRequest(
                request: request,
                context: context,
                address: context.clientAddress(of: request),
                signedIn: signedIn,
                merchant: merchant,
                neighbours: neighbours,
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

    /// Whether a browser says that a page of this server posts (OWASP: verifying the origin).
    ///
    /// Forms of people who are not signed in carry no token; this is what they are known by. A
    /// browser that names neither is no browser of today, and scripts carry no one else's cookie.
    private func isFromHere(_ request: Request) -> Bool {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] {
            return site == "same-origin" || site == "none"
        }
        guard let origin = request.headers[.origin] else { return true }
        guard let slashes = origin.firstRange(of: "://") else { return false }
        if origin == Self.origin(of: publicURL) { return true }
        guard let authority = request.head.authority else { return false }
        return origin[slashes.upperBound...] == authority
    }

    /// `https://pay.example.com` of what links begin with.
    private static func origin(of url: String) -> String {
        guard let slashes = url.firstRange(of: "://") else { return url }
        let rest = url[slashes.upperBound...].prefix { $0 != "/" }
        return String(url[..<slashes.upperBound] + rest)
    }

    /// Whether a form was made by this server for this session (OWASP: synchroniser token).
    ///
    /// The field `csrf` carries the token, or the query where the body is no form.
    private func isOwn(_ request: Request, _ form: FormText, _ signedIn: SignedIn?) -> Bool {
        guard let signedIn else { return true }
        let given = form["csrf"] ?? request.uri.queryParameters["csrf"].map(String.init) ?? ""
        return FormToken.matches(given, signedIn.formToken)
    }
}
