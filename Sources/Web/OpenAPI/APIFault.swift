import Wire

/// A way in which a call can fail, as the page tells people about it.
struct APIFault: Sendable {
    let httpStatus: String
    let code: String
    let faultName: String
    let faultText: String
}

extension APIDocument {
    /// Every way in which an operation can fail, in the order of the statuses.
    func faults(of operation: Operation) -> [APIFault] {
        members(of: operation.value["responses"]).flatMap { status, response in
            faults(in: response, status: status)
        }
    }

    /// The errors that an answer may carry, which name themselves by `title`.
    private func faults(in response: JSONValue, status: String) -> [APIFault] {
        guard status != "200", let schema = schema(of: response) else { return [] }
        let carrier = schema["properties"]?["error"] ?? schema
        return (carrier["oneOf"]?.array ?? [carrier]).compactMap(resolved(_:)).compactMap { error in
            guard let title = error["title"]?.string,
                let code = error["properties"]?["code"]?["const"]?.number
            else { return nil }
            return APIFault(
                httpStatus: status,
                code: code.text,
                faultName: title,
                faultText: error["description"]?.string ?? ""
            )
        }
    }
}
