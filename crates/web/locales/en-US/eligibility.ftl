### What payers say of whom they cover: on a patient's page, and for a month.

cover-title = What payers say of the coverage
cover-said = The payer's own answers. They stand beside what is recorded here and change nothing in it.
cover-none = No payer has been asked about this patient yet
cover-none-said = Payers are asked about everybody in a program before each month is closed.
cover-came = Answered on { $on }; received { $at } in the file { $file }
cover-rejected = The payer did not answer:
cover-rejected-with = The payer gives the reason { $code }
cover-from = from { $from }
cover-until = until { $until }
cover-span = { $from } to { $until }
cover-fact-part-b = Part B active
cover-fact-no-part-b = Part B not active
cover-fact-advantage = Medicare Advantage plan
cover-fact-qmb = Medicaid pays the patient's share (QMB)
cover-fact-hospice = Hospice: care management may go on (TIME-11)
cover-fact-deductible-left = Deductible left
cover-fact-other-payer = Another payer
cover-fact-plan = Plan active
cover-fact-no-plan = Plan not active
cover-fact-died = The payer has a date of death
cover-question-advantage = The record says original Medicare, and the payer says a Medicare Advantage plan. Nothing is billed until this is settled.
cover-question-part-b-inactive = The record says Medicare, and the payer says that Part B was not active. Nothing is billed until this is settled.
cover-question-part-b-ends = The payer says that Part B ended in the month, and the record does not. Nothing is billed until this is settled.
cover-question-plan-inactive = The plan on record says that it does not cover the patient. Nothing is billed until this is settled.
cover-question-qmb-found = The record says no QMB, and the payer says QMB. Do not ask the patient for money.
cover-question-qmb-gone = The record says QMB, and the payer does not. Do not ask the patient for money until this is settled.
cover-reason = How you know
cover-reason-hint = For example: called the plan, looked at the new card
cover-reason-required = Say how you know, in at most 500 characters.
cover-record-stands = The record is right
cover-payer-stands = The payer is right
cover-settled = Settled
cover-stands-record = The record is right for { $month }: said on { $at }.
cover-stands-payer = The payer is right for { $month }: said on { $at }.

eligible-tab = Coverage
eligible-title = Coverage in { $month }
eligible-how-far = How far it is
eligible-panel = Enrolled patients
eligible-asked = Asked about
eligible-answered = Answered
eligible-unconfirmed = Not confirmed by a payer
eligible-rejected = Refused, with a reason
eligible-differing = Differ from the record
eligible-payers = Asked are: { $payers }
eligible-nobody-asked = No payer of this practice is set up to be asked. An operator adds it to the payer in the setup file.
eligible-ask-due = Ask about whoever has no fresh answer
eligible-ask-all = Ask about everybody
eligible-asked-now = { $asked ->
    [0] Nobody had to be asked about.
    [one] One question is ready and goes out with the next files.
   *[other] { $asked } questions are ready and go out with the next files.
  } { $left ->
    [0] { "" }
    [one] One patient was left out: something is missing on record.
   *[other] { $left } patients were left out: something is missing on record.
  }
eligible-show = Which
eligible-show-all = All
eligible-show-unanswered = No answer yet
eligible-show-rejected = Refused
eligible-show-differing = Differ
eligible-none = Nothing here
eligible-none-said = Nobody was asked about in this month, or nothing fits.
eligible-when-asked = Asked
eligible-when-answered = Answered
eligible-no-answer = No answer yet
eligible-what = What the payer says
