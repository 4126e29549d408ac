import Wire

/// How long the clients wait and how much they read.
public enum ClientLimits {
    /// How long one call may take with everything, unless a client is made with another limit.
    public static let callTimeout = Duration.seconds(30)
    /// The longest answer that is read: 16 MiB, more than a page of a thousand invoices.
    public static let answerBytesMax = JSONLimits.answer.bytesMax
    /// The longest webhook or callback that is read: 256 KiB.
    public static let webhookBytesMax = JSONLimits.onchainPayRequest.bytesMax
    /// How many connections are tried for a call of which nothing was sent yet.
    public static let connectionsMax = 2
    /// How many calls of one OkiPays client may wait for their turn.
    public static let waitingMax = 1_000
    /// How often one OkiPays call is sent while another process with the token is ahead of it.
    public static let attemptsMax = 5
}
