### Evidence, cases of audits from outside, the quarterly self-audit.

rooms-audit-cases = Audit cases
rooms-self-audit = Self-audit

proof-new-case = New case
proof-no-cases = No audit is under way
proof-no-cases-said = When a letter asks for records, open a case with its list of claims.
proof-new-said = What the letter says. Every line of its list is matched to a claim of this practice; what matches nothing is kept and shown.
proof-reference = Letter
proof-reference-hint = What the letter calls the case.
proof-authority = Authority
proof-authority-hint = On whose behalf they ask: a contractor, a plan, the inspector general.
proof-auditor = Auditor
proof-auditor-hint = Who asks.
proof-due = Answer due
proof-list = Claims
proof-list-hint = Pasted from the letter or from a CSV file: a claim number on each line, or columns with a heading for the claim.
proof-open-case = Open the case
proof-case-title = Audit { $reference }
proof-matched-of = { $matched } of { $listed } lines
proof-overdue = Overdue
proof-open = Open
proof-claims = Claims
proof-state = State
proof-letter = The letter
proof-opened = Opened
proof-opened-said = { $at } { $by }
proof-lines = The list
proof-line = Line
proof-claim = Claim
proof-month = Month
proof-total = Charged
proof-at-risk = At risk
proof-matched = Matched
proof-unmatched = No claim of ours
proof-repeats = Repeats line { $line }
proof-unmatched-said = { $count ->
    [one] One line is no claim of this practice. Look at it in the letter before you answer.
   *[other] { $count } lines are no claims of this practice. Look at them in the letter before you answer.
}
proof-repeated-said = { $count ->
    [one] One line repeats another; its claim is packed once.
   *[other] { $count } lines repeat others; their claims are packed once.
}
proof-packs = Evidence packs
proof-not-built = Nothing is built yet.
proof-building = { $done } of { $total } packs are built. The page follows by itself.
proof-built = { $total ->
    [one] One pack is built and signed.
   *[other] All { $total } packs are built and signed.
}
proof-build = Build the packs
proof-build-again = Build anew
proof-download = Download (ZIP)
proof-sum = { $good } of { $claims } claims without a gap
proof-with-gaps = With gaps
proof-whole = No gap
proof-gaps = { $count ->
    [one] One gap
   *[other] { $count } gaps
}
proof-access = Auditor’s access
proof-access-said = An auditor reads the evidence of the listed claims and nothing else, until the day that you set. Every view is on record.
proof-no-auditors = Nobody has the role of an external auditor who is not listed here already. A manager gives it under Settings, Staff.
proof-person = Auditor’s account
proof-until = until { $at }
proof-until-day = Until
proof-until-hint = That day included; a year at most.
proof-give-access = Give access
proof-end-access = End
proof-close = Close the case
proof-outcome = Outcome
proof-outcome-upheld = All claims stand
proof-outcome-partly-repaid = Repaid in part
proof-outcome-repaid = Repaid
proof-outcome-withdrawn = Withdrawn by the auditor
proof-repaid = Paid back
proof-repaid-hint = In dollars, where money goes back.
proof-note = What was found, and what changes
proof-note-hint = The repayment, the training, the new rule.
proof-close-case = Close
proof-confirm-said = Handing packs out, giving access and closing ask once more who you are.
proof-confirm-download = Confirm who you are, then download

proof-evidence-title = Evidence of claim { $number }, { $month }
proof-to-evidence = Evidence
proof-to-claim = The claim
proof-mark = Shown to { $name } on { $at }. For review only; every view is on record.
proof-verdict = Verdict
proof-met = Met
proof-gap = Gap
proof-not-required = Not required
proof-not-known = Not known
proof-none = Nothing is on record.
proof-part-claim = Claim and seals
proof-part-care-plan = Care plan
proof-part-conditions = Conditions
proof-part-initiating-visit = Initiating visit
proof-part-consent = Consent
proof-part-time-log = Time log
proof-part-supervision = Supervision
proof-do-hold-back = Hold the claim back until this is right.
proof-do-attest = Ask the practitioner for a signature attestation before you answer.
proof-do-correct-or-refund = Correct the record where the fact exists, else refund before you answer.
proof-do-refund = Refund before you answer.
proof-do-void = Void the claim and refund before you answer.
proof-relied = relied on
proof-consent-consent = Consent
proof-consent-refusal = Refusal
proof-consent-revocation = Revocation
proof-kind-spoken = spoken
proof-kind-document = document
proof-kind-signature = signature
proof-unsigned = Not signed
proof-copy = copy to { $to } on { $on } by { $way }
proof-counted = counted { $length }
proof-who = { $name }, { $role }; supervisor: { $supervisor }
proof-typed = Typed in: { $reason }
proof-struck = Struck by { $by } on { $at }: { $reason }
proof-events = { $count ->
    [one] One change on record
   *[other] { $count } changes on record
}

proof-trend = Trend
proof-no-audits = No quarter was audited yet
proof-no-audits-said = Draw a sample of a quarter that is over; it is scored at once.
proof-quarter = Quarter
proof-draw = Draw a sample
proof-draw-said = { $size } patient-months of the quarter, or all where there are fewer, scored by the checklist that an auditor would use. A quarter is drawn once.
proof-seed = Seed
proof-seed-hint = Any words, written down beforehand: they draw the same sample again. Left empty, the audit’s own number is the seed.
proof-draw-do = Draw and score
proof-drawn = Drawn
proof-population = Claims in the quarter
proof-checklist = Checklist
proof-gap-where = Where

proof-cases-for-you = Claims for your review
proof-case-until = { $reference }, { $authority }, until { $until }

problem-too-many = At most { $expected }.
problem-nothing-claimed = Nothing was claimed in this quarter.
problem-does-not-fit = An amount belongs to an outcome that repays, and to no other.
problem-dollars = An amount in dollars, please, such as 61.50.
