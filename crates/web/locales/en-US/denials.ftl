### What was not paid: why, until when, and what is done about it.

rooms-denials = Denials
rooms-payer-calls = Payer calls

denials-view-open = To decide
denials-view-waiting = Waiting
denials-summary =
    { $claims ->
        [one] 1 claim, { $amount } not paid
       *[other] { $claims } claims, { $amount } not paid
    }
denials-none = Nothing here
denials-none-said = Denied, refused and underpaid claims come up here by themselves when a payer answers.
denials-cause = Cause
denials-payer = Payer
denials-claims = Claims
denials-amount = Amount
denials-oldest = Since
denials-next-step = Next step
denials-until = Last day
denials-state = State
denials-codes = Codes
denials-age = Age
denials-month = Month
denials-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
denials-alike = Find all like this
denials-cause-title = Not paid: { $codes }
denials-no-deadline = none
denials-left =
    { $days ->
        [one] { $day }, 1 day left
       *[other] { $day }, { $days } days left
    }
denials-passed = { $day } has gone by
denials-passed-count =
    { $count ->
        [one] 1 too late
       *[other] { $count } too late
    }
denials-short = Paid less than the fee schedule lets expect
denials-file-refused = The file or set was refused: nobody looked at the claim
denials-settled = answered since
denials-undecided = to decide

denials-step-correct-and-resend = Correct it and send it anew
denials-step-send-to-other-payer = Send it to the other payer
denials-step-appeal = Appeal, with the evidence
denials-step-write-off = Write it off
denials-step-bill-patient = Ask the patient
denials-step-bill-secondary = Send it to the next payer
denials-step-ask-payer = Ask the payer
denials-step-wait = Wait
denials-step-refund = Send money back
denials-step-reopen = Ask for a reopening
denials-acts-practitioner = practitioner
denials-acts-coordinator = coordinator
denials-acts-program = this program
denials-acts-payer = payer
denials-acts-patient = patient

denials-one-title = Not paid: claim { $number }
denials-to-claim = The claim
denials-charged = Charged
denials-paid = Paid
denials-share = Patient's share
denials-payer-number = Payer's claim number
denials-corrects = Asked in place of another claim ({ $way }):
denials-superseded-by = Another claim is asked in place of this one:
denials-qmb = The patient is a Qualified Medicare Beneficiary: nothing of this is ever asked of the patient (PAY-06).
denials-said = What the payer said
denials-nothing-said = Nothing of this claim was refused.
denials-decisions = What was decided
denials-no-decision = Nothing yet. Nobody works on it.
denials-by = { $by }, { $at }
denials-decide = Decide
denials-decision = Decision
denials-decision-hint = What is decided stays on record; a later decision stands beside it.
denials-decision-taken = I work on it
denials-decision-ask-payer = Ask on the next call
denials-decision-wait = Wait
denials-decision-correct = Corrected
denials-decision-appeal = Appealed
denials-decision-reopen = Reopening asked for
denials-decision-write-off = Write off
denials-decision-bill-patient = Leave it to the patient
denials-wait-until = Wait until
denials-wait-until-hint = For a wait alone.
denials-note = Reason or note
denials-note-hint = Needed for a write-off, a reopening, and what stays with the patient.
denials-keep = Keep the decision
denials-correct = Correct
denials-correct-said = First mend what was wrong in the record: patient, coverage, practice; open the month again where codes change. The new claim is drafted from it, and its practitioner reviews it.
denials-correct-do = Draft the corrected claim
denials-way = How
denials-way-resubmission = New original: the old one was never processed
denials-way-replacement = Replacement (7)
denials-way-void = Void (8)
denials-way-reopening = Reopening
denials-appeals = Appeals
denials-appeal-said = The letter is composed from the claim and the payer's reasons, with the evidence of the month beside it; both are kept as they are made. Read them before they go.
denials-appeal-make = Compose the appeal
denials-appeal-letter = Letter (PDF)
denials-appeal-evidence = Evidence (archive)
denials-appeal-sent = Sent { $on }, { $way }
denials-appeal-waits = Not sent yet: { $day } is the last day
denials-appeal-way = How it was sent
denials-appeal-way-mail = by mail
denials-appeal-way-fax = by fax
denials-appeal-way-portal = through the payer's portal
denials-appeal-on = On
denials-appeal-proof = What shows it
denials-appeal-proof-hint = A tracking number, the confirmation of the fax or portal.
denials-appeal-reference = Payer's number
denials-appeal-reference-hint = Where they gave one.
denials-appeal-send = It was sent
denials-event = { $what }, { $at }
denials-event-drafted = Drafted
denials-event-reviewed = Reviewed
denials-event-queued = Put into a file
denials-event-transmitted = Sent
denials-event-interchange-accepted = File arrived
denials-event-interchange-rejected = File refused
denials-event-interchange-repeated = File of this number was there
denials-event-syntax-accepted = File readable
denials-event-syntax-rejected = Refused as unreadable
denials-event-payer-received = Received by the payer
denials-event-payer-accepted = Accepted by the payer
denials-event-payer-pended = Waiting at the payer
denials-event-payer-rejected = Refused by the payer
denials-event-adjudicated = Decided by the payer
denials-event-posted = Posted
denials-event-appealed = Appealed
denials-event-closed = Closed
denials-event-superseded = Another claim was asked in its place
denials-event-voided = Void

denials-alike-title = All like { $codes }
denials-alike-summary =
    { $claims ->
        [one] 1 claim was refused { $refused } for this, and paid { $paid }.
       *[other] { $claims } claims of { $months } months were refused { $refused } for this, and paid { $paid }.
    }
denials-alike-refund = { $amount } of what was received for these claims is owed back.
denials-by-month = By month of service
denials-refused = Refused
denials-to-refund = To send back

problem-qmb-is-not-billed = A Qualified Medicare Beneficiary is never asked for it (PAY-06).
problem-not-the-patients = The payer does not lay all of this on the patient: it stays with the practice.
problem-nothing-disputed = Nothing of this claim is left to give up.
problem-way-not-open = This way is not open from where the claim stands.
problem-payer-changed = The month names another payer now. A replacement or void goes to the same one.
problem-nothing-to-claim = The newest closing holds nothing to claim for this patient.
problem-nothing-to-appeal = Nothing of this claim can be appealed.
problem-appeal-passed = The last day has gone by.

## Calls to payers

calls-none = Nothing to ask
calls-none-said = Claims that are answered too late, refused without a clear reason or paid to nobody come up here.
calls-questions = Questions
calls-about = About
calls-title = Call sheet: { $payer }
calls-summary =
    { $count ->
        [0] Nothing to ask today.
        [one] 1 question, about { $amount }
       *[other] { $count } questions, about { $amount }
    }
calls-hold =
    { $count ->
        [one] 1 call on record, { $length } on hold
       *[other] The last { $count } calls: { $length } on hold, the longest { $longest }
    }
calls-asks = Asks
calls-asks-deadline = The last day is near: where does it stand?
calls-asks-where-is-it = Where is it?
calls-asks-why-refused = Why was it refused?
calls-asks-why-less = Why was less paid?
calls-asks-whose-payment = Whose payment is it?
calls-asks-what-is-missing = What is missing?
calls-number = Number
calls-since = Since
calls-answer = What they said
calls-answer-of = What they said about { $number }
calls-record = The call
calls-at = When
calls-at-hint = As { $example }, here at the practice.
calls-reference = Reference number
calls-reference-hint = Theirs: it counts when it is denied later.
calls-spoke-with = Spoke with
calls-hold-minutes = Minutes on hold
calls-hold-seconds = and seconds
calls-note = Note
calls-keep = Keep the call
calls-print-said = Print this page to have it beside you.
calls-before = Calls of before
calls-before-none = No call is on record.
calls-call = { $at }, { $by }: { $reference }
calls-call-hold = { $length } on hold
