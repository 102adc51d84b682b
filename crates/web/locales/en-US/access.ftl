### Coming in, and what is one's own.

access-sign-in = Sign in
access-organization = Organization
access-login = Sign-in name
access-password = Password
access-new-password = New password
access-password-hint = At least 12 characters. A few words in a row are easy to keep in mind.
access-password-again = The same password again
access-refused = Name and password do not go together. Check both and try again.
access-locked = There were too many tries. Wait some minutes, then try again.
access-demo = Or look around
access-demo-said = This is the demo: everybody in it is invented, and you may be any of them.
access-second-factor = One more step
access-code = Code from your authenticator app
access-code-hint = Six digits. Each code works once.
access-code-or-recovery = Six digits, or one of your recovery codes.
access-code-refused = This code is wrong, or it was used before. Wait for the next one and try again.
access-proof-refused = This is not right. Try again.
access-recovery-instead = I cannot use the app now
access-recovery = Recovery code
access-recovery-hint = One of the ten that were shown when you set this up. Each works once.
access-go-on = Go on
access-not-now = Not now
access-from-start = Start again
access-invitation = Welcome
access-invited-as = You will sign in as { $login }. Choose a password for it.
access-accept = Set the password and come in
access-first = The first administrator
access-no-administrator = Nobody runs this organization yet.
access-first-said = Nobody runs this organization yet. Whoever runs this program makes the first account; from then on people invite people.
access-setup-code = Setup code
access-setup-code-hint = It stands on the terminal where the program was started.
access-first-make = Make the account and come in

home-choose = Where do you work now? Everything you see and do belongs to this practice.
home-here = You are here
home-work-here = Work here
home-none-title = No practice yet
home-none-said = You have no role at any practice today. A manager of the practice can give you one.

standing-operator = Operator
standing-job = Program
standing-administrator = Administrator
standing-manager = Practice manager
standing-practitioner = Practitioner
standing-clinical-staff = Clinical staff
standing-biller = Biller
standing-office = Front office
standing-compliance = Compliance
standing-auditor = Auditor
standing-trainee = Trainee
standing-nobody = No role

sessions-title = Sign-in and sessions
sessions-open = Where you are signed in
sessions-said = End any session that you do not know, or that was left open on a machine of others. It ends at once.
sessions-device = Device
sessions-unknown-device = Unknown device
sessions-proof = Signed in by
sessions-began = Since
sessions-seen = Last used
sessions-end = End
sessions-this = This one
sessions-by-password = password
sessions-by-code = one-time code
sessions-by-passkey = passkey
sessions-by-recovery = recovery code
sessions-by-invitation = invitation
sessions-by-demo = demo
sessions-by-other = another way

factors-title = Second factor
factors-have = Your account asks for a one-time code after the password.
factors-have-not = Your account has a password and nothing else.
factors-see = See and change
factors-owed = Your organization asks everybody for a second factor. Set one up, then go on.
factors-what = An authenticator app shows a new code every 30 seconds. Whoever learns your password still cannot come in without it.
factors-begin = Set up one-time codes
factors-step-app = Open an authenticator app on your telephone.
factors-step-secret = Add an account there and type this key:
factors-open-app = Open in an authenticator on this device
factors-step-code = Type the code that it shows now.
factors-confirm = Confirm
factors-codes = Your recovery codes
factors-codes-said = Print these or write them down, and keep them away from your telephone. Each works once, in place of a code. They are not shown again.
factors-kept = I have kept them
factors-left = { $count ->
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
}
factors-new-codes = Make new recovery codes
