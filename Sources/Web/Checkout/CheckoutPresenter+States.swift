import Gateway
import Payments

extension CheckoutPresenter {
    /// Whether the payer may still take another coin.
    func mayChoose(_ stored: InvoiceRecord) -> Bool {
        stored.invoice.coins.count > 1 && stored.standing.receipts.isEmpty
            && !stored.standing.isExpired
    }

    func choose(_ stored: InvoiceRecord, as view: View) -> CheckoutPageModel.Choose {
        let words = view.language.words
        return CheckoutPageModel.Choose(
            chooseURL: Self.path(of: stored.invoice),
            chooseFields: view.language.fields,
            promise: QuoteText.promise(of: stored.invoice, words),
            offers: quotes(stored).map { quote in
                let listing = showcase.listing(of: quote.coin)
                return CheckoutPageModel.Offer(
                    value: "\(quote.coin.asset.ticker):\(quote.coin.network.name)",
                    coin: coinText(quote.coin),
                    amount: quote.due.decimal,
                    feeNote: QuoteText.extras(in: quote, words),
                    networkNote: listing.map { NetworkText.note(on: $0, words) },
                    networkAlias: listing.flatMap(NetworkText.alias),
                    in: words
                )
            },
            query: view.query,
            deadline: deadline(of: stored.invoice, words),
            in: words
        )
    }

    private func coinText(_ coin: Coin) -> CoinText {
        let listing = showcase.listing(of: coin)
        return CoinText(
            ticker: coin.asset.ticker,
            name: listing?.assetName ?? coin.asset.ticker,
            networkName: listing?.networkTitle ?? coin.network.name
        )
    }

    private func deadline(of invoice: Invoice, _ words: Words) -> Deadline {
        let time = UTCText.plain(invoice.deadline)
        return Deadline(
            unixSeconds: Int(invoice.deadline.seconds),
            nowSeconds: Int(now().seconds),
            isoText: UTCText.iso(invoice.deadline),
            payBy: words.sentence(.payBy, ["time": time])
        )
    }

    /// Nil where no QR code can hold what is to be paid.
    func pay(
        _ stored: InvoiceRecord,
        by choice: Choice,
        as view: View
    ) -> CheckoutPageModel.Pay? {
        let (quote, words) = (choice.quote, view.language.words)
        // What came in another coin of the invoice counts here, too.
        let rest = stored.missing(by: choice)
        let received = quote.due.subtractingOrZero(rest)
        var notices = TransferText.notices(for: stored, words)
        let isOver = stored.standing.isExpired
        if isOver { notices.append(words.sentence(.lateNotice)) }
        if let notice = QuoteText.requoteNotice(of: choice, in: stored.invoice, words) {
            notices.append(notice)
        }
        return CheckoutPageModel.Pay(
            coin: coinText(quote.coin),
            amountDue: rest.decimal,
            address: choice.address,
            paymentURI: showcase.paymentURI(
                coin: quote.coin,
                address: choice.address,
                amount: rest
            ),
            partPayment: received.isZero ? nil : part(received, of: quote.due),
            notices: notices,
            rateText: rateText(of: quote, in: stored.invoice.price.asset),
            feeText: QuoteText.extras(in: quote, words),
            sum: SumText.lines(of: quote, for: stored.invoice, words),
            deadline: isOver ? nil : deadline(of: stored.invoice, words),
            otherCoinURL: mayChoose(stored)
                ? view.language.keeping("\(Self.path(of: stored.invoice))?choose=1") : nil,
            in: words
        )
    }

    private func part(_ received: Amount, of due: Amount) -> CheckoutPageModel.PartPayment {
        let share = try? Ratio(received.units, over: max(due.units, 1))
            .multiplied(by: Ratio(whole: 100))
        return CheckoutPageModel.PartPayment(
            receivedAmount: received.decimal,
            totalAmount: due.decimal,
            percent: share.map { Int($0.numerator / $0.denominator) } ?? 0
        )
    }

    private func rateText(of quote: Quote, in asset: Asset) -> String {
        let price = quote.rate.price.decimal(places: max(asset.decimals, 6))
        return "1 \(quote.coin.asset.ticker) = \(price) \(asset.ticker)"
    }

    func confirming(
        _ stored: InvoiceRecord,
        by choice: Choice,
        _ words: Words
    ) -> CheckoutPageModel.Confirming {
        let waiting = stored.facts.transfers.filter {
            $0.position != .gone && $0.choice == choice.id && !$0.rating.isSetAside
        }
        let least = waiting.map { stored.facts.confirmations(of: $0) }.min() ?? 0
        return CheckoutPageModel.Confirming(
            coin: coinText(choice.quote.coin),
            receivedAmount: stored.seen(by: choice).decimal,
            confirmations: min(Int(clamping: least), choice.confirmations),
            needed: choice.confirmations,
            notices: TransferText.notices(for: stored, words),
            in: words
        )
    }

    func paid(
        _ stored: InvoiceRecord,
        by choice: Choice,
        to merchant: Merchant,
        _ words: Words
    ) -> CheckoutPageModel.Paid {
        let excess = stored.excess(by: choice)
        let counted = stored.facts.transfers.filter {
            !$0.rating.isSetAside && ($0.isFinal || $0.position != .gone)
        }
        return CheckoutPageModel.Paid(
            coin: coinText(choice.quote.coin),
            merchantName: merchant.name,
            invoiceCode: stored.invoice.code.text,
            receivedAmount: stored.seen(by: choice).decimal,
            excessAmount: stored.standing.confirmed == .overPaid && !excess.isZero
                ? excess.decimal : nil,
            paidAtText: stored.doneAt.map(UTCText.plain),
            paidAddress: choice.address,
            paidIDs: counted.sorted { $0.arrivedAt < $1.arrivedAt }.map(\.transfer.id.txid),
            in: words
        )
    }

    func expired(
        _ stored: InvoiceRecord,
        by choice: Choice,
        for merchant: Merchant,
        _ words: Words
    ) -> CheckoutPageModel.Ended {
        let due = choice.quote.due
        let received = due.subtractingOrZero(stored.missing(by: choice))
        func text(_ amount: Amount) -> String { "\(amount.decimal) \(amount.asset.ticker)" }
        return .expired(
            merchantName: merchant.name,
            watchedAddress: choice.address,
            part: received.isZero ? nil : (text(received), text(due)),
            notices: TransferText.notices(for: stored, words),
            in: words
        )
    }

    func transfers(
        of stored: InvoiceRecord,
        _ words: Words
    ) -> [CheckoutPageModel.Transfer] {
        stored.facts.transfers.compactMap { fact in
            guard let choice = stored.facts.choices.first(where: { $0.id == fact.choice }) else {
                return nil
            }
            let network = fact.transfer.id.network
            let amount = fact.transfer.amount
            let sum = "\(amount.decimal) \(amount.asset.ticker)"
            return CheckoutPageModel.Transfer(
                txid: fact.transfer.id.txid,
                amountText: network == choice.quote.coin.network
                    ? Sentence("{sum}", values: ["sum": sum])
                    : words.sentence(
                        .coinOnNetwork,
                        ["coin": sum, "network": showcase.title(of: network)]
                    ),
                confirmations: Int(clamping: stored.facts.confirmations(of: fact)),
                confirmationsNeeded: max(fact.needed ?? choice.confirmations, 1),
                remark: TransferText.remark(on: fact, to: choice, words),
                in: words
            )
        }
    }
}
