/// What a call to an API does.
package enum KeyUse: Sendable, Hashable, CaseIterable {
    /// It only looks.
    case reading
    /// It opens an invoice or an order, or makes a customer or an address.
    case creating
    /// It changes anything else, such as an entry of the address book.
    case changing
}

/// What an API key may be used for.
package enum KeyPermission: String, Sendable, Hashable, CaseIterable {
    /// Every call; stored as nothing, as keys were before there was a choice.
    case everything = ""
    /// Opening and looking, and nothing that changes what is there.
    case createAndRead = "create"
    /// Looking alone.
    case readOnly = "read"

    /// Whether a use is allowed.
    package func allows(_ use: KeyUse) -> Bool {
        switch (self, use) {
        case (.everything, _), (_, .reading), (.createAndRead, .creating): true
        case (.createAndRead, .changing), (.readOnly, .creating), (.readOnly, .changing): false
        }
    }
}

/// What people call an API key, and where and for what it is accepted.
package struct KeyTerms: Sendable, Hashable {
    /// The longest name, in characters.
    package static let nameLengthMax = 60
    /// The most addresses and blocks of one key.
    package static let allowedAddressesMax = 50

    /// What people call it; nil for nothing.
    package var name: String?
    /// Where calls may come from; empty for everywhere.
    package var allowedAddresses: [AddressBlock]
    /// What calls may do.
    package var permission: KeyPermission

    /// Describes terms; without anything, a key that is accepted everywhere for everything.
    package init(
        name: String? = nil,
        allowedAddresses: [AddressBlock] = [],
        permission: KeyPermission = .everything
    ) {
        self.name = name
        self.allowedAddresses = allowedAddresses
        self.permission = permission
    }

    /// Whether a call may come from an address, given as text.
    ///
    /// What cannot be read as an address is allowed only where every address is.
    package func allows(address: String) -> Bool {
        if allowedAddresses.isEmpty { return true }
        guard let address = IPAddress(address) else { return false }
        return allowedAddresses.contains { $0.contains(address) }
    }
}
