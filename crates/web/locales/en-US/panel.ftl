# A practitioner's panel, own minutes, a month's complexity, and the weekly sample of notes.

rooms-panel = My panel
rooms-supervision = Supervision

panel-said = { $count ->
    [one] { $count } patient is on your panel.
   *[other] { $count } patients are on your panel.
}
panel-also = Also
panel-waits = What waits for you
panel-door-escalations = Escalations to answer
panel-door-plans = Plans to approve
panel-door-worsening = Patients worsening
panel-door-withdrawn = Consents withdrawn
panel-door-attestations = Complexity to attest
panel-door-claims = Claims to review
panel-none = Nothing waits for you
panel-none-said = Escalations, plans, attestations and patients who worsen appear here by themselves.
panel-section-none = None now.
panel-all = { $count ->
   *[other] All { $count }
}
panel-plan = Version { $version } of the care plan
panel-withdrew = Withdrew consent to { $program }
panel-due = By { $day }
panel-rules-ask = The month asks for it: minutes are there, the attestation is not.
panel-answer-by = Seen by { $at }
panel-answer-late = Nobody has seen it since { $at }
panel-seen = Seen, not answered
panel-worse = Worse
panel-effort = { $month }: { $own } your own of { $all } counted on your panel
panel-claims-of = claims of { $month }
panel-last-note = Last note
panel-trigger = What was asked and answered
panel-not-signed = In a call that is not signed yet
panel-way = Answer by
panel-reassign = Hand it on to
panel-reassign-do = Hand it on
panel-sign-next = Sign, next
panel-return-next = Return, next
panel-others-wait = { $count ->
    [one] { $count } more plan waits for you.
   *[other] { $count } more plans wait for you.
}

own-time = I spent time
own-time-said = Your own minutes: they count as the practitioner's, never as staff time.
own-time-none = No clock of yours runs. Find the patient and start it.
own-time-start = Start
own-time-stop = Stop
own-time-find = Patient
own-time-find-hint = Name or record number
own-time-search = Find
own-time-found = Found
own-time-found-none = Nobody in a program fits.
own-time-recent = Charts you opened last
own-time-recent-none = Charts that you have opened appear here.

complexity-title = Complexity of the month
complexity-before = Month before
complexity-after = Month after
complexity-facts = The month in figures
complexity-conditions = Conditions that last
complexity-plans = Versions of the plan written
complexity-medications = Medications changed
complexity-escalations = Escalations
complexity-minutes = Minutes that count
complexity-own-minutes = Of them the practitioner's own
complexity-not-judged = Not reckoned for this month
complexity-changes = What happened
complexity-no-changes = No new plan, medication or escalation in this month.
complexity-medication = Medication came or ended
complexity-said = Attested
complexity-none = Nothing is attested for this month.
complexity-no-note = From a record file: its level alone is known.
complexity-attested-by = { $name }, for { $on }
complexity-corrected-by = { $name }, for { $on }; corrects what was said before
complexity-is-asked = The attestation is asked for.
complexity-attest = Attest
complexity-correct = Correct what you attested
complexity-attest-said = Written once, under your name. A correction is a new record, and the earlier one counts no more.
complexity-level = Decision making
complexity-serves = complex care
complexity-problems = Problems addressed
complexity-no-conditions = No lasting condition is on record.
complexity-remark = What made it so
complexity-remark-hint = The decisions, and what they rest on. An auditor reads this beside 99487.
complexity-on = Day of the decisions
complexity-sign = Sign
complexity-differs = Something was attested meanwhile: it stands above. What you typed is still here.
complexity-whose = Who attests
complexity-theirs = { $name } bills for this patient and attests.
complexity-nobodys = Nobody bills for this patient: there is nothing to attest.
complexity-why = Why it was complex
complexity-ask = Ask for it
complexity-risk = { $count ->
   *[other] Complex in { $count } months in a row. Auditors ask about patients who are complex every month: let the facts of this month speak.
}

supervision-said = { $count ->
    [one] { $count } note of each coordinator a week, drawn at random.
   *[other] { $count } notes of each coordinator a week, drawn at random.
}
supervision-draw = Draw this week's sample
supervision-drawn = { $count ->
    [one] The notes of { $count } coordinator were drawn.
   *[other] The notes of { $count } coordinators were drawn.
}
supervision-drawn-none = Nothing to draw: this week's samples are there, or nobody has signed a note since.
supervision-this-week = This week
supervision-earlier = Earlier weeks
supervision-none = No sample of this week
supervision-none-said = Draw one: a few notes of everybody who works under supervision, to look at and say a word on.
supervision-evidence = How it was drawn
supervision-drawn-by = { $name } drew { $count } of { $among } notes on { $at }.
supervision-seed = Seed:
supervision-whole = All looked at
supervision-left = { $count ->
    [one] { $count } to look at
   *[other] { $count } to look at
}
supervision-hidden = A chart that you may not see
supervision-rated-by = { $name }, { $at }
supervision-note = Note of the sample
supervision-your-word = Your word
supervision-rating = This note is
supervision-comment = Comment for the record
supervision-rate = Save, next
supervision-differs = Somebody else has spoken of this note meanwhile: it stands above. What you typed is still here.
supervision-not-yours = Notes of one's own, and those of others' practices, are rated by somebody else.

settings-supervision = Supervision
supervise-said = How a practitioner looks over the staff's work, and when a panel shows a patient.
limit-notes-per-coordinator = Notes of each coordinator in a sample
limit-days-back = Days that a first sample looks back
limit-worsening-readings = Readings out of range in a row
limit-worsening-days = Days in which readings and scores worsen
limit-withdrawn-days = Days for which a withdrawn consent is shown
limit-complex-months = Complex months in a row shown as a risk
