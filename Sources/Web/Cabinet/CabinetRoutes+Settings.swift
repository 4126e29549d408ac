import Gateway
import HTTPTypes
import Hummingbird
import Payments

extension CabinetRoutes {
    /// A merchant's settings: a page of sections, each with a form of its own.
    var settingsRoutes: [CabinetRoute] {
        [
            .get("m/{merchant}/settings", .merchant(.viewer)) { request in
                settings(for: request)
            },
            saving("name") { form in
                let name = try MerchantTerms.name(form["name"] ?? "")
                return { $0.name = name }
            },
            saving("amounts") { form in
                let tolerance = try MerchantTerms.tolerance(percent: form["tolerance"] ?? "")
                let surcharge = try MerchantTerms.surcharge(percent: form["surcharge"] ?? "")
                return { ($0.tolerance, $0.insurance) = (tolerance, surcharge) }
            },
            saving("late") { form in
                let window = try MerchantTerms.lateWindow(form["late_window"] ?? "")
                let tolerance = try MerchantTerms.lateTolerance(
                    percent: form["late_tolerance"] ?? ""
                )
                return {
                    $0.lateTerms = Invoice.LateTerms(windowSeconds: window, tolerance: tolerance)
                }
            },
            saving("foreign") { form in
                let policy = form["foreign"].flatMap(ForeignPolicy.init) ?? .hold
                return { $0.foreignPolicy = policy }
            },
            saving("look") { form in
                let colour = try form["colour"].flatMap { text throws(TermsFault) in
                    text.isEmpty ? nil : try BrandColour(text).text
                }
                let origins = try FrameOrigins.read(form["origins"] ?? "")
                return { ($0.branding.colour, $0.branding.embedOrigins) = (colour, origins) }
            },
            saving("payer-data") { form in
                let days = try MerchantTerms.payerDataDays(form["payer_data_days"] ?? "")
                return { $0.payerDataDays = days }
            },
        ] + ruleRoutes + tariffRoutes + logoRoutes + erasureRoutes
    }

    private var ruleRoutes: [CabinetRoute] {
        let networks = Set(showcase.coins.map(\.coin.network))
        return [
            saving("confirmations", .added) { form in
                let rule = try MerchantTerms.rule(
                    network: form["network"] ?? "",
                    fromDollars: form["from_dollars"] ?? "",
                    confirmations: form["confirmations"] ?? "",
                    among: networks
                )
                return {
                    $0.confirmationRules = try MerchantTerms.setting(rule, in: $0.confirmationRules)
                }
            },
            saving("confirmations/remove", .removed) { form in
                let network = NetworkID(form["network"] ?? "")
                let dollars = try? Amount(
                    decimal: form["from_dollars"] ?? "",
                    of: TariffTerms.dollar
                )
                return { merchant in
                    guard let dollars else { return }
                    merchant.confirmationRules = MerchantTerms.removing(
                        network,
                        dollars,
                        from: merchant.confirmationRules
                    )
                }
            },
        ]
    }

    private var tariffRoutes: [CabinetRoute] {
        [
            saving("tariffs", .added) { form in
                func given(_ name: String) -> String? {
                    form[name].flatMap { $0.isEmpty ? nil : $0 }
                }
                let sign = form["tariff_rule"] == "percent" ? "%" : ""
                let tariff = try TariffTerms.tariff(
                    name: form["tariff_name"] ?? "",
                    fee: (form["tariff_fee"] ?? "") + sign,
                    least: given("tariff_least"),
                    most: given("tariff_most"),
                    addsToInvoices: form["tariff_internal"] == nil
                )
                return { merchant in
                    let tariffs = TariffTerms.setting(tariff, in: merchant.tariffs)
                    try TariffTerms.check(count: tariffs.count)
                    merchant.tariffs = tariffs
                }
            },
            saving("tariffs/remove", .removed) { form in
                let name = form["tariff_name"] ?? ""
                return {
                    $0.tariffs = TariffTerms.removing(name, from: $0.tariffs) ?? $0.tariffs
                }
            },
        ]
    }

    /// Reads a form: what it changes of the merchant, or why it is refused.
    private typealias FormReading =
        @Sendable (FormText) throws -> (@Sendable (inout Merchant) throws -> Void)

    /// A form of the page: what it says is checked and saved, or shown again with what is wrong.
    private func saving(
        _ section: String,
        _ notice: CabinetNotice = .saved,
        _ reading: @escaping FormReading
    ) -> CabinetRoute {
        .post("m/{merchant}/settings/\(section)", .merchant(.manager)) { request in
            do {
                let change = try reading(request.form)
                _ = try await MerchantDesk(gateway).change(
                    request.ownMerchant.id,
                    by: request.actor,
                    change
                )
                return request.done(notice, at: "settings")
            } catch let fault as TermsFault {
                return settings(for: request, fault: SettingsFault(fault, in: section))
            }
        }
    }

    /// The page; with a fault everything that was typed is still in its form.
    func settings(for request: CabinetRequest, fault: SettingsFault? = nil) -> Response {
        pages.page(
            "settings",
            title: "Settings",
            section: "settings",
            content: SettingsModel(
                request.ownMerchant,
                fault: fault,
                typed: fault == nil ? nil : request.form,
                listings: showcase.coins,
                request: request
            ),
            for: request,
            notice: SettingsModel.erasureNotice(request),
            fault: fault.map { "Not saved: \($0.text)." },
            status: fault == nil ? .ok : .unprocessableContent
        )
    }
}

extension CabinetPages {
    static let settingsTemplates: [(name: String, source: [UInt8])] = [
        ("settings", PackageResources.settings_mustache),
        ("settings-money", PackageResources.settings_money_mustache),
        ("settings-look", PackageResources.settings_look_mustache),
        ("settings-payers", PackageResources.settings_payers_mustache),
        ("audit", PackageResources.audit_mustache),
    ]
}
