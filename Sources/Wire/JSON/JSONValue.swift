/// A JSON text as it was written: members in their order, numbers as their source text.
///
/// `try JSONValue.parse(Array(#"{"price":49.90}"#.utf8))["price"]` is the number `49.90`, not 49.9.
/// Unlike `JSONSerialization` it never passes a number through binary floating point and it refuses
/// what readers disagree about, such as a key given twice. It does not decode into types of ours.
package enum JSONValue: Sendable, Hashable {
    case object(JSONObject)
    case array([JSONValue])
    case string(String)
    case number(JSONNumber)
    case bool(Bool)
    case null

    /// The member of that name; nil also where this is not an object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }

    /// The text of a string; nil for any other kind.
    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number; nil for any other kind.
    package var number: JSONNumber? {
        guard case .number(let number) = self else { return nil }
        return number
    }

    /// The items of an array; nil for any other kind.
    package var array: [JSONValue]? {
        guard case .array(let items) = self else { return nil }
        return items
    }

    /// The object; nil for any other kind.
    package var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// The truth value; nil for any other kind.
    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// Whether it is the word `null`.
    package var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// A string.
    package init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    /// An integer number.
    package init(integerLiteral value: Int64) {
        self = .number(JSONNumber(value))
    }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    /// A truth value.
    package init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension JSONValue: ExpressibleByNilLiteral {
    /// The word `null`.
    package init(nilLiteral: ()) {
        self = .null
    }
}

extension JSONValue: ExpressibleByArrayLiteral {
    /// An array of the items written.
    package init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    /// Keeps the order written; a key written twice is a programmer's error.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (key, value) in elements {
            precondition(object[key] == nil, "key written twice: \(key)")
            object.append(value, for: key)
        }
        self = .object(object)
    }
}

extension JSONValue {
    /// An integer as a number.
    package static func integer(_ value: some BinaryInteger) -> JSONValue {
        .number(JSONNumber(value))
    }

    /// The text as a string, or null where there is none.
    package static func optional(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }

    /// The integer as a number, or null where there is none.
    package static func optional(_ value: (some BinaryInteger)?) -> JSONValue {
        value.map { .number(JSONNumber($0)) } ?? .null
    }
}
