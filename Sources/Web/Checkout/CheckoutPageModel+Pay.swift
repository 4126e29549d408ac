extension CheckoutPageModel {
    /// Waiting for money: what to send, and where to.
    struct Pay: Sendable {
        let coin: CoinText
        let heading: String
        let lead: Sentence
        /// What is still to be sent, exactly.
        let amountDue: String
        let amountLabel: String
        let address: String
        let addressLabel: Sentence
        let paymentURI: String
        let qrSVG: String
        let partPercent: PartPercent?
        /// What changed, or what to know before anything is sent.
        let notices: [Sentence]
        let warning: Sentence
        /// Such as `1 BTC = 61,234.50 EUR`.
        let rateText: String?
        let feeText: String?
        /// How the amount was calculated.
        let sum: [SumText]
        let deadline: Deadline?
        let steps: [ProgressStep]
        /// Back to the choice; nil once something was received.
        let otherCoinURL: String?
        fileprivate(set) var announcement: String

        /// How much has arrived, for a bar.
        struct PartPercent: Sendable {
            let percent: Int
        }

        /// Nil where the payment URI is too long for a QR code.
        init?(
            coin: CoinText,
            amountDue: String,
            address: String,
            paymentURI: String,
            partPayment: PartPayment? = nil,
            notices: [Sentence] = [],
            rateText: String? = nil,
            feeText: String? = nil,
            sum: [SumText] = [],
            deadline: Deadline? = nil,
            otherCoinURL: String? = nil,
            in words: Words
        ) {
            guard let code = QRCode(text: paymentURI) else { return nil }
            let due = "\(amountDue) \(coin.ticker)"
            self.coin = coin
            self.amountDue = amountDue
            self.address = address
            self.paymentURI = paymentURI
            qrSVG = code.svg(label: words.text(.qrLabel, ["sum": due]))
            self.notices = notices
            self.rateText = rateText
            self.feeText = feeText
            self.sum = sum
            self.deadline = deadline
            self.otherCoinURL = otherCoinURL
            steps = ProgressStep.steps(.waiting, in: words)
            addressLabel = words.sentence(.addressOn, ["network": coin.networkName])
            warning = words.sentence(
                .onlySend,
                ["coin": coin.ticker, "network": coin.networkName]
            )
            if let partPayment {
                let arrived = [
                    "sum": "\(partPayment.receivedAmount) \(coin.ticker)",
                    "total": "\(partPayment.totalAmount) \(coin.ticker)",
                ]
                heading = words[.partHeading]
                lead = words.sentence(.partLead, arrived)
                amountLabel = words[.amountRest]
                partPercent = PartPercent(percent: partPayment.percent)
                announcement = words.text(.partLead, arrived)
            } else {
                heading = words.text(.payHeading, ["coin": coin.name])
                lead = words.sentence(.payLead, ["sum": due, "network": coin.networkName])
                amountLabel = words[.amount]
                partPercent = nil
                announcement = words.text(.announcePay, ["sum": due])
            }
        }
    }

    /// A part that has arrived; both amounts are in the coin.
    struct PartPayment: Sendable {
        let receivedAmount: String
        let totalAmount: String
        let percent: Int
    }

    /// Enough has arrived and is being confirmed.
    struct Confirming: Sendable {
        let heading: String
        let lead: Sentence
        let notices: [Sentence]
        let steps: [ProgressStep]

        init(
            coin: CoinText,
            receivedAmount: String,
            confirmations: Int,
            needed: Int,
            notices: [Sentence] = [],
            in words: Words
        ) {
            heading = words[.seenHeading]
            lead = words.sentence(
                .seenLead,
                ["sum": "\(receivedAmount) \(coin.ticker)", "network": coin.networkName]
            )
            self.notices = notices
            steps = ProgressStep.steps(
                .confirming(confirmations: confirmations, needed: needed),
                in: words
            )
        }
    }

    /// The receipt.
    struct Paid: Sendable {
        let coin: CoinText
        let heading: String
        let lead: Sentence
        let next: Sentence
        let receivedAmount: String
        let paidAtText: String?
        let paidAddress: String?
        /// The transactions it was paid by, in full.
        let paidIDs: [String]

        init(
            coin: CoinText,
            merchantName: String,
            invoiceCode: String,
            receivedAmount: String,
            excessAmount: String? = nil,
            paidAtText: String? = nil,
            paidAddress: String? = nil,
            paidIDs: [String] = [],
            in words: Words
        ) {
            self.coin = coin
            self.receivedAmount = receivedAmount
            self.paidAtText = paidAtText
            self.paidAddress = paidAddress
            self.paidIDs = paidIDs.map(ShownText.safe)
            if let excessAmount {
                heading = words[.overpaidHeading]
                lead = words.sentence(
                    .overpaidLead,
                    ["merchant": merchantName, "sum": "\(excessAmount) \(coin.ticker)"]
                )
                next = words.sentence(
                    .overpaidNext,
                    ["merchant": merchantName, "code": invoiceCode]
                )
            } else {
                heading = words[.paidHeading]
                lead = words.sentence(.paidLead, ["merchant": merchantName])
                next = words.sentence(.paidNext)
            }
        }
    }
}
