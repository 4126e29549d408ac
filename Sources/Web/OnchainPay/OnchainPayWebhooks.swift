import Gateway
import Payments
import Wire

/// What was told and how it went (API contract A5.13).
struct OnchainPayWebhooks {
    let deliveries: DeliveryDesk

    /// The body of a notification, exactly as it was sent.
    func get(_ request: OnchainPayRequest) async throws -> JSONValue {
        let record = try await record(request)
        guard let body = try? JSONValue.parse(record.body, limits: .answer) else {
            throw OnchainPayFault.webhookNotFound
        }
        return body
    }

    /// A notification with its last attempt; `fields` names the wanted parts.
    func getVerbose(_ request: OnchainPayRequest) async throws -> JSONValue {
        let record = try await record(request)
        let wanted = try request.fields.texts("fields").map { Set($0) } ?? []
        let members = Self.members(of: record)
        if wanted.isEmpty { return .object(JSONObject(members)) }
        return .object(JSONObject(members.filter { wanted.contains($0.key) }))
    }

    private func record(_ request: OnchainPayRequest) async throws -> DeliveryRecord {
        let id = try request.fields.requiredText("webhookId").lowercased()
        let found = try await deliveries.delivery(
            WebhookID(id),
            of: request.caller.merchant.id
        )
        guard let found else { throw OnchainPayFault.webhookNotFound }
        return found
    }

    private static func members(of record: DeliveryRecord) -> [JSONObject.Member] {
        let headers = JSONObject(
            record.headers.map { ($0.name, JSONValue.string($0.value)) }
        )
        let signature = record.headers.first { $0.name == "x-api-signature" }?.value
        let attempt = record.attempt
        let isHeard = record.event.state == .delivered
        let event =
            switch record.event.change {
            case .invoice: record.order == nil ? "INVOICE" : "ORDER"
            case .deposit: "DEPOSIT_PERSONAL"
            }
        return [
            ("id", .optional(record.event.webhook?.text)),
            ("event", .string(event)),
            ("eventId", .string(record.order?.text ?? record.event.subject)),
            ("requestUrl", .optional(record.event.url)),
            ("requestHeaders", .object(headers)),
            ("requestBody", .string(String(decoding: record.body, as: UTF8.self))),
            ("responseCode", .optional(attempt?.httpStatus)),
            ("responseStatus", .string(isHeard ? "SUCCESS" : "ERROR")),
            ("responseBody", .optional(attempt?.answerBody)),
            ("sentAt", .moment(attempt?.happenedAt)),
            ("signature", .optional(signature)),
            ("apiKey", .string(record.key.text)),
            ("apiKeyAlias", .null),
            ("createdAt", .moment(record.event.happenedAt)),
            ("updatedAt", .moment(attempt?.happenedAt ?? record.event.happenedAt)),
        ]
    }
}
