import Gateway
import HTTPTypes
import Hummingbird
import Payments

extension CabinetRoutes {
    private static let usersPath = "/cabinet/users"

    /// Who may sign in, and what each may do: for owners.
    var usersRoutes: [CabinetRoute] {
        [
            .get("users", .owner) { request in try await usersPage(request) },
            .post("users/invite", .owner) { request in try await invite(request) },
            .get("users/{user}", .owner) { request in try await userPage(request) },
            .post("users/{user}/role", .owner) { request in
                try await changingUser(request) { id in
                    guard let merchant = try await chosenMerchant(request) else {
                        return try await userPage(request, "Merchant: choose one of the list.")
                    }
                    let role = request.form["role"].flatMap { Role(rawValue: $0) }
                    // Owners own the installation and not one merchant.
                    if role == .owner { return pages.notFound() }
                    try await people.setRole(role, of: id, for: merchant.id, by: request.actor)
                    return .seeOther("\(Self.usersPath)/\(id.text)?done=saved")
                }
            },
            .post("users/{user}/owner", .owner) { request in
                try await changingUser(request) { id in
                    let isOwner = request.form["owner"] == "yes"
                    try await people.setOwner(isOwner, of: id, by: request.actor)
                    let isSelf = id == request.visitor.user.id
                    return .seeOther(
                        isSelf && !isOwner
                            ? ReturnPath.start : "\(Self.usersPath)/\(id.text)?done=saved"
                    )
                }
            },
            .post("users/{user}/link", .owner) { request in
                try await changingUser(request) { id in
                    let link = try await people.resetLink(for: id, by: request.actor)
                    let next = "\(Self.usersPath)/\(id.text)"
                    return linkPage(link, "a new password and two-factor", next: next, request)
                }
            },
            .post("users/{user}/close", .owner) { request in
                try await changingUser(request) { id in
                    try await people.close(id, by: request.actor)
                    return .seeOther(Self.usersPath + "?done=closed")
                }
            },
        ]
    }

    private func invite(_ request: CabinetRequest) async throws -> Response {
        let role = request.form["role"].flatMap { Role(rawValue: $0) }
        let invitation: Invitation
        let words: String
        switch role {
        case .owner: (invitation, words) = (.owner, "owner")
        case .viewer?, .manager?:
            guard let role, let merchant = try await chosenMerchant(request) else {
                return try await usersPage(request, "Merchant: choose one of the list.")
            }
            invitation = .member(role, merchant.id)
            words = "\(role.rawValue) of \(merchant.name)"
        case nil: return try await usersPage(request, "Role: choose one of the list.")
        }
        let link = try await people.invite(as: invitation, by: request.actor)
        return linkPage(link, "a new account: \(words)", next: Self.usersPath, request)
    }

    private func chosenMerchant(_ request: CabinetRequest) async throws -> Merchant? {
        try await MerchantDesk(gateway).merchant(MerchantID(request.form["merchant"] ?? ""))
    }

    private func linkPage(
        _ link: FreshLink,
        _ purpose: String,
        next: String,
        _ request: CabinetRequest
    ) -> Response {
        pages.page(
            "user-link",
            title: "A link to send",
            section: "users",
            content: UserLinkContent(
                url: publicURL + link.path,
                until: UTCText.plain(link.expiresAt),
                purpose: purpose,
                next: next
            ),
            for: request
        )
    }

    private func changingUser(
        _ request: CabinetRequest,
        _ change: (UserID) async throws -> Response
    ) async throws -> Response {
        do {
            return try await change(UserID(request.parameter("user")))
        } catch let fault as AccountFault {
            return try await userPage(request, fault.message, status: fault.status)
        }
    }

    private func usersPage(
        _ request: CabinetRequest,
        _ fault: String? = nil
    ) async throws -> Response {
        let user = request.visitor.user
        return pages.page(
            "users",
            title: "Users",
            section: "users",
            content: UsersContent(
                try await people.accounts(),
                try await MerchantDesk(gateway).merchants(of: user),
                asker: user,
                typed: request.form
            ),
            for: request,
            fault: fault,
            status: fault == nil ? .ok : .unprocessableContent
        )
    }

    private func userPage(
        _ request: CabinetRequest,
        _ fault: String? = nil,
        status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let asker = request.visitor.user
        guard let account = try await people.account(UserID(request.parameter("user"))) else {
            return pages.notFound()
        }
        return pages.page(
            "user",
            title: account.user.name,
            section: "users",
            content: UserContent(
                account,
                try await MerchantDesk(gateway).merchants(of: asker),
                asker: asker
            ),
            for: request,
            fault: fault,
            status: fault == nil ? .ok : status
        )
    }
}
