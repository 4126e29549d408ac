import Gateway
import HTTPTypes
import Hummingbird

/// What was typed on the sign-in page, but for the password.
struct SignInContent: Sendable {
    let name: String
    let to: String
}

extension CabinetRoutes {
    /// Signing in and out.
    var signInRoutes: [CabinetRoute] {
        [
            .get("sign-in", .anyone) { request in
                let to = ReturnPath.checked(request.query("to"))
                if request.signedIn != nil { return .seeOther(to) }
                return signInPage(SignInContent(name: "", to: to), request)
            },
            .post("sign-in", .anyone) { request in try await signIn(request) },
            .get("sign-in/code", .anyone) { request in
                guard let token = CabinetGuard.token(of: request.request),
                    try await people.waitsForCode(token)
                else { return .seeOther("/cabinet/sign-in") }
                return codePage(to: ReturnPath.checked(request.query("to")), request)
            },
            .post("sign-in/code", .anyone) { request in try await giveCode(request) },
            .post("sign-out", .signedIn) { request in
                try await people.signOut(request.visitor)
                return .seeOther("/cabinet/sign-in").setting(cookie.ended)
            },
        ]
    }

    var cookie: SessionCookie { SessionCookie(publicURL: publicURL) }

    private func signIn(_ request: CabinetRequest) async throws -> Response {
        let name = request.form["name"] ?? ""
        let to = ReturnPath.checked(request.form["to"])
        do {
            let session = try await people.signIn(
                name: name,
                password: request.secret("password"),
                from: request.visit
            )
            let code = "/cabinet/sign-in/code?to=\(PercentText.encoded(to))"
            return .seeOther(session.needsCode ? code : to).setting(cookie.text(session))
        } catch let fault as AccountFault {
            // Which of the two is wrong is said to nobody.
            let text =
                fault == .wrongPassword
                ? "The name or the password is not right. Check both and try again."
                : fault.message
            let content = SignInContent(name: name, to: to)
            return fault.marking(signInPage(content, request, text, status: fault.status))
        }
    }

    private func giveCode(_ request: CabinetRequest) async throws -> Response {
        let to = ReturnPath.checked(request.form["to"])
        guard let token = CabinetGuard.token(of: request.request) else {
            return .seeOther("/cabinet/sign-in")
        }
        do {
            let session = try await people.giveCode(
                request.form["code"] ?? "",
                with: token,
                from: request.visit
            )
            return .seeOther(to).setting(cookie.text(session))
        } catch AccountFault.linkGone {
            return .seeOther("/cabinet/sign-in?to=\(PercentText.encoded(to))")
        } catch let fault as AccountFault {
            return fault.marking(codePage(to: to, request, fault.message, status: fault.status))
        }
    }

    private func signInPage(
        _ content: SignInContent,
        _ request: CabinetRequest,
        _ fault: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        pages.page(
            "sign-in",
            title: "Sign in",
            content: content,
            for: request,
            fault: fault,
            status: status
        )
    }

    private func codePage(
        to: String,
        _ request: CabinetRequest,
        _ fault: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        pages.page(
            "sign-in-code",
            title: "Your code",
            content: SignInContent(name: "", to: to),
            for: request,
            fault: fault,
            status: status
        )
    }
}
