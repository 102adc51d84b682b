### The care around the plan: referrals, the directory, who is on call, handovers, caseloads.

around-pages = Around the plan
around-referrals = Referrals
around-referral = Referral
around-directory = Directory
around-on-call = On call
around-log = Log of urgent calls
around-handovers = Handovers
around-handover = Handover
around-caseloads = Caseloads

around-doors = How many
loop-door-all = Open loops
loop-door-overdue = Overdue
loop-door-sent = No answer yet
loop-door-accepted = Appointment or answer
loop-door-no-show = Visit missed
loop-door-seen = Seen, no report yet
loop-door-report-received = Report to be read
loop-state-sent = Sent
loop-state-accepted = Accepted
loop-state-no-show = Visit missed
loop-state-seen = Seen
loop-state-report-received = Report is here
loop-state-closed = Closed
loop-state-declined = Declined
loop-state-lost = Lost
loop-step-accepted = They take the patient
loop-step-seen = The patient was seen
loop-step-report-received = The report is here
loop-step-closed = Report read, close
loop-step-declined = Declined
loop-step-no-show = The visit was missed
loop-step-lost = Cannot be found out any more
loop-step-corrected = Take the last step back
loop-event-sent = Sent
loop-event-accepted = Accepted
loop-event-seen = Seen
loop-event-report-received = Report received
loop-event-closed = Closed
loop-event-declined = Declined
loop-event-no-show = Visit missed
loop-event-lost = Lost
loop-event-corrected = The step before was taken back
urgency-urgent = Urgent
urgency-soon = Soon
urgency-routine = Routine

around-to = To whom
around-to-hint = As it shall be called; may be left empty where the directory has it
around-why = Why
around-urgency = Urgency
around-asked-by = Asked by
around-state = State
around-next-by = Next step by
around-since-sent = Since sent
around-age = { $count ->
    [0] Today
    [one] 1 day
   *[other] { $count } days
}
around-due = by { $day }
around-due-over = Overdue since { $day }
around-no-referrals = No open loop here
around-no-referrals-said = Every referral of this kind has come to its end. A referral is sent from the patient’s chart.
around-none-sent = Nobody was asked yet
around-none-sent-said = What is sent here is followed until its report was read.
around-none-open = No open loop.
around-all-of-patient = All referrals of the patient
around-asked = What was asked
around-steps = Steps
around-next-step = What happened
around-day = Day
around-day-hint = Of the appointment, or of the visit
around-reason = Why, or a remark
around-reason-hint = Needed where it was declined, missed, lost or taken back
around-send = Send a referral
around-send-now = Send
around-from-directory = From the directory
around-not-listed = Somebody else
around-to-chart = Chart
around-needs = Needs that the screening named
around-nobody-for-need = Nobody in the directory answers this need yet.

around-new-entry = New entry
around-entry = Entry of the directory
around-every-kind = Every kind
around-filter = Show
around-kind = Kind
around-name = Name
around-phone = Telephone
around-hours = Hours
around-languages = Languages
around-cost = Cost
around-area = Area
around-known = What is known
around-verified-on = Last verified
around-verified-on-hint = The day on which somebody asked them whether all of this is so
around-verified = Verified { $day }
around-stale = Verified { $day }: ask again
around-never-verified = Never verified
around-retired = Nobody is sent there any more
around-retire = Nobody is sent there any more
around-keep = Keep
around-earlier = Earlier revisions
around-no-entries = Nobody here yet
around-no-entries-said = Specialists and community resources that patients are sent to stand here, for everybody of the practice.
around-kinds-unverified = The list of kinds is our own and not verified against a published one.
around-differs = { $by } has kept this entry meanwhile
around-differs-said = Nothing was overwritten. This is how it stands now; your words are still in the form. Look at both, then keep yours once more.

around-now = Now
around-nobody-now = Nobody is on call now.
around-gaps = Where nobody is on call
around-no-gaps = Somebody has the first line at every hour of the next fourteen days.
around-gaps-said = In the next fourteen days nobody has the first line:
around-ahead = The next fourteen days
around-no-shifts = Nobody is on the roster
around-no-shifts-said = Whoever assigns patients puts people on call.
around-who = Who
around-line = Line
line-first = First
line-backup = Backup
around-withdraw = Take back
around-put = Put somebody on call
around-put-now = Put on call
around-first-day = First day
around-last-day = Last day
around-begins = Begins
around-ends = Ends
around-ends-hint = Where this is not later than the beginning, the shift ends on the next day

around-months = Months
around-log-count = { $count ->
    [one] One call.
   *[other] { $count } calls.
}
around-log-said = Entries are written once; they are the practice’s proof that somebody with the record is there at any hour.
around-no-calls = No urgent call here
around-no-calls-said = Whoever is on call enters a call on the patient’s own page.
around-find-patient = Find a patient
around-was-on-call = Was on call
around-was-not-on-call = Was not on the roster
around-answered-by = Answered by
around-replaced = replaced by a later entry
around-correction = corrects an earlier entry
around-words = What was asked and answered
around-correct = Correct this entry
around-night-call = Urgent call
around-enter = An urgent call
around-enter-said = Written once, with a follow-up for the morning. No minutes are counted here: start the clock above for those.
around-called-at = When they called
around-caller = Who called
around-question = What was asked
around-answer = What was answered
around-disposition = How it ended
around-enter-now = Enter the call
around-calls-before = Urgent calls of the last year
around-plan = Care plan
around-last-notes = Last notes

around-appointments = Appointments
around-no-appointments = No appointment on record
around-no-appointments-said = What is arranged for the patient stands here, with a reminder the day before.
around-arranged-by = arranged by
around-became = What became of it
around-arrange = New appointment
around-arrange-now = Arrange
around-with = With whom
around-when = When
appointment-booked = Arranged
appointment-past = What became of it is not known
appointment-kept = Kept
appointment-missed = Missed
appointment-cancelled = Cancelled

around-made = Made
around-giver = From
around-receiver = To
around-of = What
around-whole-caseload = { $count ->
    [one] Whole caseload, one piece of work
   *[other] Whole caseload, { $count } pieces of work
}
around-accepted-at = Accepted { $at }
around-not-accepted = Not accepted yet
around-no-handovers = No handover yet
around-no-handovers-said = Those that you gave and received stand here.
around-open-of = Open work of
around-open-mine = My open work
around-nothing-open = Nothing is open.
around-hand-over = Hand over
around-hand-over-said = The open work beside this goes with it as it stands. Patients stay assigned as they are.
around-hand-over-now = Hand over
around-note = Note
around-note-hint = What the receiver must know besides
around-accept = Accept
around-accept-said = Its open tasks become yours.
handed-escalation = Cannot wait
handed-task = Tasks
handed-referral = Open referrals
handed-next-contact = Next contacts
handed-draft = Unsigned notes, to be signed by whoever began them

around-work = Work left against hours
around-patients = Patients
around-clinical = With a clinical reason
around-work-left = Work left
around-rostered = Hours left
around-no-roster = No hours rostered
around-deficit = { $time } short
around-surplus = { $time } to spare
around-nobodys = { $count ->
    [one] One patient is nobody’s.
   *[other] { $count } patients are nobody’s.
}
around-no-loads = Nobody has patients
around-no-loads-said = Assign patients first, and set hours in each person’s settings.
around-proposal = Who might move
around-proposal-said = From whoever has more work than hours to whoever has hours to spare. Nobody moves by itself.
around-stay = { $count ->
    [one] One patient stays for a clinical reason.
   *[other] { $count } patients stay for a clinical reason.
}
around-most = At most
around-propose = Propose
around-no-moves = No move would help now.
around-why-it-is = Why
around-why-move = { $from } is { $deficit } short; { $to } has { $surplus } to spare.
around-move = Move those chosen
around-moved = { $count ->
    [one] One patient has moved.
   *[other] { $count } patients have moved.
}

problem-before-the-first = This is before the first day.
problem-too-many-days = At most { $days_at_most } days at once.
problem-to-oneself = Choose somebody else.
