### Claims on paper, and the worksheet of a payer's portal.

paper-to-paper = On paper
paper-to-claim = The claim
paper-pdf = Plain copy (PDF)
paper-image = Print image for the form
paper-places = The print image puts each box where the pre-printed form has it. Hold the first print against a form: printers differ.
paper-unsigned = The practitioner has not reviewed this claim, so the form is not signed.
paper-cut = These boxes hold more than fits and are cut in the print image: { $boxes }
paper-sheet = Sheet { $page } of { $pages }
paper-line = Line { $number }

worksheet-title = Worksheet for the payer's portal
worksheet-to = Worksheet for the portal
worksheet-claims = { $count ->
    [one] one claim
   *[other] { $count } claims
  }
worksheet-said = The fields stand in the portal's order. Select one to copy it.
worksheet-confirm = All of it is typed in: say the portal's number
worksheet-sent = The portal has it, under the number { $number }.
