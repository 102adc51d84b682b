// Passkeys: a form with `data-passkey="create|get"` gets its challenge from `data-challenges`, wakes the authenticator
// when its `data-passkey-go` is pressed, and is sent with what that answered. Without this script, or in a browser
// without passkeys, the button is not shown.
interface Challenge {
  token: string;
  options: { publicKey: PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON };
}

function field(form: HTMLFormElement, name: string): HTMLInputElement | null {
  return form.querySelector(`input[name="${name}"]`);
}

async function challenge(form: HTMLFormElement): Promise<Challenge> {
  const body = new URLSearchParams();
  for (const name of ["pending", "organization"]) {
    // What somebody has typed elsewhere on the page counts.
    const typed = document.querySelector<HTMLInputElement>(`input[name="${name}"]:not([type=hidden])`) ?? field(form, name);
    if (typed) body.set(name, typed.value);
  }
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  const headers: HeadersInit = token ? { "X-CSRF-Token": token, Accept: "application/json" } : { Accept: "application/json" };
  const answer = await fetch(form.dataset["challenges"] ?? "", { method: "POST", body, headers });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Challenge;
}

async function prove(form: HTMLFormElement): Promise<void> {
  const { token, options } = await challenge(form);
  const isNew = form.dataset["passkey"] === "create";
  const credential = isNew
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey) });
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
  const kept = field(form, "passkey_token");
  const answer = field(form, "passkey_answer");
  if (!kept || !answer) throw new Error("no fields");
  kept.value = token;
  answer.value = JSON.stringify(credential.toJSON());
  form.submit();
}

if ("PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential) {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    const go = form.querySelector<HTMLButtonElement>("[data-passkey-go]");
    const problem = form.querySelector<HTMLElement>("[data-passkey-problem]");
    if (!go) continue;
    form.hidden = false;
    go.hidden = false;
    go.addEventListener("click", (event) => {
      event.preventDefault();
      go.disabled = true;
      if (problem) problem.hidden = true;
      prove(form).catch(() => {
        // The person may have said no: they are told, and may try again.
        go.disabled = false;
        if (problem) problem.hidden = false;
      });
    });
  }
}
