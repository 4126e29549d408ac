import Gateway
import Payments

extension CabinetRoutes {
    var overviewRoutes: [CabinetRoute] {
        [
            .get("m/{merchant}/overview", .merchant(.viewer)) { request in
                let overview = try await OverviewDesk(gateway, health: health).overview(
                    of: request.ownMerchant.id,
                    days: OverviewPresenter.days(asked: request.query("days"))
                )
                let presenter = OverviewPresenter(
                    overview: overview,
                    showcase: showcase,
                    base: request.path("")
                )
                return pages.page(
                    "overview",
                    title: "Overview",
                    section: "overview",
                    content: presenter.model,
                    for: request
                )
            }
        ]
    }
}

extension CabinetPages {
    static let overviewTemplates: [(name: String, source: [UInt8])] = [
        ("overview", PackageResources.overview_mustache)
    ]
}
