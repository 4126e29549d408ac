import Gateway
import HTTPTypes
import Hummingbird
import Payments

extension CabinetPages {
    static let notificationTemplates: [(name: String, source: [UInt8])] = [
        ("notifications", PackageResources.notifications_mustache),
        ("notification", PackageResources.notification_mustache),
        ("notification-test", PackageResources.notification_test_mustache),
        ("signatures", PackageResources.signatures_mustache),
    ]
}

/// The pages of what is told to a merchant's shop.
enum NotificationRoutes {
    /// The events on one page of the log.
    static let pageSize = 25
}

extension CabinetRoutes {
    var notificationRoutes: [CabinetRoute] {
        [
            .get("m/{merchant}/notifications", .merchant(.viewer)) { request in
                try await notificationLog(request, resultURL: request.ownMerchant.resultURL)
            },
            .post("m/{merchant}/notifications", .merchant(.manager)) { request in
                try await setResultURL(request)
            },
            .get("m/{merchant}/notifications/signatures", .merchant(.viewer)) { request in
                pages.page(
                    "signatures",
                    title: "Check a signature",
                    section: "notifications",
                    content: SignatureGuide(for: request),
                    for: request
                )
            },
            .post("m/{merchant}/notifications/test", .merchant(.manager)) { request in
                try await sendTest(request)
            },
            .get("m/{merchant}/notifications/{number}", .merchant(.viewer)) { request in
                try await notification(request)
            },
            .post("m/{merchant}/notifications/{number}/send", .merchant(.manager)) { request in
                try await sendAgain(request)
            },
        ]
    }

    private func notificationLog(
        _ request: CabinetRequest,
        resultURL: String?,
        webhookURL: String = "",
        fault: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let limit = NotificationRoutes.pageSize
        let entries = try await deliveries.log(
            of: request.ownMerchant.id,
            before: request.query("before").flatMap { Int64($0) },
            limit: limit + 1
        )
        let model = NotificationsModel(
            entries,
            limit: limit,
            resultURL: resultURL,
            webhookURL: webhookURL,
            at: gateway.time.now(),
            for: request
        )
        return pages.page(
            "notifications",
            title: "Notifications",
            section: "notifications",
            content: model,
            for: request,
            fault: fault,
            status: status
        )
    }

    private func setResultURL(_ request: CabinetRequest) async throws -> Response {
        let typed = (request.form["result_url"] ?? "").filter { !$0.isWhitespace }
        if !typed.isEmpty {
            do throws(CallbackURL.Fault) {
                _ = try CallbackURL(typed)
            } catch {
                return try await notificationLog(
                    request,
                    resultURL: typed,
                    fault: "Result URL: it \(error.message).",
                    status: .unprocessableContent
                )
            }
        }
        let changed = try await MerchantDesk(gateway).change(
            request.ownMerchant.id,
            by: request.actor
        ) { $0.resultURL = typed.isEmpty ? nil : typed }
        return changed == nil ? pages.notFound() : request.done(.saved, at: "notifications")
    }

    private func notification(_ request: CabinetRequest) async throws -> Response {
        guard let number = Int64(request.parameter("number")),
            let story = try await deliveries.story(number, of: request.ownMerchant.id)
        else { return pages.notFound() }
        return pages.page(
            "notification",
            title: "Notification \(number)",
            section: "notifications",
            content: NotificationModel(story, at: gateway.time.now(), for: request),
            for: request
        )
    }

    private func sendAgain(_ request: CabinetRequest) async throws -> Response {
        guard let number = Int64(request.parameter("number")) else { return pages.notFound() }
        let outcome = try await deliveries.resend(
            number,
            of: request.ownMerchant.id,
            by: request.actor
        )
        switch outcome {
        case .sending: return request.done(.sent, at: "notifications/\(number)")
        case .nothingToSend, .notFound: return pages.notFound()
        }
    }

    /// Posts a sample to the shop and shows what came back.
    private func sendTest(_ request: CabinetRequest) async throws -> Response {
        let dialect = request.form["dialect"].flatMap(Dialect.init) ?? .okipays
        let typed = (request.form["webhook_url"] ?? "").filter { !$0.isWhitespace }
        let text = dialect == .okipays ? request.ownMerchant.resultURL ?? "" : typed
        func refused(_ fault: String, _ status: HTTPResponse.Status) async throws -> Response {
            try await notificationLog(
                request,
                resultURL: request.ownMerchant.resultURL,
                webhookURL: typed,
                fault: fault,
                status: status
            )
        }
        let name = dialect == .okipays ? "Result URL" : "Webhook URL"
        guard !text.isEmpty else {
            return try await refused("\(name): set it first.", .unprocessableContent)
        }
        let url: CallbackURL
        do throws(CallbackURL.Fault) {
            url = try CallbackURL(text)
        } catch {
            return try await refused("\(name): it \(error.message).", .unprocessableContent)
        }
        let body = TestEvent.body(in: dialect, at: gateway.time.now())
        switch try await tester.post(body, in: dialect, to: url, of: request.ownMerchant.id) {
        case .busy:
            return try await refused("Another test event is under way: wait for it.", .conflict)
        case .noKey:
            return try await refused(
                "There is no \(dialect.title) key to sign with: make one first.",
                .conflict
            )
        case .posted(let headers, let result):
            let model = NotificationTestModel(
                result,
                url: text,
                headers: headers,
                body: body,
                for: request
            )
            return pages.page(
                "notification-test",
                title: "Test event",
                section: "notifications",
                content: model,
                for: request
            )
        }
    }
}
