import Wire

/// Tells an answer of the OkiPays API from its two shapes of a refusal (API contract B2).
struct OkiPaysAnswer: Sendable {
    private let httpStatus: Int
    private let body: JSONValue

    init(_ answer: Transport.Answer) {
        httpStatus = answer.httpStatus
        body = answer.body
    }

    func order() throws(ClientError) -> OkiPaysOrder {
        guard httpStatus == 200, body["status"]?.bool == true else { throw refusal() }
        do throws(AnswerFields.Fault) {
            return try OkiPaysOrder(try AnswerFields(body["data"], "data"))
        } catch {
            throw .malformedAnswer(httpStatus: httpStatus, .field(error.field))
        }
    }

    private func refusal() -> ClientError {
        guard httpStatus >= 400, let code = body["code"]?.number?.integer,
            let message = body["error"]?.string ?? body["message"]?.string
        else { return .malformedAnswer(httpStatus: httpStatus, .notAnAnswer) }
        return .refused(
            ClientError.Refusal(
                httpStatus: httpStatus,
                code: Int(code),
                name: body["name"]?.string,
                message: message,
                requestID: nil
            )
        )
    }
}
