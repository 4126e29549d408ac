import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Payments

extension CabinetPages {
    static let invoicesTemplates: [(name: String, source: [UInt8])] = [
        ("invoices", PackageResources.invoices_mustache),
        ("invoice", PackageResources.invoice_mustache),
        ("invoice-form", PackageResources.invoice_form_mustache),
        ("invoice-link", PackageResources.invoice_link_mustache),
    ]
}

extension CabinetRoutes {
    /// How many invoices are on a page.
    private static let pageLength = 50
    /// How many a search shows.
    private static let foundMax = 100
    /// How many are read at a time for a table.
    private static let tablePageLength = 200

    private var invoices: InvoiceDesk { InvoiceDesk(gateway) }

    /// The merchant's invoices.
    var invoicesRoutes: [CabinetRoute] {
        [
            .get("m/{merchant}/invoices", .merchant(.viewer), list),
            .get("m/{merchant}/invoices.csv", .merchant(.viewer), table),
            .get("m/{merchant}/invoices/new", .merchant(.manager)) { request in
                try await form(InvoiceForm(), for: request)
            },
            .post("m/{merchant}/invoices/new", .merchant(.manager), open),
            .get("m/{merchant}/invoices/{code}", .merchant(.viewer)) { request in
                guard let story = try await story(for: request) else { return pages.notFound() }
                return page(story, for: request)
            },
            .get("m/{merchant}/invoices/{code}/link", .merchant(.viewer)) { request in
                guard let story = try await story(for: request) else { return pages.notFound() }
                return pages.page(
                    "invoice-link",
                    title: "Payment link",
                    section: "invoices",
                    content: InvoiceLinkModel(
                        story.stored.invoice,
                        for: request,
                        publicURL: publicURL
                    ),
                    for: request
                )
            },
        ] + invoiceActionRoutes
    }

    private func list(_ request: CabinetRequest) async throws -> Response {
        let query = InvoiceListQuery(request)
        let merchant = request.ownMerchant.id
        var found: [InvoiceRecord]?
        var page = InvoicePage.empty
        if query.search.contains(where: { !$0.isWhitespace }) {
            let fitting = try await invoices.search(
                query.search,
                of: merchant,
                limit: Self.foundMax
            )
            if fitting.count == 1 {
                return .seeOther(request.path("invoices/\(fitting[0].invoice.code.text)"))
            }
            found = fitting
        } else {
            page = try await invoices.page(
                of: merchant,
                fitting: query.filter,
                in: query.stretch,
                limit: Self.pageLength
            )
        }
        return pages.page(
            "invoices",
            title: "Invoices",
            section: "invoices",
            content: InvoiceListModel(query, for: request, page: page, found: found),
            for: request,
            fault: query.fault,
            status: query.fault == nil ? .ok : .badRequest
        )
    }

    /// Streamed a page at a time, so that a million invoices take no more memory than two hundred.
    private func table(_ request: CabinetRequest) async throws -> Response {
        let query = InvoiceListQuery(request)
        if query.fault != nil { return try await list(request) }
        let (desk, merchant, filter) = (invoices, request.ownMerchant.id, query.filter)
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: InvoiceTable.header))
            var stretch: InvoiceStretch? = .older(than: nil)
            while let next = stretch {
                let page = try await desk.page(
                    of: merchant,
                    fitting: filter,
                    in: next,
                    limit: Self.tablePageLength
                )
                let lines = page.invoices.map(InvoiceTable.line).joined()
                if !lines.isEmpty { try await writer.write(ByteBuffer(string: lines)) }
                stretch = page.older.map { .older(than: $0) }
            }
            try await writer.finish(nil)
        }
        var headers: HTTPFields = [.contentType: "text/csv; charset=utf-8; header=present"]
        headers[.contentDisposition] = "attachment; filename=\"invoices.csv\""
        headers[.xContentTypeOptions] = "nosniff"
        headers[.cacheControl] = "no-store"
        return Response(status: .ok, headers: headers, body: body)
    }

    private func form(
        _ form: InvoiceForm,
        for request: CabinetRequest,
        fault: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let coins = try await invoices.coinsByHand(of: request.ownMerchant.id)
        return pages.page(
            "invoice-form",
            title: "New invoice",
            section: "invoices",
            content: InvoiceFormModel(
                form,
                formID: invoices.formID(),
                coins: coins,
                showcase: showcase,
                for: request
            ),
            for: request,
            fault: fault,
            status: status
        )
    }

    private func open(_ request: CabinetRequest) async throws -> Response {
        let coins = try await invoices.coinsByHand(of: request.ownMerchant.id) ?? []
        let typed = InvoiceForm(request.form, coins: coins)
        let asked: NewInvoice
        do {
            asked = try typed.asked(coins: coins, showcase: showcase, at: invoices.now)
        } catch {
            return try await form(typed, for: request, fault: error.text, status: .badRequest)
        }
        let outcome = try await invoices.openByHand(
            asked,
            form: typed.form,
            of: request.ownMerchant.id,
            by: request.actor
        )
        switch outcome {
        case .opened(let stored), .repeated(let stored):
            return request.done(.opened, at: "invoices/\(stored.invoice.code.text)/link")
        case .duplicate, .formUsed, .noKey, .noWallet, .refused:
            return try await form(
                typed,
                for: request,
                fault: outcome.fault,
                status: .unprocessableContent
            )
        }
    }

    /// The story of the invoice in the path; nil where it is not this merchant's.
    func story(for request: CabinetRequest) async throws -> InvoiceStory? {
        try await invoices.story(
            of: InvoiceCode(request.parameter("code")),
            merchant: request.ownMerchant.id
        )
    }

    func page(
        _ story: InvoiceStory,
        for request: CabinetRequest,
        fault: String? = nil
    ) -> Response {
        pages.page(
            "invoice",
            title: "Invoice \(story.stored.invoice.code.text)",
            section: "invoices",
            content: InvoiceModel(
                story,
                for: request,
                showcase: showcase,
                publicURL: publicURL,
                isSandbox: sandbox != nil
            ),
            for: request,
            fault: fault,
            status: fault == nil ? .ok : .conflict
        )
    }
}

extension ByHandOutcome {
    /// Why no invoice came of a form, and what to do; nil where one did.
    var fault: String? {
        switch self {
        case .opened, .repeated: nil
        case .duplicate(let earlier):
            "Your reference: invoice \(earlier.invoice.code.text) has it already. Choose another."
        case .formUsed:
            "This form was sent before and no invoice came of it. Check it and send it again."
        case .noKey: "There is no API key in use. Make one under Keys first."
        case .noWallet: "There is no wallet. Add one under Wallets first."
        case .refused(let outcome):
            switch outcome {
            case .rateNotAvailable:
                "There is no fresh price of a chosen coin now. Try again in a minute, or choose "
                    + "other coins."
            case .coinNotAvailable:
                "Coins: one of them can no longer be taken. Choose others."
            case .amountTooLarge: "Price: is too large for a chosen coin."
            case .opened, .repeated, .refused, .duplicate, .tariffNotAvailable:
                "The invoice could not be opened. Try again."
            }
        }
    }
}
