import Gateway
import HTTPTypes
import Hummingbird
import Payments

extension CabinetRoutes {
    /// A logo: posted as a file, shown back as exactly the picture that was checked.
    var logoRoutes: [CabinetRoute] {
        let field = "logo"
        return [
            .get("m/{merchant}/logo", .merchant(.viewer)) { request in
                guard let logo = try await BrandingDesk(gateway).logo(of: request.ownMerchant.id)
                else { return pages.notFound() }
                return .picture(logo)
            },
            .post("m/{merchant}/settings/logo", .merchant(.manager)) { request in
                let type = request.request.headers[.contentType] ?? ""
                guard let file = MultipartFile(field: field, of: request.body, contentType: type)
                else { return settings(for: request, fault: SettingsFault(logo: .empty)) }
                do {
                    _ = try await BrandingDesk(gateway).setLogo(
                        file.bytes,
                        of: request.ownMerchant.id,
                        by: request.actor
                    )
                    return request.done(.saved, at: "settings")
                } catch let fault as LogoFault {
                    return settings(for: request, fault: SettingsFault(logo: fault))
                }
            },
            .post("m/{merchant}/settings/logo/remove", .merchant(.manager)) { request in
                try await BrandingDesk(gateway).removeLogo(
                    of: request.ownMerchant.id,
                    by: request.actor
                )
                return request.done(.removed, at: "settings")
            },
        ]
    }

    /// Erasing what is known of one payer.
    var erasureRoutes: [CabinetRoute] {
        [
            .post("m/{merchant}/settings/erase", .merchant(.manager)) { request in
                let text = request.form["payer"] ?? ""
                guard !text.isEmpty, text.utf8.count <= SettingsModel.payerBytesMax else {
                    return settings(for: request, fault: .noPayer)
                }
                let report = try await ErasureDesk(gateway).erase(
                    request.form["payer_by"] == "reference" ? .reference(text) : .email(text),
                    of: request.ownMerchant.id,
                    by: request.actor
                )
                return .seeOther(
                    request.path("settings") + SettingsModel.query(telling: report)
                )
            }
        ]
    }

    /// Who changed what, the newest first.
    var auditRoutes: [CabinetRoute] {
        [
            .get("m/{merchant}/audit", .merchant(.viewer)) { request in
                let page = try await AuditDesk(gateway).page(
                    of: request.ownMerchant.id,
                    before: request.query("before").flatMap { Int64($0) }
                )
                return pages.page(
                    "audit",
                    title: "Audit log",
                    section: "audit",
                    content: AuditModel(page, isNewest: request.query("before") == nil, request),
                    for: request
                )
            }
        ]
    }
}

extension Response {
    /// A merchant's picture: nothing but a picture, whatever a browser would make of it.
    static func picture(_ logo: Logo) -> Response {
        var response = content(logo.bytes, type: logo.mediaType.rawValue)
        response.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
