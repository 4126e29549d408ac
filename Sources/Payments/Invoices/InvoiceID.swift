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

/// The identity of a customer: a UUID in lower case.
package struct CustomerID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// The identity of a static address: a UUID in lower case.
package struct StaticAddressID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// The identity of a deposit: its network, transaction and output.
package struct DepositID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}

/// The identity of a notification, the same in every attempt: a UUID in lower case.
package struct WebhookID: Sendable, Hashable {
    /// The identity as text.
    package let text: String
    /// Wraps the text of an identity.
    package init(_ text: String) { self.text = text }
}
