/// The identity of a merchant: `m_` and 16 characters.
package struct MerchantID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// The identity of an invoice for machines: a UUID in lower case.
package struct InvoiceID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// The identity of an invoice for people: eight of A–Z and 0–9 (OkiPays' `id`).
package struct InvoiceCode: Sendable, Hashable {
    /// The code as text.
    package let text: String
    /// Wraps the text of a code.
    package init(_ text: String) { self.text = text }
}

/// The identity of a choice of coin: a UUID in lower case.
package struct ChoiceID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// The identity of an API key: the token or public key that a shop sends.
package struct APIKeyID: Sendable, Hashable {
    /// The public part of the key.
    package let text: String
    /// Wraps the public part of a key.
    package init(_ text: String) { self.text = text }
}
