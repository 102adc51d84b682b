### Candidates, the outreach queue, invitations, consents, and the beginning of a program.

rooms-enrollment = Candidates
rooms-outreach = Outreach

candidates-counts = How many
candidates-met = Qualifies
candidates-open = Something is open
candidates-not-met = Does not qualify
candidates-program = Program
candidates-state = Qualifies
candidates-cost = Patient’s cost
candidates-language = Language
candidates-practitioner = Practitioner
candidates-filter = Show
candidates-found = { $count ->
    [one] One patient
   *[other] { $count } patients
}
candidates-evidence = Evidence
candidates-month-cost = Cost of a month
candidates-outreach = Outreach
candidates-open-do = Open
candidates-to-confirm = To confirm by a clinician:
candidates-why = Why
candidates-none = Nobody here
candidates-none-said = No patient fits. Choose another program or fewer limits; new records may bring candidates any day.
candidates-vintage = No list of diagnosis codes covers today. The nearest one served, so conditions may be judged by last year’s list.

cost-none = None
cost-none-why = Qualified Medicare beneficiary: never billed
cost-some = To be paid in part
cost-about = About { $amount }
cost-unknown = Unknown
cost-deductible = up to { $most } until the year’s deductible is met
cost-deductible-left = up to { $most }: the payer said on { $on } that { $left } of the year’s deductible was left
cost-deductible-met = the payer said on { $on } that the year’s deductible was met
cost-covered = another coverage may pay it
cost-unverified = a fee or share is not verified
cost-unknown-coverage = no coverage by a payer of this practice is on record
cost-unknown-qmb = nobody knows yet whether Medicaid pays their share
cost-unknown-plan = the plan’s contract is not on record
cost-unknown-locality = the practice has no locality of the fee schedule
cost-unknown-clinic = clinics are paid by rates of their own
cost-unknown-fee = the rules have no fee for today
cost-filter-none = None
cost-filter-some = Some
cost-filter-unknown = Unknown

asks-alive = Alive
asks-part-b-active = Medicare Part B active
asks-chronic-conditions = Chronic conditions
asks-active-conditions = Active conditions
asks-initiating-visit = Initiating visit
asks-seen = Seen by the practice
asks-need-named = A need named at a visit
asks-discharged = Discharged
asks-level = Level
asks-not-managed-elsewhere = Not managed elsewhere this month
asks-arg-found = { $value } found
asks-arg-needed = { $value } needed
asks-arg-on-or-after = on or after { $value }
asks-arg-code = { $value }

outreach-parts = Parts of the outreach
outreach-next = Next patient
outreach-figures = Figures
outreach-ready = Ready
outreach-waiting = Waiting
outreach-considering = Considering
outreach-exhausted = Tried enough
outreach-agreed = Agreed, not begun
outreach-declined = Declined
outreach-ineligible = Not eligible
outreach-lost = Lost
outreach-none = Nobody here now
outreach-none-said = Patients come here from the candidates, and come again on their day.
outreach-nobody-left = It is recorded. Nobody else is ready now, or all who are ready are being called.
outreach-more = { $count ->
    [one] One more is not shown.
   *[other] { $count } more are not shown.
}
outreach-window = Welcomes calls until { $until }
outreach-window-closed = Outside the hours they named
outreach-claimed = { $name } has opened this patient
outreach-claimed-mine = Yours to call now
outreach-take = Take this patient
outreach-invitation = Invitation
outreach-script = Read aloud
outreach-script-unverified = Our own wording; your practice and its counsel have yet to review it.
outreach-facts = What to know first
outreach-end = How it ended
outreach-agrees = Agrees: take the consent
outreach-start = Begin the program
outreach-over = This outreach is over. Nobody will call for it again.
outreach-changed-mind = The patient has asked to take part after all
outreach-otherwise = Otherwise
outreach-again = again after { $days } days
outreach-again-asked = again on the day below
outreach-refusal = goes on record as the patient’s no
outreach-ends = ends the outreach
outreach-again-on = Call again on
outreach-again-on-hint = Where the patient has named a day.
outreach-remark = Remark
outreach-record = Record, then next patient
outreach-tried = Attempts
outreach-tried-none = Nobody has tried yet.
outreach-said-again = { $said }, again on { $day }

stage-new = Not tried yet
stage-promised = Promised for { $day }
stage-due = Due since { $day }
stage-waiting = Again on { $day }
stage-exhausted = { $count ->
    [one] Tried once
   *[other] Tried { $count } times
}
stage-agreed = Agreed
stage-refused = Has said no
stage-revoked = Has stopped

element-service-available = The service is available
element-cost-sharing = There may be a cost
element-one-practitioner = One practitioner only
element-stop-any-time = Stop at any time

consent-new = Take the consent
consent-back = Back to the invitation
consent-read = Read back
consent-read-said = Read each sentence, and tick it once the patient has understood it. Cost of a month:
consent-read-en = In English
consent-read-es = En español
consent-choose = Choose
consent-incomplete = Record it as it is. It is not valid, and nothing counts on it.
consent-who = Who, and how
consent-practitioner = Practitioner
consent-practitioner-hint = The one who will bill. The consent is for this person alone.
consent-speaker = Who spoke
consent-speaker-patient = The patient
consent-speaker-representative = A representative
consent-speaker-name = Representative’s name
consent-speaker-relation = Relation to the patient
consent-speaker-authority = Authority on record
consent-speaker-authority-hint = Which paper gives it. Without one the consent is not valid.
consent-form = Given
consent-form-verbal = By word of mouth
consent-form-signature = Signed on this screen
consent-form-document = On paper, uploaded here
consent-signature = Signature
consent-signature-hint = Draw with a finger, pen or mouse; or type the name below.
consent-signature-clear = Clear
consent-signature-name = Name, typed as a signature
consent-signature-name-hint = For whoever does not draw.
consent-document = Signed page
consent-document-hint = PDF, PNG or JPEG, at most 4 MB. It is sealed when it is kept. If something is not right yet, choose it again.
consent-earlier = It was given on an earlier day
consent-at = Day
consent-at-hint = Never a day to come.
consent-past-reason = Why it is recorded later
consent-save = Record the consent
consent-stands = A consent is on record already. A new one is needed only for another practitioner.
consent-after-refusal = The patient’s last word on this program is a no. It stays on record; this becomes a new record beside it.
consent-no-authority = Not valid: no authority of the representative is on record

start-title = Begin the program
start-stands = What stands
start-consent = Consent of { $day }
start-consent-not-valid = Consent of { $day } is not valid
start-no-consent = No consent
start-visit-ask = Ask whether care management was talked about at the last visit, and record it with the visit.
start-visit-book = Book a visit with the practitioner before the first minute is counted.
start-visit-held = The visit was held
start-visit-on = Held on
start-visit-code-hint = As it was billed, such as G0402 or 99214
start-visit-by = By
start-visit-discussed = Care management was talked about with the patient
start-visit-extra = Assessment and planning went beyond the visit
start-visit-keep = Put it on record
start-assigned = Looked after by
start-begin = Begin
start-not-yet = A valid consent comes first.
start-practitioner-hint = Whom the consent names.
start-from = From
start-coordinator = Care coordinator
start-nobody = Nobody yet
start-not-yours-to-assign = A manager or a practitioner says who looks after the patient.
start-do = Begin
start-began = The program has begun on { $day }.
start-to-queue = Back to the outreach

words-title = Consents
words-on-record = On record
words-on-record-said = Each is a record of its own; none is ever changed into another.
words-none = Nothing yet
words-none-said = The patient has said nothing on any program.
words-now = Now
words-nothing = Nothing said
words-consent = Consent given
words-refusal = Has said no
words-revocation = Has stopped
words-consent-do = Take a consent
words-stop = Stop
words-refuse = { $program }: does not wish to take part
words-refuse-do = Record a no
words-refuse-said = It goes on record with today’s date. Nobody will call for this program again unless the patient asks.
words-revoke = { $program }: stop
words-revoke-do = Record that they stop
words-revoke-said = It goes on record now. The program ends on { $day }, the last day of this month; nothing after it is billed.
words-revoked-until = It is recorded. The program ends on { $day }.
words-not-now = The patient’s last word on this program is another; this cannot be recorded now.
words-reason-asked = Reason
words-reason-hint = If the patient gave one. Nobody has to.
words-back = Back
words-recorded = { $at }, { $by }
words-who = Recorded
words-told = Told of the cost
words-wording = Language and wording
words-reason = Reason
words-proof = Proof
words-document = Signed page, { $kb } KB
words-signature = Signature
words-missing = not read:
words-ends = Ends on { $day }
words-not-valid = Not valid: not everything was read

settings-outreach = Outreach
terms-said = How often somebody is tried, when they come again, and what is read to them as the office’s number.
limit-attempts-at-most = Tries without an answer
limit-unable-days = Days until a next try
limit-considering-days = Days for whoever thinks about it
limit-claim-minutes = Minutes that a patient is one’s own
limit-hour-cents = An hour of outreach, in cents (0: not said)
terms-office-phone = Office number
terms-office-phone-hint = As it is read aloud to patients.

problem-not-initiating = No program begins with a visit of this code.
problem-no-practitioner-then = This person was no practitioner here on that day.
problem-consent-incomplete = { $count ->
    [one] One sentence was not read. The consent is not valid without it.
   *[other] { $count } sentences were not read. The consent is not valid without them.
}
problem-past-needs-reason = Say why it is recorded later.
problem-not-ahead = A day from today on, within a year.
problem-comes-not-again = This outcome ends the outreach: no day, please.
problem-document-type = A PDF, PNG or JPEG, please.
problem-document-too-large = This is larger than 4 MB.
problem-not-whom-consent-names = The consent names another practitioner.

figures-title = Figures of the outreach
figures-months = Months
figures-before = Month before
figures-after = Month after
figures-called = Patients called
figures-spoke = Spoken with
figures-consented = Agreed
figures-conversion = Of those called
figures-time = Time
figures-cost = Cost of each who agreed
figures-nobody = nobody yet
figures-no-hour = not known: what an hour costs is not set
figures-outcomes = Attempts by outcome
figures-at = When
figures-by = By
figures-none = No attempts in this month
figures-none-said = What is recorded of a call is counted here.
