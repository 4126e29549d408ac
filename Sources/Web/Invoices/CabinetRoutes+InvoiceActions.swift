import Gateway
import Hummingbird
import Payments

extension CabinetRoutes {
    /// What a manager may do with an invoice.
    var invoiceActionRoutes: [CabinetRoute] {
        [
            action("cancel", .cancelled) { story, request, desk in
                try await desk.decide(.cancelled, on: story.stored.invoice.id, by: request.actor)
                    ? nil : "The invoice is over, so it can no longer be cancelled."
            },
            action("accept-short", .accepted) { story, request, desk in
                let id = story.stored.invoice.id
                return try await desk.decide(.acceptedShort, on: id, by: request.actor)
                    ? nil : "Only what is confirmed and less than was asked for can be accepted so."
            },
            action("foreign/accept", .accepted) { story, request, desk in
                let taken = try await desk.acceptForeign(
                    of: story.stored.invoice.id,
                    txid: Self.txid(in: request),
                    by: request.actor
                )
                return taken.isEmpty ? "No payment in another coin waits for your word." : nil
            },
            action("foreign/ignore", .saved) { story, request, desk in
                let ignored = try await desk.ignoreForeign(
                    of: story.stored.invoice.id,
                    txid: Self.txid(in: request),
                    by: request.actor
                )
                return ignored.isEmpty ? "No payment in another coin waits for your word." : nil
            },
            action("resend", .sent) { story, request, desk in
                let wanted = request.form["event"]
                let number = wanted.flatMap { Int64($0) }
                if wanted != nil, number == nil { return "Event: is no number of an event." }
                let told = story.entries.compactMap(\.resendable)
                guard let number = number ?? told.max(), told.contains(number),
                    try await deliveries.resend(
                        number,
                        of: request.ownMerchant.id,
                        by: request.actor
                    ) == .sending
                else { return "Nothing was told of it yet, so nothing can be sent again." }
                return nil
            },
            action("sandbox", .done) { story, request, desk in
                guard let sandbox else { return "This is no sandbox." }
                guard let button = request.form["action"].flatMap(SandboxAction.init) else {
                    return "There is no such button."
                }
                let press = SandboxPress(desk: sandbox, invoices: desk, showcase: showcase)
                do {
                    try await press.press(button, for: story.stored.invoice.code)
                    return nil
                } catch let refusal as SandboxRefusal {
                    return "The sandbox did not do it: \(refusal.message)."
                }
            },
        ]
    }

    /// A button of an invoice's page: back to the page with what was done, or with why it was not.
    private func action(
        _ name: String,
        _ notice: CabinetNotice,
        _ act:
            @escaping @Sendable (
                InvoiceStory, CabinetRequest, InvoiceDesk
            ) async throws -> String?
    ) -> CabinetRoute {
        .post("m/{merchant}/invoices/{code}/\(name)", .merchant(.manager)) { request in
            guard let before = try await story(for: request) else { return pages.notFound() }
            let fault = try await act(before, request, InvoiceDesk(gateway))
            guard let fault else {
                return request.done(notice, at: "invoices/\(before.stored.invoice.code.text)")
            }
            guard let after = try await story(for: request) else { return pages.notFound() }
            return page(after, for: request, fault: fault)
        }
    }

    /// One transaction where a button names it; nil for all that wait.
    private static func txid(in request: CabinetRequest) -> String? {
        request.form["txid"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
