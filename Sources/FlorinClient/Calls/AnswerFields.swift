import Wire

/// Reads the fields of an answer or a webhook, and says which one is not as documented.
struct AnswerFields: Sendable {
    /// The field that is missing or of another type.
    struct Fault: Error, Hashable {
        let field: String
    }

    private let object: JSONObject

    init(_ value: JSONValue?, _ name: String) throws(Fault) {
        guard let object = value?.object else { throw Fault(field: name) }
        self.object = object
    }

    func has(_ field: String) -> Bool { present(field) != nil }

    func text(_ field: String) throws(Fault) -> String {
        guard let text = try optionalText(field) else { throw Fault(field: field) }
        return text
    }

    /// Nil where the field is null or missing.
    func optionalText(_ field: String) throws(Fault) -> String? {
        guard let value = present(field) else { return nil }
        guard let text = value.string else { throw Fault(field: field) }
        return text
    }

    /// An identifier that one gateway writes as a string and another as an integer.
    func identifier(_ field: String) throws(Fault) -> String {
        if let text = present(field)?.string { return text }
        guard let number = present(field)?.number, number.isWrittenAsInteger else {
            throw Fault(field: field)
        }
        return number.text
    }

    /// A decimal without exponent, its digits as they were written.
    func decimal(_ field: String) throws(Fault) -> String {
        guard let text = try optionalDecimal(field) else { throw Fault(field: field) }
        return text
    }

    func optionalDecimal(_ field: String) throws(Fault) -> String? {
        guard let value = present(field) else { return nil }
        guard let number = value.number ?? value.string.flatMap(JSONNumber.init(text:)),
            number.text.utf8.allSatisfy({ $0 | 0x20 != UInt8(ascii: "e") })
        else { throw Fault(field: field) }
        return number.text
    }

    func integer(_ field: String) throws(Fault) -> Int64 {
        guard let integer = try optionalInteger(field) else { throw Fault(field: field) }
        return integer
    }

    /// A number written as an integer, or a string of one: APIs here have both.
    func optionalInteger(_ field: String) throws(Fault) -> Int64? {
        guard let value = present(field) else { return nil }
        guard let integer = value.number?.integer ?? value.string.flatMap({ Int64($0) }) else {
            throw Fault(field: field)
        }
        return integer
    }

    /// False where the field is null or missing; OkiPays writes 0 and 1.
    func flag(_ field: String) throws(Fault) -> Bool {
        switch present(field) {
        case nil: return false
        case .bool(let value): return value
        case .number(let number) where number.text == "0": return false
        case .number(let number) where number.text == "1": return true
        default: throw Fault(field: field)
        }
    }

    func optionalTexts(_ field: String) throws(Fault) -> [String]? {
        guard let value = present(field) else { return nil }
        guard let items = value.array else { throw Fault(field: field) }
        var texts: [String] = []
        for item in items {
            guard let text = item.string else { throw Fault(field: field) }
            texts.append(text)
        }
        return texts
    }

    /// The objects of a list; none where the field is null or missing.
    func list<Item>(
        _ field: String,
        of read: (AnswerFields) throws(Fault) -> Item
    ) throws(Fault) -> [Item] {
        guard let value = present(field) else { return [] }
        guard let values = value.array else { throw Fault(field: field) }
        var items: [Item] = []
        for value in values { items.append(try read(try AnswerFields(value, field))) }
        return items
    }

    private func present(_ field: String) -> JSONValue? {
        guard let value = object[field], !value.isNull else { return nil }
        return value
    }
}
