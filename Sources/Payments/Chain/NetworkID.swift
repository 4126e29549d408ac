/// The name of a network in lower case: `bitcoin`, `litecoin`, `tron`.
package struct NetworkID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The name as stored and shown in commands.
    package let name: String

    /// Wraps a name; whether such a network exists is the catalogue's to say.
    package init(_ name: String) { self.name = name }

    package var description: String { name }

    package static func < (left: NetworkID, right: NetworkID) -> Bool { left.name < right.name }
}
