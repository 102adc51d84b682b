// A stranger's OpenID Connect provider (npm oidc-provider), on this machine, with its own pages for whoever comes.

import { createServer } from "node:http";
import { once } from "node:events";
import { Provider } from "oidc-provider";
import { visitor } from "./browser.mjs";

export const CLIENT = { id: "perennial", secret: "a secret: with & signs" };

/** A port that nobody listens on now. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Everybody may sign in there, under the name that they type. */
export async function provide(callback) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [callback] }],
    claims: { openid: ["sub"], profile: ["preferred_username"] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ["only for these tests"] },
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  return {
    issuer,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A visitor for whom the provider's pages ask nobody else: they would fetch a font from far away. */
export async function guest(browser, url) {
  const one = await visitor(browser, url);
  await one.context.route(/fonts\.googleapis\.com/, (route) => route.fulfill({ contentType: "text/css", body: "" }));
  return one;
}

/** Shows the provider who one is, and lets it tell us. */
export async function showWho(page, name) {
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("whatever");
  await page.getByRole("button", { name: "Sign-in" }).click();
  const consent = page.getByRole("button", { name: "Continue" });
  await Promise.race([consent.waitFor(), page.waitForURL(/localhost/)]);
  if (/127\.0\.0\.1/.test(page.url())) await consent.click();
  await page.waitForURL(/localhost/);
}
