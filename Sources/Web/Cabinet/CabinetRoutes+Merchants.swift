import Gateway
import HTTPTypes
import Hummingbird
import Payments

extension CabinetRoutes {
    /// The merchants somebody may see; owners make new ones.
    var merchantsRoutes: [CabinetRoute] {
        [
            .get("merchants", .signedIn) { request in try await merchantsPage(request) },
            .post("merchants", .owner) { request in
                do {
                    let form = try NewMerchantForm(request.form)
                    let made = try await MerchantDesk(gateway).create(
                        name: form.name,
                        resultURL: form.resultURL,
                        by: request.actor
                    )
                    return pages.page(
                        "merchant-keys",
                        title: made.merchant.name,
                        section: "merchants",
                        content: MerchantKeysContent(made.merchant, made.keys),
                        for: request
                    )
                } catch let refusal as NewMerchantForm.Refusal {
                    return try await merchantsPage(request, refusal.message)
                }
            },
        ]
    }

    private func merchantsPage(
        _ request: CabinetRequest,
        _ fault: String? = nil
    ) async throws -> Response {
        let user = request.visitor.user
        let merchants = try await MerchantDesk(gateway).merchants(of: user)
        return pages.page(
            "merchants",
            title: "Merchants",
            section: "merchants",
            content: MerchantsContent(merchants, user, typed: request.form),
            for: request,
            fault: fault,
            status: fault == nil ? .ok : .unprocessableContent
        )
    }
}
