### Coming in.

access-sign-in = Sign in
