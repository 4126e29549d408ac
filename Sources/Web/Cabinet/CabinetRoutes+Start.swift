import Gateway
import HTTPTypes
import Hummingbird

/// The page of a one-time link.
struct StartContent: Sendable {
    let path: String
    let name: String
    let isReset: Bool
    /// What the new account may do; nil where that is not news.
    let standing: String?
    let mayGoWithout: Bool
    let setup: SecondFactorText?

    init(_ offer: LinkOffer, path: String, typedName: String?) {
        self.path = path
        name = typedName ?? offer.name ?? ""
        isReset = offer.isReset
        standing = offer.isReset || offer.standing.isEmpty ? nil : offer.standing
        mayGoWithout = offer.mayGoWithout
        setup = offer.secret.map { SecondFactorText(secret: $0, name: offer.name ?? "") }
    }
}

/// Codes that are shown once.
struct RecoveryCodesContent: Sendable {
    let codes: [String]
    /// Where one goes on.
    let next: String

    init(_ codes: [SecretText], next: String) {
        self.codes = codes.map { $0.revealed() }
        self.next = next
    }
}

extension CabinetRoutes {
    /// One-time links: a new account, or a way back into one.
    var startRoutes: [CabinetRoute] {
        [
            .get("start/{token}", .anyone) { request in
                try await startPage(request)
            },
            .post("start/{token}", .anyone) { request in
                do {
                    return try await takeStep(request)
                } catch let fault as AccountFault {
                    return try await startPage(request, fault)
                }
            },
        ]
    }

    private func takeStep(_ request: CabinetRequest) async throws -> Response {
        let token = SecretText(request.parameter("token"))
        let own = request.request.uri.path
        switch request.form["step"] {
        case "password":
            try await people.give(
                name: request.form["name"] ?? "",
                password: request.secret("password"),
                again: request.secret("again"),
                to: token
            )
            return .seeOther(own)
        case "again":
            try await people.startOver(token)
            return .seeOther(own)
        default:
            let code = request.form["step"] == "skip" ? nil : request.form["code"] ?? ""
            let started = try await people.finish(token, code: code, from: request.visit)
            return welcome(started, request).setting(cookie.text(started.session))
        }
    }

    private func welcome(_ started: Started, _ request: CabinetRequest) -> Response {
        if started.recoveryCodes.isEmpty { return .seeOther(ReturnPath.start) }
        return recoveryPage(started.recoveryCodes, next: ReturnPath.start, request)
    }

    func recoveryPage(
        _ codes: [SecretText],
        next: String,
        _ request: CabinetRequest
    ) -> Response {
        pages.page(
            "recovery-codes",
            title: "Recovery codes",
            section: "account",
            content: RecoveryCodesContent(codes, next: next),
            for: request
        )
    }

    private func startPage(
        _ request: CabinetRequest,
        _ fault: AccountFault? = nil
    ) async throws -> Response {
        let token = SecretText(request.parameter("token"))
        guard let offer = try await people.offer(of: token) else {
            return pages.plain(
                "This link opens nothing",
                AccountFault.linkGone.message,
                status: .gone
            )
        }
        let page = pages.page(
            offer.secret == nil ? "start" : "start-code",
            title: offer.isReset ? "New password" : "Your account",
            content: StartContent(
                offer,
                path: request.request.uri.path,
                typedName: request.form["name"]
            ),
            for: request,
            fault: fault?.message,
            status: fault?.status ?? .ok
        )
        return fault?.marking(page) ?? page
    }
}
