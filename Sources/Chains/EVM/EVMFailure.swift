/// An error with the server it is to be blamed on, so that another one can be asked.
struct EVMFailure: Error {
    /// The server's place in the configuration.
    let index: Int
    let error: ChainError
    /// Whether the server contradicted itself, as it does when the chain moves between questions.
    var isInconsistency = false
}
