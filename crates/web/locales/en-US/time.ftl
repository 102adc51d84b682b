### The running clock, what stands beside a patient, and a month's minutes.

clock-title = Your clock
clock-none = No clock runs
clock-none-said = No clock runs. Prepare or Call, on a patient's page, starts one.
clock-now = Now
clock-running = Running
clock-calling = On the phone
clock-asking = Asks
clock-paused = Stands still
clock-counted = Counted
clock-patient = Patient
clock-program = Program
clock-activity = Activity
clock-no-activity = No activity yet
clock-later = Say what it was later
clock-switch-said = Ends this stretch and begins another:
clock-asks-in = asks in { $left }
clock-asks-now = asks whether you are there
clock-paused-idle = since { $since }: no answer. Counted up to your last activity.
clock-paused-declined = since { $since }: counted up to your last activity.
clock-paused-vanished = since { $since }: this page was gone. Counted up to your last activity.
clock-resume = Go on
clock-onward-said = A clock of yours stands still. Say what to do with it, now or later.
clock-onward = On to the page
clock-stop = Stop
clock-question = Were you working on { $initials }?
clock-question-said = There was no activity for a while. Without an answer, your time ends at your last activity.
clock-yes = Yes, still at it
clock-no = No
clock-on-the-phone = { $name } is on the phone since { $since }
clock-refused = This patient is on the phone already
clock-refused-said = Your clock was not started; whatever ran before goes on.
clock-back = Back
clock-here = Here now
clock-here-calling = On the phone since { $since }
clock-here-working = At work since { $since }
clock-here-reading = Has the chart open
clock-me = (you)
clock-work = Work with this patient
clock-you-call = You are on the phone with this patient: your clock runs.
clock-you-work = Your clock runs for this patient.
clock-prepare = Prepare
clock-call = Call
clock-mode-chart = At the chart
clock-mode-call = On the phone

## What the script says by itself.

clock-says-asks-in = asks in { $left }
clock-says-asks = Asks whether you are at it. Press y or n.
clock-says-left = { $left } are left to answer.
clock-says-started = The clock runs.
clock-says-paused = The clock stands still.
clock-says-stopped = The clock has stopped.
clock-says-kept = { $time } are kept.
clock-says-waits = { $time } wait for an activity: see Your clock.
clock-says-offline = Offline, { $time } safe
clock-says-offline-stop = Stopped. { $time } are safe here until the connection is back.
clock-says-offline-start = A clock is started with a connection. Enter these minutes by hand later.
clock-says-back = The connection is back. What was kept here is on record.
clock-says-refused = What this page had kept was refused. Please enter it by hand, with the reason.
clock-says-sign-in = Sign in again to go on; { $time } are safe here.
clock-says-other = You opened another patient: the clock before has stopped.

## Activities, in our words.

activity-record-review = Chart review
activity-phone-call-patient = Call with the patient
activity-caregiver-call = Call with a caregiver
activity-care-plan = Care plan
activity-navigation = Coordination with others
activity-social-need-support = Help with social needs
activity-discharge-call = Call after a discharge
activity-rpm-review-call = Call on readings
activity-rpm-data-review = Review of readings
activity-rpm-data-interpretation = Interpretation of readings
activity-rtm-call = Call on therapy data
activity-bhi-followup = Behavioral health follow-up
activity-cocm-session = Collaborative care session
activity-prior-authorization = Prior authorization
activity-in-person-staff = In person, with staff
activity-voicemail = Voicemail (does not count)
activity-scheduling = Scheduling (does not count)
activity-billing = Billing (does not count)
activity-staff-training = Training (does not count)
activity-travel = Travel (does not count)
activity-face-to-face-visit = Visit (does not count)

## Stretches without an activity.

unfinished-title = Without an activity
unfinished-none = Every stretch has its activity.
unfinished-said =
    { $count ->
        [one] One stretch counts for nothing until it says what it was.
       *[other] { $count } stretches count for nothing until they say what they were.
    }
unfinished-keep = Keep

## The minutes of a month.

minutes-title = Minutes of { $name }
minutes-months = Months
minutes-previous = Earlier
minutes-next = Later
minutes-sum = Sum of the month
minutes-measured = Measured, without what is struck: { $length }.
minutes-month-not-judged = What counts of it is not judged yet.
minutes-none = No minutes in this month
minutes-none-said = Prepare or Call starts a clock; what no clock measured is entered by hand below.
minutes-source-timer = by the clock
minutes-source-manual = by hand
minutes-source-offline = kept offline
minutes-source-import = imported
minutes-struck = Struck
minutes-not-judged = Not judged yet
minutes-counts = Counts
minutes-counts-partly = Counts in part
minutes-counts-not = Does not count
minutes-counted = { $length } count
minutes-left-out = left out:
minutes-typed-because = Entered by hand because:
minutes-struck-because = Struck because:
minutes-clocks-disagree = The two clocks of this entry differ by more than five seconds; the shorter one counted.
minutes-segments =
    { $count ->
        [one] What it stands on: one segment
       *[other] What it stands on: { $count } segments
    }
minutes-recorded = Recorded { $at }.
minutes-event = Event
minutes-at = At
minutes-monotonic = Device's seconds
minutes-device = Device
minutes-device-clock = Device's clock
minutes-came = Came
minutes-marks = Marks of activity
minutes-signals-title = What the devices said
minutes-signals =
    { $count ->
        [one] What the devices said: one message
       *[other] What the devices said: { $count } messages
    }
minutes-strike = Strike
minutes-strike-said = It stays readable and counts no more. What was right of it is entered anew.
minutes-reason = Reason
minutes-strike-hint = Kept with your name: say what was wrong.

manual-title = Enter minutes by hand
manual-said = Only your own, only what no clock has measured. Who entered it, and when, is kept with it.
manual-date = Day
manual-time = Began at
manual-length = Minutes
manual-length-hint = 12, or 12:30 with seconds
manual-reached = Somebody was reached
manual-reason-hint = Why no clock ran
manual-note = Note
manual-keep = Keep these minutes

problem-too-old = This is too long ago: { $expected }.
problem-in-future = This is in the future.
problem-overlaps-own-time = You have other minutes at that time.
problem-too-long = This is too long: { $expected }.
problem-unknown-word = Choose one of the list.
