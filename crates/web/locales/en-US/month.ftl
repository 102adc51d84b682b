### The month, its closing, and its claims.

rooms-month = Month
rooms-claims = Claims
rooms-claim-review = Claims to review

month-title = { $month }
month-people-title = { $month }: patients
month-forecast-title = { $month }: forecast
month-close-title = { $month }: closing
month-late-title = { $month }: late entries
month-reopen-title = { $month }: open again
month-as-of = Counted { $at }
month-open = Open
month-to-close = Over, to be closed
month-closed = Closed, revision { $revision }
month-reopened = Opened again for revision { $revision }
month-tab-board = Readiness
month-tab-people = Patients
month-tab-forecast = Forecast
month-tab-close = Closing
month-tab-late = Late entries
month-tab-review = Review

month-state = State
month-state-any = All
month-state-ready = Ready
month-state-missing = Missing
month-state-blocked = Blocked
month-state-unreachable = Unreachable
month-people-head = Patients of the month
month-people = { $count ->
    [one] patient
   *[other] patients
}
month-codes = Codes
month-code = Code
month-units = { $units ->
    [one] 1 unit
   *[other] { $units } units
}, { $amount }
month-units-unpriced = { $units ->
    [one] 1 unit
   *[other] { $units } units
}, amount not known
month-units-head = Units
month-expected = { $amount } expected as things stand
month-expected-why = By the fee schedule at the practice’s place and locality, patient’s share included (PAY-01). What the payer decides may differ.
month-unpriced = { $count ->
    [one] 1 patient has an amount that is not known, and is not in it.
   *[other] { $count } patients have an amount that is not known, and are not in it.
}
month-no-codes = No code came into question
month-no-codes-said = Nobody has a program, a device or work of this month yet.
month-holds = What holds codes, by rule
month-no-holds = Nothing is held
month-no-holds-said = No rule holds a code of this month.
month-action = To do:
month-time-missing = { $time } altogether
month-time-action = See with the care team what care is still due this month; time that serves nobody is not owed.
month-too-late = Nothing can be done for this month any more.
month-unverified = rule still being checked
month-blank = Nothing is kept of this month yet
month-blank-said = Its answers have not been asked for. The current month is kept by itself.
month-reckon = Reckon this month

month-asked = What is asked for
month-leave-out = leave this out
month-nobody-there = Nobody is in this list
month-nobody-there-said = No patient of the month fits. Leave something out to see more.
month-nothing-asked = No code came into question
month-more-time = { $time } more
month-more-days = { $count ->
    [one] 1 more day with data
   *[other] { $count } more days with data
}
month-by = by { $date }
month-fix-minutes = Minutes
month-fix-chart = Chart
month-fix-what-if = Possibilities
month-fix-plan = Care plan
month-fix-consents = Consents
month-fix-settings = Practice settings

month-to-chart = Chart
month-as-it-stands = The month is open: this is how it stands now.
month-as-closed = As it was closed, revision { $revision }.
month-revision-at = Revision { $revision }, { $at }
month-where-it-stands = Where it stands
month-lines = Billed
month-no-lines = Nothing is billed
month-on = Date of service
month-amount = Expected
month-amount-unknown = amount not known
month-patient-share = Patient’s share
month-share = { $amount } once the year’s deductible is met (PAY-05)
month-share-nothing = The patient is never billed (PAY-06)
month-share-unknown = not known
month-rests-unverified = rests on rules still being checked: { $rules }
month-minutes = Minutes
month-no-minutes = No time counts this month.
month-next = Next thresholds
month-unbilled = { $time } counted in no billed unit.
month-left-out = Time left out
month-nothing-left-out = No time was left out.
month-fact-missing = a fact is missing
month-questions = Every code, question by question
month-answer = Answer
month-rule = Rule
month-found = What was found
month-citation = Source
month-answer-met = Yes
month-answer-not-met = No
month-answer-unknown = Not known
month-billed = Billed × { $units }
month-held = Held
month-not-chosen = Not chosen
month-judgments = Judgments it rests on, and what is for a reviewer’s eye
month-switch-default = { $name }: { $value } (as delivered)
month-switch-set = { $name }: { $value } (set by the practice)
month-rests-on = Rules { $rules }, engine { $engine }.
month-answer-hash = Stored answer { $hash }.

named-bucket-ccm-staff = CCM, clinical staff
named-bucket-ccm-qhp = CCM, practitioner
named-bucket-pcm-staff = PCM, clinical staff
named-bucket-pcm-qhp = PCM, practitioner
named-bucket-rpm = RPM
named-bucket-rtm = RTM
named-bucket-bhi = BHI
named-bucket-cocm = CoCM
named-bucket-chi = CHI
named-bucket-pin = PIN
named-bucket-gcm = General care management
named-bucket-tcm = TCM
named-bucket-rpm-99091 = RPM, review of data

month-what-if = Possibilities of the month
month-what-if-said = What this patient’s month would allow, in the order in which it was tried, not by amount. Which service was meant is for the practitioner to say, not for the money (CCM-SEL-01). Nothing here changes anything.
month-as-things-stand = As things stand
month-possibility = Possibility { $number }
month-if = if { $choice }
month-total-local = Together { $amount } at the locality’s rates (PAY-01)
month-total-national = Together { $amount } at national rates (PAY-01)
month-refused-count = { $count ->
    [one] 1 code is not allowed, and why
   *[other] { $count } codes are not allowed, and why
}
month-side-by-side = CCM beside APCM, for the whole month (APCM-07)
month-side-ccm = Without APCM
month-side-apcm = With APCM
month-in-no-combination = In no combination
month-tried = There are more: { $count } were tried, which is the limit.

month-expected-head = Expected by code
month-short-of-time = Short of time
month-time-left-to-do = Time they lack
month-short-of-record = Short of a record
month-forecast-said = What is short can still be had this month; care decides what is done, and time that serves nobody is not owed. Unreachable can no longer be had.
month-pace = Work against hours
month-no-pace = Nobody is in the list of the day.
month-days-left = { $count ->
    [0] The last day of the month.
    [one] 1 day left after today.
   *[other] { $count } days left after today.
}
month-pace-surplus = { $work } of work, { $rostered } rostered: { $difference } to spare
month-pace-deficit = { $work } of work, { $rostered } rostered: short by { $difference }
month-pace-unknown = { $work } of work; no roster says how many hours there are
month-coordinator = Coordinator
month-nobody = Nobody assigned
month-assigned = Patients
month-at-threshold = At threshold
month-on-track = On track
month-at-risk = At risk
month-work = Work left
month-rostered = Rostered
month-no-roster = no roster

month-steps = Steps of the closing
month-freeze = Freeze
month-freeze-said = Brings every answer up to date and freezes it: from then on nothing that is recorded changes the month by itself. Claims are drafted right after. Doing it twice is doing it once.
month-freeze-now = Freeze the month
month-not-over = The month is not over yet at the practice. Its readiness shows what is still open.
month-stale = { $count ->
    [one] 1 answer is being looked at anew; freezing waits for it.
   *[other] { $count } answers are being looked at anew; freezing waits for them.
}
month-exceptions = Exceptions
month-exceptions-said = These stay out of the claims, for the reason given. To mend one after freezing, mend the record and open the month again.
month-clinicians = Clinicians
month-no-claims = No claims are drafted yet.
month-waits = { $count ->
    [0] No claim waits for its practitioner.
    [one] 1 claim waits for its practitioner.
   *[other] { $count } claims wait for their practitioner.
}
month-practitioner = Practitioner
month-drafted = Waiting
month-reviewed = Reviewed
month-charged = Charged
month-answered = Has answered
month-out = Lock and export
month-out-said = Only what a practitioner has reviewed and nothing is wrong with goes out. What went out is never changed; the month is locked with it, and opening it again takes a manager, a reason and a fresh proof.
month-export = Export what is reviewed
month-export-confirm = Exporting asks once more who you are.
month-no-files = No file was written yet.
month-file = File
month-receiver = Receiver
month-written = Written
month-step-frozen = Frozen
month-step-to-do = To do
month-step-not-over = Not over yet
month-step-none = None
month-step-rules = { $count ->
    [one] by 1 rule
   *[other] by { $count } rules
}
month-step-after-freeze = After freezing
month-step-all-answered = All have answered
month-step-no-claims = No claims
month-step-exported = All exported
month-step-unapproved = Waits for the practice's approval
month-approved = The practice approved this closing { $at }.
month-unapproved = The practice has not approved this month yet. Nothing goes out before it has.
month-approve = Approve the month
month-told-approved = The month is approved. Its reviewed claims may go out.
month-told-changed = The month was closed again or opened meanwhile. Nothing was approved; look at it as it stands now.
month-step-locked = Locked, ready to go out
month-step-part = { $exported } of { $claims } exported
month-told-closed = The month is frozen, and its claims are drafted.
month-told-already = Somebody had closed this month before you. Nothing was done twice; this is how it stands.
month-told-working = Freezing goes on by itself. This page shows when it is done.
month-told-exported = The file is written. It is listed below with its hash.
month-told-nothing = Nothing went out: no claim is reviewed and without problems that had not gone out before.
month-told-reopened = The month is open again. What it said before stays as it is.
month-revisions = Closings of this month
month-revision = Revision { $revision }
month-closed-by = Closed { $at } by { $who }
month-reopened-because = Opened again because: { $reason }
month-figure-patients = Patients
month-figure-billed = With something billed
month-figure-units = Units
month-figure-expected = Expected
month-figure-claims = Claims
month-figure-exported = Exported
month-figure-hash = Hash of all answers
month-figure-rules = Rules / engine
month-billed-by-code = Billed by code
month-not-billable = Time that no code counts, by rule
month-differences = What it says otherwise than the closing before
month-line-new = New: { $code } × { $units }, { $patient }
month-line-gone = Gone: { $code } × { $units }, { $patient }
month-line-exported = (claim { $claim } went out; correct it with the payer)

month-late-said = Recorded after the closing of { $at }. It changes nothing that is closed.
month-late-none = Nothing came in late
month-late-none-said = What is recorded for this month from now on is listed here.
month-late-patient = Patient
month-late-worked = Worked
month-late-length = Length
month-late-by = By
month-late-recorded = Recorded
month-late-added = Added
month-late-struck = Struck

month-reopen = Open this month again
month-reopen-said = What was closed stays as it is, with its claims; the next closing stands beside it as a revision of its own.
month-reopen-exported = { $count ->
    [one] 1 claim of this closing went out already. It stays as it is: a correction goes to the payer.
   *[other] { $count } claims of this closing went out already. They stay as they are: corrections go to the payer.
}
month-reason = Reason
month-reason-hint = Who reads the record later sees why. No diagnoses.
problem-reason = Say why, in no more than { $characters_at_most } characters.
month-leave-closed = Leave it closed

claims-no-month = No month is closed yet
claims-no-month-said = Claims are drafted when a month is closed.
claims-month = Month
claims-payer = Payer
claims-any-payer = All payers
claims-number = Number
claims-with-problems = With problems
claims-none = No claim fits
claims-none-said = Leave something out to see more.
claims-state-any = claims
claims-state-draft = to review
claims-state-ready = reviewed
claims-state-queued = in a file
claims-state-transmitted = sent
claims-state-interchange-rejected = file refused
claims-state-interchange-ok = file arrived
claims-state-syntax-ok = file readable
claims-state-syntax-rejected = refused as unreadable
claims-state-payer-accepted = accepted by the payer
claims-state-pended = waiting at the payer
claims-state-payer-rejected = refused by the payer
claims-state-paid = paid
claims-state-zero-paid = nothing to pay
claims-state-denied = denied
claims-state-partially-denied = partly denied
claims-state-reversed = taken back
claims-state-posted = posted
claims-state-closed = closed
claims-state-superseded = replaced
claims-state-voided = void

claim-title = Claim { $number }
claim-month = Why: { $month }
claim-superseded = This claim is of revision { $revision }. The month was opened again since.
claim-lines = Lines
claim-entries = Minutes it stands on
claim-no-entries = none: not a timed code
claim-total = { $amount } charged
claim-problems = What is wrong with it
claim-no-problems = Nothing: it may go once it is reviewed.
claim-events = What happened to it
claim-verdict = The answer it was drafted from
claim-answer = Hash of the stored answer
claim-rules = Rules / engine
claim-seals = Seals over the record
claim-sealed = { $events } changes under { $seals } seals, { $signed } with a valid signature
claim-intact-head = Stored bytes
claim-intact = still have that hash
claim-not-intact = no longer have that hash

review-answer-said = You say that these services were yours and may be claimed (CLAIM-08). Take the mark away from what should wait.
review-waits-none = Nothing waits for you
review-waits-none-said = { $count ->
    [one] 1 claim of yours is reviewed.
   *[other] { $count } claims of yours are reviewed.
}
review-why = What it rests on
review-go = Reviewed: the marked ones may go
review-more = More wait behind these.
review-done = { $count ->
    [one] 1 claim is reviewed.
   *[other] { $count } claims are reviewed.
}

scrub-place-lines = Line
scrub-place-pointers = Diagnosis pointer
scrub-place-diagnoses = Diagnosis
scrub-place-subscriber = Patient
scrub-place-mbi = Medicare number
scrub-place-address = Address
scrub-place-born-on = Birth date
scrub-place-sex = Sex
scrub-place-rendering = Practitioner
scrub-place-npi = NPI
scrub-place-taxonomy = Taxonomy
scrub-place-street = Street
scrub-place-zip = ZIP code
scrub-place-state = State
scrub-place-code = Code
scrub-place-units = Units
scrub-place-charge = Charge
scrub-place-on = Date
scrub-place-payer = Payer
scrub-place-total = Total
scrub-place-number = Number
scrub-place-form = Form
scrub-place-place-of-service = Place of service
scrub-place-billing = Practice

scrub-required = It is missing.
scrub-sex = It is none that a claim takes ({ $expected }).
scrub-charge = There is no charge for this code on that day.
scrub-do-charge = Set the practice’s charge for the code in the practice settings, then open the month again.
scrub-post-office-box = A street address is needed here, not a post office box.
scrub-zip-without-extension = The ZIP code needs { $expected }.
scrub-units = More or fewer units than the rule allows.
scrub-codes-exclusive = It may not share a claim with another of its codes.
scrub-base-missing = The code it is added to ({ $base }) is not on the claim.
scrub-diagnosis-not-billable = It cannot be billed on { $on }.
scrub-do-diagnosis-not-billable = Record the condition with a code in force on that day.
scrub-outside-month = It lies outside { $month }.
scrub-after-file-date = It lies in the future.
scrub-do-after-file-date = Export once that day has come.
scrub-revenue-code = No revenue code is known for where the practice bills from.
scrub-unknown-payer = This payer has no profile any more.
scrub-do-unknown-payer = Set the payer up again under its key.
scrub-exported-from-earlier-closing = Claim { $number } of an earlier closing went out for this patient.
scrub-do-exported-from-earlier-closing = Correct that claim with the payer; this one stays.
scrub-correction-left-behind = Claim { $number } of an earlier closing corrects one that went out, and was never sent.
scrub-do-correction-left-behind = Draft that correction again: it takes this claim’s place.
scrub-to-claim = Open claim { $number }
scrub-place-of-service-unknown = No fee schedule knows this place.
scrub-do-in-patient = Complete the patient’s record where it comes from, then import it and open the month again.
scrub-do-in-practice = Complete it in the practice’s setup, then open the month again.
scrub-do-in-month = Look at the patient’s month: what it rests on is there.
scrub-do-in-help = Ask whoever runs this program, and give them the word behind.

months-title = Months of all practices
months-none = Nothing to close
months-none-said = You close months at none of your practices.
months-elsewhere = go there first to open its months
months-in-review = { $count ->
    [one] In review, 1 claim waits
   *[other] In review, { $count } claims wait
}
months-unapproved = Waits for approval
months-locked = Locked
months-nothing = Nothing to claim
months-exported = { $count ->
    [one] Exported, 1 claim
   *[other] Exported, { $count } claims
}
