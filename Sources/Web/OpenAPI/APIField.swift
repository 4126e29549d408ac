import Wire

/// A field of a request or an answer, as the page tells people about it.
struct APIField: Sendable {
    let name: String
    let typeText: String
    /// The object of the page that tells more; nil for plain values.
    let typeURL: String?
    let isRequired: Bool
    let fieldText: String
}

extension APIDocument {
    /// The fields of an object, those inside of it under longer names.
    func fields(of schema: JSONValue?) -> [APIField] { fields(of: schema, under: "") }

    private func fields(of schema: JSONValue?, under prefix: String) -> [APIField] {
        guard let schema else { return [] }
        let base = schema["$ref"]?.string.flatMap(target(of:))
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        let own = members(of: schema["properties"]).flatMap { name, member -> [APIField] in
            let field = APIField(
                name: prefix + name,
                typeText: typeText(of: member),
                typeURL: objectName(of: member).map { "#\($0)" },
                isRequired: required.contains(name),
                fieldText: text(of: member)
            )
            return [field] + inner(of: member, under: prefix + name)
        }
        return fields(of: base, under: prefix) + own
    }

    /// The fields of an object that has no name of its own, or of a list of such.
    private func inner(of member: JSONValue, under name: String) -> [APIField] {
        if member["properties"] != nil { return fields(of: member, under: name + ".") }
        guard let items = member["items"], items["properties"] != nil else { return [] }
        return fields(of: items, under: name + "[].")
    }

    /// What a member says of itself, or else what it stands for says.
    private func text(of member: JSONValue) -> String {
        member["description"]?.string ?? resolved(member)?["description"]?.string ?? ""
    }

    /// The name of the object that a member, or each item of it, is.
    func objectName(of member: JSONValue) -> String? {
        guard let reference = member["$ref"]?.string else {
            return member["items"].flatMap(objectName(of:))
        }
        guard let target = target(of: reference), isObject(target) else { return nil }
        return reference.split(separator: "/").last.map(String.init)
    }

    private func isObject(_ schema: JSONValue) -> Bool {
        schema["properties"] != nil || schema["unevaluatedProperties"] != nil
    }

    /// A schema's type in words, with its limits.
    func typeText(of schema: JSONValue) -> String {
        if let name = objectName(of: schema) {
            return schema["items"] == nil ? name : "list of \(name)"
        }
        guard let schema = resolved(schema) else { return "" }
        let alternatives = schema["anyOf"]?.array ?? schema["oneOf"]?.array ?? []
        if !alternatives.isEmpty {
            return alternatives.map { $0["title"]?.string ?? typeText(of: $0) }
                .joined(separator: " or ")
        }
        if let value = schema["const"] { return literal(value) }
        if let values = schema["enum"]?.array {
            return values.map(literal).joined(separator: ", ")
        }
        return ([types(of: schema)] + limits(of: schema)).joined(separator: ", ")
    }

    private func types(of schema: JSONValue) -> String {
        let names =
            schema["type"]?.string.map { [$0] }
            ?? schema["type"]?.array?.compactMap(\.string) ?? ["anything"]
        let format = schema["format"]?.string.map { " (\($0))" } ?? ""
        let words = names.map { name in
            switch name {
            case "array":
                schema["items"].map { "list of \(typeText(of: $0))" } ?? "list"
            case "string": name + format
            default: name
            }
        }
        return words.joined(separator: " or ")
    }

    private func limits(of schema: JSONValue) -> [String] {
        let limits = [
            ("minimum", "from "), ("exclusiveMinimum", "above "), ("maximum", "up to "),
        ].compactMap { key, word in schema[key]?.number.map { word + $0.text } }
        let sizes = [("maxLength", "characters"), ("maxItems", "items")].compactMap { key, unit in
            schema[key]?.number.map { "at most \($0.text) \(unit)" }
        }
        return limits + sizes
    }

    private func literal(_ value: JSONValue) -> String {
        value.string ?? String(decoding: value.encoded(), as: UTF8.self)
    }
}
