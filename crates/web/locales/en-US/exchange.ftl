### What went out, what came back, and where its money stands.

rooms-submissions = Submissions
rooms-received = Received files
rooms-remittances = Payments
rooms-operations = Operations

## Files of claims on their way.

sent-now = Send now
sent-which = Which files
sent-all = All files
sent-asking = What asks for somebody
sent-files = Files of claims
sent-stands = Where it stands
sent-became = What became of its claims
sent-none = No file was written yet
sent-none-said = Files are written when a closed month is exported.
sent-quiet = Nothing asks for somebody
sent-quiet-said = Every file is with its payer, and no answer is late.
sent-at = Sent { $at }
sent-waits = Waits to be sent
sent-again-soon = Will be tried again
sent-again-at = Tried again { $at }
sent-under-way = Under way, looked at again { $at }
sent-unclear = May be there: the payer will be asked
sent-needs-a-person = Needs a person
sent-way-before = Handed out
sent-way-hand = To be handed over
sent-way-on-request = To be handed over, or sent on request
sent-way-portal = To be typed into the portal
sent-way-broken = The payer’s transport settings are wrong
sent-failures = { $count ->
    [one] { $count } try did not end well: { $why }
   *[other] { $count } tries did not end well: { $why }
}
sent-claims-asking = { $count ->
    [one] { $count } claim asks for somebody
   *[other] { $count } claims ask for somebody
}
sent-by-state = Claims by state
sent-by-state-said = Of the newest closing of each month. Each count opens the list that it counted.
sent-told-sent = { $count ->
    [one] { $count } file was sent.
   *[other] { $count } files were sent.
}
sent-told-none = Nothing could be sent just now. Each file says why.
sent-told-nothing = Nothing waits to be sent.
sent-told-elsewhere = Files are being sent at this moment. Look again in a minute.
sent-told-confirmed = It is on record that the payer has the file.
sent-bytes = Download the file
sent-happened = What happened on its way
sent-happened-nothing = Nothing yet.
sent-figures = The file
sent-interchange = Interchange number
sent-number = Confirmation number { $number }
sent-step-begun = A try began
sent-step-transmitted = The payer has it
sent-step-not-sent = Not sent
sent-step-unclear = Nobody knows whether it arrived
sent-confirm = Say that the payer has it
sent-confirm-hand = Hand the file over, then type the number that you were given for it. Until then its claims count as not sent.
sent-confirm-portal = Type the claims into the payer’s portal, then type the confirmation number that it shows. Until then the claims count as not sent.
sent-confirm-carried = The program carries this file by itself. Only where you brought it to the payer another way, type the number that you were given.
sent-confirmation = Confirmation number
sent-confirmation-hint = As the portal or the payer gave it.
sent-confirm-now = The payer has it

claims-asking = ask for somebody
claims-asks = asks for somebody

## Files that came.

came-fetch = Fetch now
came-files = Files that came
came-none = Nothing has come yet
came-none-said = Answers of payers appear here as they are fetched, or when somebody brings one.
came-kind = What it is
came-from = From
came-at = Came
came-outcome = What became of it
came-kind-acknowledgment = Acknowledgment (TA1, 999)
came-kind-claim-status = Claim status (277CA, 277)
came-kind-eligibility = Eligibility (271)
came-kind-remittance = Remittance (835)
came-kind-other = Another kind
came-kind-unknown = Not known
came-by-hand = brought by { $who }
came-bytes = { $count } bytes
came-outcome-waiting = Waits to be read
came-outcome-read = Read
came-outcome-quarantined = In quarantine
came-outcome-set-aside = Set aside
came-read = { $claims } of our claims, { $events } new events, { $unknown } names that nobody here gave
came-elsewhere = Nothing in it is this practice’s: another practice has it too, and reads it
came-others = It pays { $practices } too, which has the file as well
came-problems = { $count ->
    [one] { $count } problem. Nothing of the file counts.
   *[other] { $count } problems. Nothing of the file counts.
}
came-bring = Bring a file
came-document = A payer’s file
came-document-hint = As you downloaded it: 999, 277CA or 835, at most 4 MB. The same file twice is one file.
came-bring-now = Read it
came-told-fetched = { $count ->
    [one] { $count } new file came.
   *[other] { $count } new files came.
}
came-told-nothing = Nothing new has come.
came-told-trouble = { $count ->
    [one] { $count } mailbox is in trouble. Whoever runs this program finds the reason on the page Operations and in the log.
   *[other] { $count } mailboxes are in trouble. Whoever runs this program finds the reason on the page Operations and in the log.
}
came-told-known = This file was here before. Nothing was counted twice.
came-told-read = { $count ->
    [one] Read: it speaks of { $count } claim of ours.
   *[other] Read: it speaks of { $count } claims of ours.
}
came-told-set-aside = Nothing in it is this practice’s: another practice has it too, and reads it.
came-told-quarantined = Something in it is wrong, so nothing of it counts. See below.
came-came = Came
came-became = What became of it
came-wrong = What is wrong in it
came-wrong-said = All of it at once, by segment and element as the payer counts them.
came-mend = What can be done
came-again = Read it again
came-again-said = Where what kept it from being read is mended by now: a payer that was not set up, a number of the practice.
came-aside = Set it aside
came-aside-reason = Why it is put out of the way
came-aside-hint = Such as: the payer sent it anew. Nothing in it about patients, please.
came-segment = Segment { $number }
came-problem-bytes = These bytes are no X12
came-problem-missing = Something that must stand here is missing
came-problem-unexpected = This has no place here
came-problem-trailing = The segment ends in an empty element
came-problem-too-many = This stands here too often
came-problem-required = This is needed and is empty
came-problem-length = This is too short or too long
came-problem-relation = Elements that go together do not
came-problem-parent = The level above it is not there
came-problem-expected = This is not what must stand here
came-problem-differs = Two places that must agree do not
came-problem-count = A count does not agree
came-problem-bounds = There are too few or too many
came-problem-total = A total does not agree
came-problem-repeated = This stands in the list already
came-problem-balance = The amounts do not add up
came-problem-too-large = The amount is too large to be true
came-problem-twice = This stands here twice in the same words
came-problem-nothing = The file holds nothing that is read here
came-problem-nothing-to-read = The file holds nothing that is read here
came-problem-not-for-us = It is addressed to somebody else
came-problem-unknown-payer = It comes from a payer that this practice does not bill
came-problem-nothing-of-ours = It names no claim, file or question of this practice ({ $names } names)
came-problem-posted-elsewhere = Another practice has posted this payment
came-problem-payment-differs = A payment of this number was posted before, with another day or amount
came-problem-not-sendable = This cannot be read as it is
came-problem-amount = This is no amount
came-problem-predetermination-paid = A preview of a payment says that money was paid
came-problem-notification-with-money = A payment without money says that money was paid
came-do-sender = Ask whoever sent it for a right file. It takes this one’s place.
came-do-not-for-us = Give it back to whoever sent it, or look at the practice’s NPI, tax number and submitter id.
came-do-nothing-of-ours = Look whether it answers files that another program sent, or is meant for somebody else; then set it aside.
came-do-posted-elsewhere = Ask the other practice, which has the money, whose claims are in it.
came-do-unknown-payer = Have the payer added to those that the practice bills, then fetch the file again under another name.
came-do-payment-differs = Compare it with the payment that was posted, and ask the payer which one holds.

## The life of a claim.

claim-life = Where it stands
claim-awaited = What comes next
claim-payer-number = The payer’s number: { $number }
claim-replaces = In place of { $number } ({ $how })
claim-replaced-by = Replaced by { $number }
claim-way-resubmission = asked anew after it was refused
claim-way-replacement = replacement
claim-way-void = takes it back
claim-way-reopening = opened again
claim-acts-practitioner = Waits for the practitioner’s review
claim-acts-coordinator = Waits for the care coordinator
claim-acts-biller = Waits for the biller
claim-acts-program = The program goes on by itself
claim-acts-payer = Waits for the payer
claim-acts-patient = Waits for the patient
claim-acts-nobody = Nothing is left to be done
claim-step-drafted = Drafted
claim-step-reviewed = Reviewed
claim-step-queued = Written into a file
claim-step-transmitted = Sent
claim-step-interchange-accepted = The file arrived (TA1)
claim-step-interchange-rejected = The file was refused (TA1)
claim-step-interchange-repeated = The payer has a file of this number already (TA1 025)
claim-step-syntax-accepted = The file could be read (999)
claim-step-syntax-rejected = Refused as unreadable (999)
claim-step-payer-received = The payer has it (277CA)
claim-step-payer-accepted = The payer takes it (277CA)
claim-step-payer-pended = The payer waits for something (277)
claim-step-payer-rejected = The payer refuses it (277CA)
claim-step-adjudicated = Decided (835)
claim-step-posted = Posted into the books
claim-step-unsaid = The payer’s word was another claim’s: taken back
claim-step-appealed = Appealed
claim-step-closed = Closed
claim-step-superseded = Another claim took its place
claim-step-voided = Void
claim-adjudged = { $outcome } (835): { $paid } paid, { $share } the patient’s
claim-with-errors = With errors that did not keep it from being read
claim-forwarded = The payer passed it on to the next payer itself.
claim-to-payment = the payment
claim-code-unknown = no words of ours for this code yet
## What waits for whoever bills.

rooms-billing-work = Billing work
work-none = Nothing waits for you
work-none-said = Late answers, near deadlines and full trays come up here by themselves, and go when they are dealt with.
work-trays = Trays
work-tray-unsent = { $count ->
    [one] file that no payer is known to have
   *[other] files that no payer is known to have
  }
work-tray-quarantined = { $count ->
    [one] file that could not be read
   *[other] files that could not be read
  }
work-tray-unmatched = { $count ->
    [one] payment for a claim that nobody knows
   *[other] payments for claims that nobody knows
  }
work-tray-refused = { $count ->
    [one] unpaid claim to decide about
   *[other] unpaid claims to decide about
  }
work-tray-statements = { $count ->
    [one] statement due
   *[other] statements due
  }
work-tray-refunds = { $count ->
    [one] refund owed
   *[other] refunds owed
  }
work-tray-coverage = { $count ->
    [one] patient whose coverage differs from the record
   *[other] patients whose coverage differs from the record
  }
work-claims = Claims that ask for somebody
work-claims-said = Gathered by what they wait for. Open a row for its claims.
work-what = What
work-until = Last day
work-since = since { $day }
claims-matter-filing-passed = The last day to file has gone by
claims-matter-filing-limit = The last day to file is near
claims-matter-appeal-passed = The last day to appeal has gone by
claims-matter-appeal-limit = The last day to appeal is near
claims-matter-rejected = Refused before anybody decided
claims-matter-in-doubt = The payer knows the file’s number: ask which file it has
claims-matter-no-acknowledgment = No word whether the file could be read (999)
claims-matter-no-claim-status = No word whether the payer takes it (277CA)
claims-matter-no-remittance = Neither paid nor denied (835)
claims-matter-surprised = A word came after it was done with

## What a claim asks for.

claim-alert-filing-passed = The last day to file was { $last }
claim-alert-filing-limit = The payer must have it by { $last }
claim-alert-appeal-passed = The last day to appeal was { $last }
claim-alert-appeal-limit = Can be appealed until { $last }
claim-alert-rejected = Refused before anybody decided: correct it and ask anew
claim-alert-in-doubt = The payer says that it has a file of this number already: ask which claims it has before anything is sent again
claim-alert-no-acknowledgment = No word whether the file could be read (999), late since { $since }
claim-alert-no-claim-status = No word whether the payer takes it (277CA), late since { $since }
claim-alert-no-remittance = Neither paid nor denied (835), late since { $since }
claim-alert-surprised = Money or a word came after it was done with
claim-await-acknowledgment = Until { $until }: word that the file could be read (999)
claim-await-status = Until { $until }: word that the payer takes it (277CA)
claim-await-remittance = Until { $until }: payment or denial (835)
claim-await-filing = { $until }: the last day for the payer to have taken it
claim-await-appeal = { $until }: the last day to appeal
claim-money = Its money, line by line
claim-money-said = From the books. What no line is named for stands with the claim as a whole.
claim-whole = The claim as a whole

## Payments.

paid-none = No payment has come yet
paid-none-said = Payments appear here when a remittance (835) was read and balances.
paid-on = Day
paid-trace = Number
paid-method = How
paid-method-ach = Transfer
paid-method-check = Check
paid-method-none = No money
paid-method-other = Another way
paid-total = Amount
paid-unmatched = Unknown claims
paid-given = Given by hand
paid-not-this = It is not this claim
paid-unmatched-count = { $count ->
    [one] { $count } unknown claim
   *[other] { $count } unknown claims
}
paid-unknown = whose is it?
paid-title = Payment { $trace }
paid-balance = Does it balance?
paid-balanced = Yes, to the cent, as it was posted
paid-not-balanced = No: tell whoever runs this program
paid-sum-claims = Paid for claims
paid-sum-comes-to = Comes to
paid-sum-total = The payment says
paid-sum-ledger = Stands in the books
paid-no-claims = No claims here
paid-no-claims-said = This payment speaks of no claim, or of none from here on.
paid-paid = Paid
paid-contractual = Above what is allowed
paid-sequestration = Cut by law
paid-share = Patient’s share
paid-disputed = Refused
paid-open = Open at the payer
paid-why = Why
paid-outcome-paid = Paid
paid-outcome-zero-paid = Nothing to pay
paid-outcome-denied = Denied
paid-outcome-partially-denied = Partly denied
paid-outcome-reversed = Taken back
paid-outcome-none = A preview

## Money that nobody knows yet.

unmatched-title = Unknown money
unmatched-none = Nothing is unknown
unmatched-none-said = Every cent that payers paid is for a claim of ours.
unmatched-said = Payers paid these for numbers that nobody here gave. The money is counted, and waits until somebody says whose it is.
unmatched-number = The payer’s number { $number }
unmatched-line = Line: charged / paid
unmatched-proposed = It may be one of these: same charge, same month
unmatched-this = It is this one
unmatched-claim = Our claim number
unmatched-claim-hint = As the list of claims shows it.
unmatched-match = It is this claim
unmatched-done = It is given to that claim, as if its number had always been known.
unmatched-reopened = It is nobody’s again. What was posted of it is taken back, and its money waits here.
problem-unknown-claim = No claim of this practice has that number.

## The books.

books-title = Books
books-balanced = Balanced: all of it sums to nothing
books-not-balanced = Not balanced: tell whoever runs this program
books-none = The books are empty
books-none-said = Postings appear here with the first remittance.
books-said = What every account comes to. Each event moved as much to one side as to the other.
books-account = Account
books-debit = Debit
books-credit = Credit
books-all = All accounts
books-total = Debits less credits: { $amount }
books-unbalanced = These events do not sum to nothing:
books-unmatched = { $amount } for unknown claims
books-account-charges = Charges
books-account-payer-receivable = Owed by the claim’s payer
books-account-other-receivable = Owed by the next payer
books-account-patient-share = Patients’ shares not settled yet
books-account-patient-receivable = Owed by patients
books-account-disputed = Refused by payers
books-account-contractual = Above what payers allow
books-account-sequestration = Cut by law
books-account-qmb-write-off = Shares that nobody may ask for (QMB)
books-account-hardship = Forgiven for hardship
books-account-bad-debt = Given up: not paid by patients
books-account-write-off = Given up: refused by payers
books-account-interest = Interest
books-account-recovery = Taken back by payers
books-account-provider-level = Other changes to whole payments
books-account-unmatched = Paid for unknown claims
books-account-cash-clearing = Announced, not in the bank yet
books-account-bank = Bank
books-account-patient-money = Received from patients
books-account-refund-patient = Owed to patients
books-account-refund-payer = Owed to payers

## Jobs.

jobs-said = What goes on by itself. A job that failed is tried again by itself; look into it where it keeps failing.
jobs-none = No job has run yet
jobs-none-said = Jobs run while the program serves pages.
jobs-job = Job
jobs-began = Last began
jobs-next = Next
jobs-last-well = Last ended well
jobs-last-failed = Last failure
jobs-never = never
jobs-well = Well
jobs-late = Not running
jobs-failing = { $count ->
    [one] Failed { $count } time
   *[other] Failed { $count } times in a row
}
jobs-run-now = Run now
jobs-told-well = A round ran just now, and ended well.
jobs-told-trouble = A round ran just now, and something did not go: see the files and the mailboxes.
jobs-name-audit-sealer = Sealing of the audit log
jobs-does-audit-sealer = Signs what was recorded, so that no one can change it unseen.
jobs-name-answers = Answers of the month
jobs-does-answers = Judges anew whom a change touches.
jobs-name-day = List of the day
jobs-does-day = Brings the list of the day up to date.
jobs-name-evidence = Evidence packs
jobs-does-evidence = Builds the packs that somebody asked for.
jobs-name-exchange = Exchange with payers
jobs-does-exchange = Sends files of claims, fetches what payers answer, and reads it.
jobs-name-deadlines = Deadlines of claims
jobs-does-deadlines = Reckons anew when claims ask for somebody, once a payer’s terms have changed.
jobs-name-eligibility = Eligibility
jobs-does-eligibility = Asks payers about open months that are near their end.
jobs-name-escalations = Escalations
jobs-does-escalations = Tells the next on duty of what nobody has seen in time.
jobs-name-clocks = Clocks
jobs-does-clocks = Stops clocks whose person is gone.
