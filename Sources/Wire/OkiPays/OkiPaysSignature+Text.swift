extension OkiPaysSignature {
    enum ListOrder {
        case byIndex
        case byIndexAsText
    }

    /// The text under a signature: every scalar of the body, members in the order of their keys.
    struct Text {
        private let spelling: ScalarSpelling
        private let listOrder: ListOrder
        private var bytes: [UInt8] = []

        private init(spelling: ScalarSpelling, listOrder: ListOrder) {
            self.spelling = spelling
            self.listOrder = listOrder
            bytes.reserveCapacity(256)
        }

        /// Nil where a number of the body has no spelling in that language.
        static func of(
            _ body: JSONValue,
            spelling: ScalarSpelling,
            listOrder: ListOrder
        ) -> [UInt8]? {
            var text = Text(spelling: spelling, listOrder: listOrder)
            return text.append(body) ? text.bytes : nil
        }

        private mutating func append(_ value: JSONValue) -> Bool {
            switch value {
            case .object(let object):
                let members = object.members.sorted { Self.isOrdered($0.key, before: $1.key) }
                for member in members {
                    guard append(member.value) else { return false }
                }
            case .array(let items):
                for index in order(of: items) {
                    guard append(items[index]) else { return false }
                }
            case .string(let text):
                bytes.append(contentsOf: text.utf8)
            case .number(let number):
                guard let text = spelling.text(of: number) else { return false }
                bytes.append(contentsOf: text.utf8)
            case .bool(let value):
                bytes.append(contentsOf: spelling.text(of: value).utf8)
            case .null:
                bytes.append(contentsOf: spelling.textOfNull.utf8)
            }
            return true
        }

        private func order(of items: [JSONValue]) -> [Int] {
            switch listOrder {
            case .byIndex: Array(items.indices)
            case .byIndexAsText: items.indices.map { String($0) }.sorted().compactMap { Int($0) }
            }
        }

        /// By UTF-16 code unit, as JavaScript sorts; the same as by byte for ASCII keys.
        private static func isOrdered(_ left: String, before right: String) -> Bool {
            left.utf16.lexicographicallyPrecedes(right.utf16)
        }
    }
}
