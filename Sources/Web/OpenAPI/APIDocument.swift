import Wire

/// The OpenAPI document of both dialects, which is written by hand and says where this server is.
///
/// The server reads nothing else out of it: routes and checks are code, and tests hold them
/// against the document.
struct APIDocument: Sendable {
    /// The document, with the server's own URL in it.
    let root: JSONValue

    /// Reads the embedded document.
    ///
    /// `publicURL`: What links begin with, without a slash at the end.
    init(publicURL: String) throws(JSONError) {
        let embedded = try JSONValue.parse(PackageResources.openapi_json, limits: .answer)
        guard var object = embedded.object else {
            preconditionFailure("the embedded document is not an object")
        }
        object["servers"] = [["url": .string(publicURL)]]
        root = .object(object)
    }

    /// An operation, and where it is.
    struct Operation: Sendable {
        let method: String
        let path: String
        let value: JSONValue
    }

    /// Every operation of the paths, in the document's order.
    var operations: [Operation] { operations(in: "paths") }

    /// Every notification, in the document's order.
    var webhooks: [Operation] { operations(in: "webhooks") }

    private func operations(in member: String) -> [Operation] {
        members(of: root[member]).flatMap { path, item in
            members(of: item).filter { $0.key == "get" || $0.key == "post" }.map {
                Operation(method: $0.key.uppercased(), path: path, value: $0.value)
            }
        }
    }

    /// The members of an object; none of anything else.
    func members(of value: JSONValue?) -> [JSONObject.Member] { value?.object?.members ?? [] }

    /// What a reference within the document stands for, or the value itself; nil where there is
    /// nothing.
    func resolved(_ value: JSONValue?) -> JSONValue? {
        guard let reference = value?["$ref"]?.string else { return value }
        return resolved(target(of: reference))
    }

    /// What is at `#/components/…`.
    func target(of reference: String) -> JSONValue? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(root) { place, key in
            place?[String(key)]
        }
    }

    /// The schema of a request body or an answer, as it is written.
    func schema(of carrier: JSONValue?) -> JSONValue? {
        resolved(carrier)?["content"]?["application/json"]?["schema"]
    }
}
