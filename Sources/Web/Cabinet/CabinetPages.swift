import Gateway
import HTTPTypes
import Hummingbird
import Payments

/// The compiled templates of the cabinet, and the frame around each page.
struct CabinetPages: Sendable {
    private let templates: PageTemplates
    private let plainPage: PlainPage
    let isSandbox: Bool

    init(isSandbox: Bool) throws {
        self.isSandbox = isSandbox
        plainPage = try PlainPage()
        templates = try PageTemplates(
            [
                ("layout", PackageResources.layout_mustache),
                ("cabinet", PackageResources.cabinet_mustache),
                ("csrf", PackageResources.csrf_mustache),
            ]
                + Self.overviewTemplates
                + Self.invoicesTemplates
                + Self.walletTemplates
                + Self.keyTemplates
                + Self.notificationTemplates
                + Self.settingsTemplates
                + Self.peopleTemplates
        )
    }

    /// A page under the frame.
    ///
    /// `template`: The name of its template, which opens with `{{<cabinet}}` and reads its model
    /// as `content`.
    /// `section`: The path of the menu's entry it belongs to, such as `invoices`.
    func page(
        _ template: String,
        title: String,
        section: String? = nil,
        content: some Sendable,
        for request: CabinetRequest,
        notice: String? = nil,
        fault: String? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let model = CabinetPageModel(
            assets: .cabinet,
            title: "\(title) · Florin",
            frame: frame(
                in: section,
                for: request,
                notice: notice ?? request.query("done").flatMap(CabinetNotice.init)?.text,
                fault: fault
            ),
            content: content
        )
        var response = Response.page(templates.render(model, with: template), status: status)
        // A form without a referrer has no origin either, by which the guard knows its own.
        if let name = HTTPField.Name("Referrer-Policy") { response.headers[name] = "same-origin" }
        return response
    }

    private func frame(
        in section: String?,
        for request: CabinetRequest,
        notice: String?,
        fault: String?
    ) -> CabinetFrame {
        let links = CabinetFrame.sections.map { entry in
            CabinetFrame.Link(
                label: entry.label,
                url: request.merchant.map { "/cabinet/m/\($0.id.text)/\(entry.path)" } ?? "",
                isCurrent: entry.path == section
            )
        }
        let ownLinks = CabinetFrame.ownSections(of: request.signedIn?.user).map { entry in
            CabinetFrame.Link(
                label: entry.label,
                url: "/cabinet/\(entry.path)",
                isCurrent: request.merchant == nil && entry.path == section
            )
        }
        let merchants = request.neighbours.map { merchant in
            CabinetFrame.Link(
                label: merchant.name,
                url: "/cabinet/m/\(merchant.id.text)/overview",
                isCurrent: merchant.id == request.merchant?.id
            )
        }
        return CabinetFrame(
            userName: request.signedIn?.user.name,
            merchantName: request.merchant?.name,
            merchants: merchants,
            isSwitching: merchants.count > 1,
            links: request.merchant == nil ? [] : links,
            hasMenu: request.merchant != nil,
            ownLinks: ownLinks,
            csrf: request.signedIn?.formToken.revealed() ?? "",
            isOwner: request.signedIn?.user.isOwner ?? false,
            isSandbox: isSandbox,
            notice: notice,
            fault: fault
        )
    }

    /// What is not there, or is another merchant's.
    func notFound() -> Response {
        plain("There is no such page", "Check the address.", status: .notFound)
    }

    /// What the signed-in person may see and not change.
    func notAllowed() -> Response {
        plain(
            "Your role does not allow this",
            "A manager or an owner can do it.",
            status: .forbidden
        )
    }

    /// A form that this session did not make.
    func foreignForm() -> Response {
        plain(
            "This form is no longer valid",
            "It was made in another session. Go back, load the page again, and repeat.",
            status: .forbidden
        )
    }

    func plain(_ heading: String, _ text: String, status: HTTPResponse.Status) -> Response {
        .page(
            plainPage.render(
                PlainPageModel(
                    assets: .embedded,
                    heading: heading,
                    text: text,
                    linkURL: nil,
                    linkText: nil
                )
            ),
            status: status
        )
    }
}
