import Wire

/// Opens the envelope of the OnchainPay API, or says what the gateway refuses (API contract A2).
struct OnchainPayAnswer: Sendable {
    private let httpStatus: Int
    private let body: JSONValue

    init(_ answer: Transport.Answer) {
        httpStatus = answer.httpStatus
        body = answer.body
    }

    func response<Value>(
        _ read: (AnswerFields) throws(AnswerFields.Fault) -> Value
    ) throws(ClientError) -> Value {
        guard (200..<300).contains(httpStatus), body["success"]?.bool == true else {
            throw refusal()
        }
        do throws(AnswerFields.Fault) {
            return try read(try AnswerFields(body["response"], "response"))
        } catch {
            throw .malformedAnswer(httpStatus: httpStatus, .field(error.field))
        }
    }

    private func refusal() -> ClientError {
        guard body["success"]?.bool == false, let error = body["error"],
            let code = error["code"]?.number?.integer, let message = error["message"]?.string
        else { return .malformedAnswer(httpStatus: httpStatus, .notAnAnswer) }
        return .refused(
            ClientError.Refusal(
                httpStatus: httpStatus,
                code: Int(code),
                name: error["name"]?.string,
                message: message,
                requestID: body["requestId"]?.string
            )
        )
    }
}
