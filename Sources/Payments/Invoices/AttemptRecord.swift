/// An attempt to deliver a notification, as it is stored.
package struct AttemptRecord: Sendable, Hashable {
    /// Its place, from 1.
    package let number: Int
    /// When it ended.
    package let happenedAt: Instant
    /// How, in a word.
    package let answer: String
    /// The HTTP status, where there was one.
    package let httpStatus: Int?
    /// The key that signed it.
    package let key: APIKeyID?
    /// The beginning of the answer's text.
    package let answerBody: String?

    /// Describes an attempt.
    package init(
        number: Int,
        happenedAt: Instant,
        answer: String,
        httpStatus: Int?,
        key: APIKeyID?,
        answerBody: String?
    ) {
        self.number = number
        self.happenedAt = happenedAt
        self.answer = answer
        self.httpStatus = httpStatus
        self.key = key
        self.answerBody = answerBody
    }
}
