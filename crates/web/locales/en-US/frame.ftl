### The frame around every page.

frame-skip = Skip to the page
frame-rooms = Rooms
frame-panel = Beside the page
frame-keys = Keys
frame-close = Close
frame-user = Your menu
frame-sessions = Sign-in and sessions
frame-sign-out = Sign out
frame-theme = Light or dark
frame-theme-system = As the machine
frame-theme-light = Light
frame-theme-dark = Dark
frame-practice-here = Practice: { $name }. Choose another
frame-offline = No connection. Changes of others appear when it is back.

rooms-practices = Practices

meter-missing = { $done }. { $missing } more for { $threshold }
meter-reached = { $done }. Every threshold is reached
