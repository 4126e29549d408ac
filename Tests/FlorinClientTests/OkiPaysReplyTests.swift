import FlorinClient
import Testing

@Suite(.timeLimit(.minutes(1)))
struct OkiPaysReplyTests {
    @Test func `a shop's two answers are the documented ones`() {
        #expect(OkiPaysReply.done.body == #"{"status":"done"}"#)
        #expect(OkiPaysReply.cancel.body == #"{"status":"cancel"}"#)
    }
}
