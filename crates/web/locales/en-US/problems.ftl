### What went wrong, and what one can do about it.

problem-number = For whoever runs this program:
problem-again = Try again
problem-home = To the first page

page-sign-in-title = Please sign in
page-sign-in-said = Your session has ended. Sign in, and you are back where you were.
page-step-up-title = Please confirm that it is you
page-step-up-said = This cannot be taken back, so it asks once more who you are.
page-owes-factor-title = Please set up a second factor
page-owes-factor-said = Your organization asks everybody for one before going on.
page-no-practice-title = Please choose a practice
page-no-practice-said = This page belongs to a practice. Say first where you work now.
page-not-found-title = There is nothing here
page-not-found-said = The address is wrong, or it leads to something that is not yours to see.
page-denied-title = This is not yours to do
page-denied-said = Your role at this practice does not include it. A manager of the practice can change that.
page-not-meant-title = Nothing was changed
page-not-meant-said = The request did not come from a page of this session. Go back, load the page anew and try again.
page-malformed-title = This could not be read
page-malformed-said = Something in the request is missing or broken. Nothing was changed.
page-invalid-title = Something is not right yet
page-invalid-said = Nothing was kept. Please look at this:
page-conflict-title = Somebody was faster
page-conflict-said = This was changed since you opened it. Nothing of yours was kept; look at how it stands now and try again.
page-too-large-title = This is too much at once
page-too-large-said = What was sent is larger than this page takes. Nothing was kept.
page-too-often-title = A little slower, please
page-too-often-said = There were very many requests in a short time. Wait some seconds and try again.
page-unavailable-title = Not available right now
page-unavailable-said = This passes by itself. Nothing of yours was kept; try again in a moment.
page-internal-title = Our mistake
page-internal-said = Something in the program went wrong. Nothing of yours was kept. If it happens again, tell whoever runs this program the number below.

## Codes of problems, beside fields. Any other code falls back to the last line.

problem-required = This is needed.
problem-wrong-type = This cannot be read.
problem-not-the-same = This is not the same as above.
problem-setup-code = This is not the code on the terminal.
problem-login = Three to 64 letters, digits or marks, without blanks.
problem-password-too-short = At least 12 characters, please.
problem-password-too-long = At most 128 characters, please.
problem-password-holds-login = A password without the sign-in name in it, please.
problem-password-common = This one is on the lists that others try first. Choose another.
problem-one-time-code = This code is wrong, or it was used before. Wait for the next one.
problem-hours = A number of hours, please, such as 24 or 7.5.
problem-too-many-hours = No week has more than 168 hours.
problem-other = This is not right: { $code }.
