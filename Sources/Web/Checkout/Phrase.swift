/// The texts of the payer's pages, by name; each file in `Languages` has all of them.
enum Phrase: String, CaseIterable, Sendable {
    // Around every page.
    case language, price, order, invoice, shop, backToShop, footer, testNetwork
    case testNetworkText

    // Choosing a coin.
    case chooseHeading, chooseFixed, chooseMoving, searchLabel, searchButton, searchNone, searchAll
    case noOffers, chooseNetwork, networkOf, networkAdvice, networkAlias, networkMinutes
    case networkQuick, costLow, costMiddle, costHigh, included

    // Paying.
    case payBy, timeLeft, announcePay, payHeading, payLead, amount, amountRest, addressOn, address
    case copy, copied, copyAmount, copyAddress, openWallet, qrLabel, onlySend, ownFee
    case sumSummary, surcharge, networkFee, toPay, atLeast, atMost, typicalFee, otherCoin
    case requoted, paymentGone, reorganised, lateNotice, heldNotice
    case partHeading, partLead, partProgress

    // Waiting for blocks.
    case seenHeading, seenLead, confirmations, progress, stepWaiting, stepSeen, stepConfirming
    case stepConfirmed, stepPaid, stepDone

    // Paid.
    case paidHeading, paidLead, overpaidHeading, overpaidLead, overpaidNext, paidNext, received
    case coin, network, paidAt, transaction, print

    // Ended.
    case expiredHeading, expiredLead, expiredNext, expiredSent, expiredPart, watchedAddress
    case cancelledHeading, cancelledLead, deletedHeading, deletedLead, failedHeading, failedLead
    case askShop

    // Transfers.
    case transfers, confirmed, coinOnNetwork, transferGone, foreignHeld, foreignIgnored
    case foreignCounted, awaitedRate, countedLate

    // Asking about a transaction.
    case helpHeading, helpLead, helpField, helpButton, helpLooking, helpMalformed, helpConfirming
    case helpTooMany, helpLater
    case helpCounted, helpShort, findingWaiting, findingFeeLow, findingRecorded, findingReplaced
    case findingFailed, findingWrongToken, findingWrongNetwork, findingNotHere, findingUnknown
    case findingOutOfReach

    // Pages with one message.
    case notFoundHeading, notFoundText, faultHeading, faultText, noPageHeading, noPageText
    case coinGoneHeading, coinGoneText, noPriceHeading, noPriceText, tooOftenHeading, tooOftenText
    case backToInvoice
}
