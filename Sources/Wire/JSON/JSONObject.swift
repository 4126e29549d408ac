/// The members of a JSON object in the order they were written, each key once.
///
/// Bodies here have a few dozen members at most, so look-up compares keys one by one.
/// Keys are the same when their Unicode scalars are: unlike `Dictionary`, no normalisation.
package struct JSONObject: Sendable, Hashable {
    /// A key with its value.
    package typealias Member = (key: String, value: JSONValue)

    private var keys: [String] = []
    private var values: [JSONValue] = []

    /// An object without members.
    package init() {}

    /// Members already known to have different keys.
    package init(_ members: [Member]) {
        for member in members { append(member.value, for: member.key) }
    }

    /// How many members there are.
    package var count: Int { keys.count }
    /// Whether there is no member.
    package var isEmpty: Bool { keys.isEmpty }

    /// All members in the order they were written.
    package var members: [Member] { zip(keys, values).map { (key: $0, value: $1) } }

    /// Setting replaces a member in its place, appends a new one, and removes it for nil.
    package subscript(key: String) -> JSONValue? {
        get { index(of: key).map { values[$0] } }
        set {
            switch (index(of: key), newValue) {
            case (let place?, let value?):
                values[place] = value
            case (let place?, nil):
                keys.remove(at: place)
                values.remove(at: place)
            case (nil, let value?):
                append(value, for: key)
            case (nil, nil):
                break
            }
        }
    }

    /// Adds a member at the end; the caller knows that the key is new.
    package mutating func append(_ value: JSONValue, for key: String) {
        keys.append(key)
        values.append(value)
    }

    private func index(of key: String) -> Int? {
        keys.firstIndex { $0.utf8.elementsEqual(key.utf8) }
    }

    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.values == right.values
            && left.keys.elementsEqual(right.keys) { $0.utf8.elementsEqual($1.utf8) }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(keys)
        hasher.combine(values)
    }
}
