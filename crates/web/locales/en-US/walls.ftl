### Practice settings, whose patients are whose, closed charts, the audit log, and one's own account.

rooms-settings = Practice settings
rooms-assignments = Assignments
rooms-audit = Audit log
rooms-glass = Emergency access
rooms-review = Charts for review

settings-staff = Staff
settings-practice = Practice
settings-switches = Billing judgments
settings-access = Access
settings-save = Save
settings-confirm = Confirm that it is you
settings-confirm-said = You can read everything here. To change anything, confirm first that it is you.

dates-since = since { $from }
dates-from-to = { $from } to { $until }

staff-new = Add a person
staff-add = Add this person
staff-name = Name
staff-given = First name
staff-family = Last name
staff-login-hint = Three to 64 letters, digits or marks, without blanks. Nobody else may have it.
staff-roles = Role
staff-npi = NPI
staff-npi-hint = Only for those who have one.
staff-account = Sign-in
staff-patients = Patients
staff-active = Active
staff-invited = Invited
staff-disabled = Closed
staff-no-account = Not invited
staff-left = No role today
staff-credential-ends = Credential ends { $date }
staff-credential-over = Credential ended { $date }
staff-none = Nobody works here yet
staff-none-said = Add the first person; then invite them, so that they can sign in.

role-word = Role
role-from = From
role-until = Last day
role-supervisor = Supervised by
role-no-supervisor = Nobody
role-taxonomy = Taxonomy code
role-country = Works from (country)
role-credential = Credential
role-credential-kind = License or certificate
role-credential-state = State
role-credential-from = Valid from
role-credential-until = Valid until

role-word-md = Physician (MD)
role-word-do = Physician (DO)
role-word-cnm = Nurse-midwife
role-word-np = Nurse practitioner
role-word-pa = Physician assistant
role-word-cns = Clinical nurse specialist
role-word-rn = Registered nurse
role-word-lpn = Practical nurse (LPN)
role-word-lvn = Vocational nurse (LVN)
role-word-ma = Medical assistant
role-word-chw = Community health worker
role-word-lcsw = Clinical social worker

member-all = All staff
member-roles = Roles and credentials
member-add-role = Add a role
member-add-role-said = A role begins on a day. What is on record stays as it is.
member-no-roles = No role here
member-no-roles-said = Without a role this person sees nothing of this practice.
member-when = When
member-state = State
member-change = Change
member-role-now = Today
member-role-not-now = Not today
member-credential-over = Credential is not valid today
member-no-credential = None on record
member-renew = Renew credential
member-renew-title = Renew a credential
member-renew-said = The role goes on with the new credential from this day. The earlier one stays on record until the day before.
member-end = End
member-end-title = End a role
member-end-said = The role counts through this day and no longer. It stays on record.
member-hours = Hours a week
member-hours-since = { $hours } a week since { $from }
member-hours-title = Put on the roster
member-hours-said = How many hours a week they are there for care management, from a day on. Today holds the work that is left against it. 0 takes them off.
member-npi-title = Put the NPI right
member-npi-said = An NPI belongs to one person for life. What was billed keeps the number it was billed with.
member-account = Sign-in
member-none = None
member-no-factors = None
member-has-codes = One-time codes
member-has-passkeys = { $count ->
    [one] One passkey
   *[other] { $count } passkeys
}
member-invite = Make an invitation
member-end-sessions = End all sessions
member-forget-factors = Remove second factors
member-close = Close the account
member-account-said = An invitation is the only way to a first password, and to a new one for whoever lost theirs. A closed account opens again by an invitation.
member-review-list = Charts for review
member-review-list-said = This reviewer from outside sees the charts on this list and no other, until the day you say.
member-review-until = Last day of the review

invited-title = Invitation
invited-said = Hand this link to { $name } alone. It works once and is not shown again.
invited-until = Good until { $date }.
invited-done = I have copied it

practice-payers = Payers
practice-no-payers = No payer yet
practice-no-payers-said = Payers come with the setup file of the organization.
practice-charges = Charges
practice-charges-said = What the practice asks for a code. A new charge ends the one before; a charge that has begun is never altered.
practice-no-charges = No charge yet
practice-no-charges-said = Without one a claim asks for what Medicare pays.
practice-zones = Time zone
practice-zones-said = Its midnight ends a month. The one in force on a month's last day settles that month.
practice-limits = Clocks
practice-limits-said = How long a running clock waits before it asks, and when it ends at the last activity. It counts for clocks that start from now on.
payer-name = Payer
payer-kind = Kind
payer-number = Payer ID
payer-receiver = Claims go to
payer-billed = Billed
payer-not-billed = Not billed
payer-bill = Bill
payer-bill-no-more = Stop billing
payer-medicare-ffs = Original Medicare
payer-medicare-advantage = Medicare Advantage
payer-medicaid = Medicaid
payer-commercial = Commercial
charge-code = Code
charge-amount = Amount in dollars
charge-set = Set the charge
zone-name = Zone
zone-name-hint = Such as America/Chicago.
zone-from-hint = After the day on which the last one began.
zone-add = Add the zone
limit-bounds = { $least } to { $most }, usually { $usual }
limit-chart-ask-seconds = Chart: ask after (seconds)
limit-chart-stop-seconds = Chart: end after (seconds)
limit-call-ask-seconds = Call: ask after (seconds)
limit-call-stop-seconds = Call: end after (seconds)
limit-paused-seconds = Paused: keep for (seconds)
limit-manual-past-days = Typed entries: days back
limit-offline-past-hours = Without network: hours back

switches-said = Where the rules leave room, these say how this practice reads them. The default is the cautious reading. A change counts for months that are open; closed months keep their answers.
switches-set-away = { $count ->
    [0] All as the rules have them
    [one] One set otherwise
   *[other] { $count } set otherwise
}
switches-away = Set otherwise
switches-unverified = Source not yet verified
switches-turns = What it turns
switches-risks = What it risks
switches-default = Default
switches-value = Reading
switches-number = Number
switches-a-number = a number
switches-to-default = Back to the default
switches-yes = yes
switches-no = no

access-policy-said = These hold for the whole organization, and for sessions that are open from their next page on.
access-policy-not-yours = These hold for the whole organization. An administrator sets them.
access-policy-bounds = { $least } to { $most }
access-policy-idle = Sign out after idle minutes
access-policy-absolute = Sign out after hours in any case
access-policy-step-up = Minutes that a confirmation lasts
access-policy-glass = Hours of emergency access
access-policy-invitation = Hours that an invitation lasts
access-policy-charts = Charts that clinical staff see
access-policy-charts-hint = Whoever needs another chart opens it in an emergency, with a reason.
access-policy-charts-all = All of the practice
access-policy-charts-assigned = Only those assigned to them
access-policy-factor = Second factor
access-policy-factor-all = Everybody needs one
access-policy-factor-own = Everybody decides for themselves

assignments-now = Who has how many
assignments-none = Nobody to assign to
assignments-none-said = Nurses, practitioners and trainees appear here as soon as they have a role.
assignments-new = Assign patients
assignments-numbers = Record numbers
assignments-numbers-hint = One on each line. All are assigned, or none where one is unknown.
assignments-person = To
assignments-assign = Assign
assignments-done = { $count ->
    [0] They were assigned already.
    [one] One patient was assigned.
   *[other] { $count } patients were assigned.
}

glass-title = Emergency access to a chart
glass-not-yours = This chart is not yours to see.
glass-loud = Open it only when care cannot wait. Your name, the hour and your reason go on record, every look is noted, and privacy staff read it.
glass-patient = Record number
glass-patient-hint = The number of the patient's chart.
glass-reason = Reason
glass-reason-hint = Why this chart, and why now. No less than ten letters.
glass-break = Open the chart
glass-list = Emergency access, last 90 days
glass-none = No chart was opened in an emergency
glass-none-said = When somebody opens one, it stands here with who, when and why.
glass-open = Open now
glass-chart = Chart
glass-until = Until

review-none = No chart is on your list
review-none-said = The practice puts charts on it for a stretch of days. Ask whoever invited you.
review-said = You see these charts until the time shown, and nothing else. Every look is on record.
review-patient = Patient
review-born = Born
review-number = Record number

audit-filter = What to look for
audit-when = When
audit-who = Who
audit-everybody = Everybody
audit-action = What was done
audit-kind = To what
audit-patient = Patient (record number)
audit-from = From
audit-until = Through
audit-details = Details
audit-find = Find
audit-clear = Clear
audit-export = Download all that fit
audit-events = Events
audit-none = Nothing fits
audit-none-said = Take a longer stretch of days, or leave something out.
audit-zone = Newest first. Times are of { $zone }.
audit-older = Older
audit-auditor = { $login } (auditor)
audit-operator = { $name } (operator)
audit-job = Program: { $name }
audit-visitor = Somebody not signed in

password-title = Password
password-said = All your other sessions end when you change it.
password-present = Present password
password-change = Change the password
password-done = Your password is changed. All your other sessions have ended.

passkeys-title = Passkeys
passkeys-none = No passkey yet
passkeys-what = A passkey signs you in with your fingerprint, face or PIN. Nothing can be learned or passed on.
passkeys-name = Name
passkeys-name-hint = So that you know it again, such as: work laptop.
passkeys-unnamed = Without a name
passkeys-made = Made
passkeys-unused = Not yet
passkeys-remove = Remove
passkeys-new = A new passkey
passkeys-add = Make a passkey
passkeys-refused = No passkey was made. Try again, or use another device.
passkeys-known = This device has a passkey for your account already.
passkeys-elsewhere = Passkeys belong to a name, and you came by another address. Open this page here:
passkeys-nowhere = Passkeys need a domain name, and this program was started without one (--origin).
passkeys-sign-in = Sign in with a passkey
passkeys-use = Use a passkey
passkeys-sign-in-refused = The passkey did not work. Try again, or come in another way.

identities-title = Single sign-on
identities-none = No link yet
identities-what = A link lets you come in with the account of your organization.
identities-name = Known there as
identities-issuer = Provider
identities-linked = Linked
identities-unnamed = Without a name
identities-remove = Remove the link
identities-confirm-said = You can see your links here. To change them, confirm first that it is you.
identities-new = Link { $provider }
identities-new-said = You show { $provider } once who you are. From then on you can come in through it.
identities-link = Go to { $provider } and link it
identities-nowhere = This program was started without a provider to sign in through (--oidc-issuer).
identities-only-way = This link is your only way in. Make a passkey first, or ask for an invitation and choose a password.

problem-date = A day such as 2026-10-31.
problem-whole-number = A whole number, please.
problem-npi = An NPI has 10 digits, and its last digit must fit the others.
problem-npi-taken = This NPI belongs to somebody else.
problem-login-taken = Somebody has this sign-in name.
problem-hcpcs-shape = A code has five characters.
problem-amount = An amount such as 62.50.
problem-charge = More than nothing, please.
problem-time-zone = A zone such as America/Chicago.
problem-begins-too-early = It must begin after { $after }.
problem-ends-before-it-begins = It ends before it begins.
problem-ended-before = It has ended before this day.
problem-role-held-already = This role is on record for some of these days. End that one first.
problem-country = Two letters, such as US.
problem-unknown-role = Choose a role.
problem-unknown-person = Choose a person.
problem-unknown-number = Line { $line }: no patient of this practice has this number.
problem-number-of-several = Line { $line }: several patients have this number.
problem-chart-is-open = This chart is open to you. Find it among the patients.
problem-out-of-range = This is outside of what is possible.
problem-ends-before-it-asks = It must end later than it asks.
problem-value-not-offered = This is not one of the readings.
problem-password-wrong = This is not your present password.
problem-locked = There were too many tries. Wait some minutes.
