import Gateway
import HTTPTypes
import Hummingbird
import Payments

extension CabinetPages {
    static let keyTemplates: [(name: String, source: [UInt8])] = [
        ("keys", PackageResources.keys_mustache),
        ("key-form", PackageResources.key_form_mustache),
        ("key-made", PackageResources.key_made_mustache),
        ("key-revoke", PackageResources.key_revoke_mustache),
    ]
}

/// The pages of a merchant's API keys.
extension CabinetRoutes {
    var keyRoutes: [CabinetRoute] {
        [
            .get("m/{merchant}/keys", .merchant(.viewer)) { request in
                let keys = try await MerchantDesk(gateway).keys(of: request.ownMerchant.id)
                return pages.page(
                    "keys",
                    title: "Keys",
                    section: "keys",
                    content: KeysModel(keys, for: request),
                    for: request
                )
            },
            .get("m/{merchant}/keys/new", .merchant(.manager)) { request in
                keyForm(KeyForm(formID: gateway.random.uuid()), for: request)
            },
            .post("m/{merchant}/keys", .merchant(.manager)) { request in
                try await makeKey(request)
            },
            .get("m/{merchant}/keys/{key}", .merchant(.manager)) { request in
                guard let key = try await usableKey(of: request) else { return pages.notFound() }
                return keyForm(KeyForm(key.terms, in: key.dialect), key: key, for: request)
            },
            .post("m/{merchant}/keys/{key}", .merchant(.manager)) { request in
                try await restrictKey(request)
            },
            .get("m/{merchant}/keys/{key}/revoke", .merchant(.manager)) { request in
                guard let key = try await usableKey(of: request) else { return pages.notFound() }
                return pages.page(
                    "key-revoke",
                    title: "Revoke a key",
                    section: "keys",
                    content: KeyFormModel(
                        KeyForm(key.terms, in: key.dialect),
                        key: key,
                        for: request
                    ),
                    for: request
                )
            },
            .post("m/{merchant}/keys/{key}/revoke", .merchant(.manager)) { request in
                guard let key = try await usableKey(of: request),
                    try await MerchantDesk(gateway).revokeKey(
                        key.id,
                        of: request.ownMerchant.id,
                        by: request.actor
                    )
                else { return pages.notFound() }
                return request.done(.revoked, at: "keys")
            },
        ]
    }

    /// The merchant's key that the path names, unless it is revoked.
    private func usableKey(of request: CabinetRequest) async throws -> KeySummary? {
        let handle = request.parameter("key")
        return try await MerchantDesk(gateway).keys(of: request.ownMerchant.id).first {
            $0.revokedAt == nil && KeyHandle.text(of: $0.id) == handle
        }
    }

    private func keyForm(
        _ form: KeyForm,
        key: KeySummary? = nil,
        for request: CabinetRequest,
        fault: KeyForm.Fault? = nil
    ) -> Response {
        pages.page(
            "key-form",
            title: key == nil ? "Make a key" : "Change a key",
            section: "keys",
            content: KeyFormModel(form, key: key, for: request),
            for: request,
            fault: fault?.text,
            status: fault == nil ? .ok : .unprocessableContent
        )
    }

    /// Makes a key and shows its secret, on this answer alone: the page cannot be asked for again.
    private func makeKey(_ request: CabinetRequest) async throws -> Response {
        let form = KeyForm(request.form)
        let terms: KeyTerms
        let dialect: Dialect
        do throws(KeyForm.Fault) {
            (dialect, terms) = (try form.dialect(), try form.terms())
        } catch {
            return keyForm(form, for: request, fault: error)
        }
        let made = try await MerchantDesk(gateway).makeKey(
            for: dialect,
            to: request.ownMerchant.id,
            by: request.actor,
            as: terms,
            form: form.formID.isEmpty ? nil : form.formID
        )
        return pages.page(
            "key-made",
            title: "The new key",
            section: "keys",
            content: KeyMadeModel(made, terms: terms, publicURL: publicURL, for: request),
            for: request
        )
    }

    private func restrictKey(_ request: CabinetRequest) async throws -> Response {
        guard let key = try await usableKey(of: request) else { return pages.notFound() }
        let form = KeyForm(request.form)
        let terms: KeyTerms
        do throws(KeyForm.Fault) {
            terms = try form.terms()
        } catch {
            return keyForm(form, key: key, for: request, fault: error)
        }
        let isChanged = try await MerchantDesk(gateway).restrictKey(
            key.id,
            of: request.ownMerchant.id,
            to: terms,
            by: request.actor
        )
        return isChanged ? request.done(.saved, at: "keys") : pages.notFound()
    }
}
