import Gateway
import HTTPTypes
import Hummingbird
import Payments

extension CabinetRoutes {
    private static let accountPath = "/cabinet/account"
    private static let factorPath = "/cabinet/account/two-factor"

    /// One's own account: password, second factor, sessions.
    var accountRoutes: [CabinetRoute] {
        [
            .get("account", .signedIn) { request in try await accountPage(request) },
            .post("account/password", .signedIn) { request in
                try await changing(request) {
                    try await people.changePassword(
                        of: request.visitor,
                        old: request.secret("old"),
                        new: request.secret("password"),
                        again: request.secret("again"),
                        from: request.visit
                    )
                    return .seeOther(Self.accountPath + "?done=changed")
                }
            },
            .post("account/recovery-codes", .signedIn) { request in
                try await changing(request) {
                    let codes = try await people.renewRecoveryCodes(
                        of: request.visitor,
                        password: request.secret("current"),
                        from: request.visit
                    )
                    return recoveryPage(codes, next: Self.accountPath, request)
                }
            },
        ] + factorRoutes + sessionRoutes
    }

    private var factorRoutes: [CabinetRoute] {
        [
            .get("account/two-factor", .signedIn) { request in try await factorPage(request) },
            .post("account/two-factor", .signedIn) { request in
                try await changing(request) {
                    try await people.beginSecondFactor(
                        of: request.visitor,
                        password: request.secret("current"),
                        from: request.visit
                    )
                    return .seeOther(Self.factorPath)
                }
            },
            .post("account/two-factor/code", .signedIn) { request in
                do {
                    let code = request.form["code"] ?? ""
                    let codes = try await people.confirmSecondFactor(
                        of: request.visitor,
                        code: code
                    )
                    return recoveryPage(codes, next: Self.accountPath, request)
                } catch let fault as AccountFault {
                    return try await factorPage(request, fault)
                }
            },
            .post("account/two-factor/remove", .signedIn) { request in
                try await changing(request) {
                    try await people.removeSecondFactor(
                        of: request.visitor,
                        password: request.secret("current"),
                        from: request.visit
                    )
                    return .seeOther(Self.accountPath + "?done=removed")
                }
            },
        ]
    }

    private var sessionRoutes: [CabinetRoute] {
        [
            .post("account/sessions/{session}/end", .signedIn) { request in
                try await people.endSession(request.parameter("session"), of: request.visitor)
                return .seeOther(Self.accountPath + "?done=ended")
            },
            .post("account/sessions/end", .signedIn) { request in
                let keepsThis = request.form["which"] != "all"
                try await people.signOutEverywhere(request.visitor, keepingThis: keepsThis)
                if keepsThis { return .seeOther(Self.accountPath + "?done=ended") }
                return .seeOther("/cabinet/sign-in").setting(cookie.ended)
            },
        ]
    }

    /// Does something and answers the account's page with the reason where it is refused.
    private func changing(
        _ request: CabinetRequest,
        _ change: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await change()
        } catch let fault as AccountFault {
            return try await accountPage(request, fault)
        }
    }

    private func accountPage(
        _ request: CabinetRequest,
        _ fault: AccountFault? = nil
    ) async throws -> Response {
        let page = pages.page(
            "account",
            title: "Your account",
            section: "account",
            content: AccountContent(
                request.visitor.user,
                try await people.state(of: request.visitor),
                try await people.sessions(of: request.visitor)
            ),
            for: request,
            fault: fault?.message,
            status: fault?.status ?? .ok
        )
        return fault?.marking(page) ?? page
    }

    private func factorPage(
        _ request: CabinetRequest,
        _ fault: AccountFault? = nil
    ) async throws -> Response {
        guard let secret = try await people.secondFactor(inSetUpBy: request.visitor) else {
            return .seeOther(Self.accountPath)
        }
        let name = request.visitor.user.name
        return pages.page(
            "account-factor",
            title: "Two-factor sign-in",
            section: "account",
            content: AccountFactorContent(setup: SecondFactorText(secret: secret, name: name)),
            for: request,
            fault: fault?.message,
            status: fault?.status ?? .ok
        )
    }
}
