### Today, finding patients, the chart.

rooms-today = Today
rooms-patients = Patients

day-unnamed = No name on record
day-birth-unknown = Birth date not known
day-years = { $count } { $count ->
    [one] year
   *[other] years
}
day-today-at = today, { $time }

today-as-of = As of { $at }, the practice’s time
today-caseload = Caseload
today-work = { $work } of work left until everybody is at threshold. No roster says how many hours are at hand.
today-work-surplus = { $work } of work left, { $rostered } rostered: surplus { $difference }
today-work-deficit = { $work } of work left, { $rostered } rostered: short by { $difference }
today-show = Show
today-whose = Whose
today-mine = My patients
today-practice = Whole practice
today-keys-move = move
today-keys-open = open
today-keys-call = to the call
today-list = Patients, the most pressing first
today-why = Why now
today-no-reason = Nothing asks for a contact now
today-no-time = No program counts time this month
today-their-time = Their time
today-last-contact = Last contact
today-never = never
today-next = Next page
today-none-title = Nobody is waiting
today-none-said = No patient in this list asks for somebody now. New reasons appear here by themselves.
today-see-practice = See the whole practice
today-end-title = This was the last page
today-end-said = The list has moved since.
today-to-top = Back to the top

reason-urgent-reading = { $what } { $value }, { $at }
reason-escalation = Escalation: acknowledge by { $when }
reason-escalation-overdue = Escalation not acknowledged, due { $when }
reason-escalation-open = Escalation waits for its disposition
reason-discharge = Home from a facility: reach by { $when }
reason-discharge-overdue = Home from a facility: contact was due { $when }
reason-attempts = tried { $count } { $count ->
    [one] time
   *[other] times
}
reason-callback = Call promised for { $when }
reason-callback-overdue = Promised call overdue, { $when }
reason-message = { $count } unread
reason-consent = No valid consent for { $program }
reason-plan = Care plan review due { $when }
reason-plan-overdue = Care plan review overdue since { $when }
reason-planned = Contact planned until { $when }
reason-planned-overdue = Planned contact overdue since { $when }
reason-unsigned = Note not signed, begun { $at }
reason-window = Likes to be called now, until { $until }
reason-pace = { $missing } to { $needed } ({ $code }), { $days } { $days ->
    [one] day
   *[other] days
} left

month-to-next = { $done } of { $needed } · { $missing } more for { $code }
month-reached = { $done } · { $needed } reached
month-out-of-reach = { $done } · { $needed } can no longer be reached
month-days = { $count } { $count ->
    [one] day
   *[other] days
} of readings
month-or = { " " }or{ " " }
month-threshold-reached = { $code }: { $needed } reached
month-threshold-open = { $code } at { $needed }: { $missing } more
month-threshold-open-by = { $code } at { $needed }: { $missing } more by { $by }
month-threshold-lost = { $code }: { $needed } can no longer be reached
month-if-declared = , if declared

patients-text = Name, record number, Medicare number or condition
patients-text-hint = The beginning of a name in either order, a whole number, an ICD-10-CM code, or a word such as diabetes.
patients-program = Program
patients-state = State
patients-any = Any
patients-find = Find
patients-found = Found
patients-everybody = { $count } patients
patients-by-name = { $count } by name
patients-by-number = { $count } by number
patients-by-condition = { $count } by condition
patients-more = The first { $count }, in the order of their names
patients-none-title = Nobody found
patients-none-said = Try fewer letters of the name, or take away a filter.
patients-name = Name
patients-mrn = MRN
patients-month = This month
patients-in-none = In no program
patients-next = Next page
patients-recent = Charts you opened last

chart-banner = Patient
chart-died = died
chart-died-on = Died { $on }
chart-interpreter = Needs an interpreter
chart-language = Language
chart-phone = Phone
chart-likes = Likes calls
chart-coordinator = Coordinator
chart-address = Address
chart-programs = Programs
chart-program = { $program } since { $since }
chart-program-with = { $program } since { $since }, { $by }
chart-consent = Consent
chart-consent-given = { $program }: consent given
chart-consent-refused = { $program }: refused
chart-consent-revoked = { $program }: revoked
chart-consent-missing = { $program }: no consent on record
chart-wording = wording { $version }
chart-coverage = Coverage
chart-coverage-over = { $payer } (not active)
chart-qmb = QMB, never billed
chart-not-known = not known
chart-none = none
chart-month = Minutes of this month
chart-thresholds = { $count ->
    [one] The threshold
   *[other] All { $count } thresholds
}
chart-minutes = Where the minutes come from
chart-days-left = { $count } { $count ->
    [one] day
   *[other] days
} left after today.
chart-since-last = Since the last contact
chart-no-contact = never spoken with
chart-nothing-new = Nothing new.
chart-goals = Goals and plan
chart-no-goals = The plan names no goals.
chart-no-plan = No care plan yet.
chart-goal-due = until { $on }
chart-plan-by = Version { $version } of { $dated }, signed by { $by }.
chart-plan-unsigned = Version { $version } of { $dated }, not signed.
chart-plan-copy = Copy given { $on }
chart-plan-no-copy = No copy given
chart-plan-all = The whole plan
chart-plan-versions = Earlier versions
chart-tasks = Open tasks
chart-no-tasks = No open tasks.
chart-task-due = Due { $on }
chart-task-late = Overdue since { $on }
chart-nobody = whoever comes first
chart-supports = What open months support
chart-no-answer = Not reckoned yet.
chart-no-lines = Nothing yet
chart-stale = being reckoned anew
chart-holds = What holds the rest
chart-problems = Problems
chart-no-problems = No problems on record.
chart-chronic = Chronic
chart-since = since { $on }
chart-confirmed = confirmed { $on }
chart-past = Past
chart-medications = Medications
chart-no-medications = No medications on record.
chart-allergies = Allergies
chart-no-allergies = No allergies on record: this is not the same as none.
chart-readings = Readings
chart-no-readings = No readings in the last twelve months.
chart-usual = Usual { $range }
chart-when = When
chart-value = Value
chart-limits = Against the limits
chart-contacts = Contacts and work
chart-no-contacts = No contact in the last twelve months.
chart-note = Note
chart-struck = Struck
chart-reached = Reached
chart-not-reached = Not reached
chart-documents = Documents
chart-no-documents = No documents.
chart-version = version { $number }
chart-visits = Stays and visits
chart-no-stays = No stay in a facility on record.
chart-visits-all = Visits

flag-usual = Usual
flag-low = Low
flag-high = High
flag-urgent-low = Urgently low
flag-urgent-high = Urgently high

named-count-everybody = patients
named-count-at-threshold = at threshold
named-count-on-track = on track
named-count-at-risk = at risk
named-filter-reasons = With a reason
named-filter-clinical = Clinical only
named-state-enrolled = In a program
named-state-not-enrolled = In none
named-state-at-threshold = At threshold
named-state-on-track = On track
named-state-at-risk = At risk
named-performer-clinical-staff = clinical staff
named-performer-billing-practitioner = the practitioner
named-performer-patient = the patient’s own readings
named-language-en = English
named-language-es = Spanish
named-language-zh = Chinese
named-language-vi = Vietnamese
named-language-ru = Russian
named-reading-systolic = Systolic pressure
named-reading-diastolic = Diastolic pressure
named-new-condition = New problem
named-new-medication = New medication
named-new-allergy = New allergy
named-new-visit = Visit
named-new-stay = Stay
named-new-care-plan = First care plan
named-changed-condition = Problem changed
named-changed-medication = Medication changed
named-changed-allergy = Allergy changed
named-changed-visit = Visit changed
named-changed-stay = Stay changed
named-changed-care-plan = Care plan revised
named-document-call-note = Call note
named-document-care-plan = Care plan
named-form-verbal = verbal
named-form-written = written
named-form-electronic = signed on a screen
named-class-AMB = Office
named-class-VR = Virtual
named-class-HH = Home
named-class-IMP = Inpatient
named-class-EMER = Emergency
