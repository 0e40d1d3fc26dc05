import { createHash } from 'node:crypto';
import { escapeHtml } from '@lcm/core/kernel';

const style = `
:root { color-scheme: light dark; --line: #ced4da; --muted: #5c636a; --accent: #0d6efd; --bad: #b02a37; }
@media (prefers-color-scheme: dark) { :root { --line: #495057; --muted: #adb5bd; --accent: #6ea8fe; --bad: #ea868f; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(24rem, 92vw); padding: 2rem; border: 1px solid var(--line); border-radius: .5rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input { width: 100%; padding: .5rem .75rem; font: inherit; border: 1px solid var(--line); border-radius: .375rem; }
input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
button { width: 100%; margin-top: 1.5rem; padding: .5rem; font: inherit; font-weight: 600; border: 0; border-radius: .375rem;
  background: #0b5ed7; color: #fff; cursor: pointer; }
.bad { color: var(--bad); font-weight: 600; } .note { color: var(--muted); font-size: .9rem; margin-bottom: 0; }
`;

/** Sends the confirmation that nobody needs to be asked for: the portal has just asked for it. */
const submitScript = 'document.forms[0].requestSubmit()';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Programs on the same machine may be where a login leads: they listen on loopback. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src ${hash(style)}`,
  `script-src ${hash(submitScript)}`,
  "form-action 'self' http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface LoginPage {
  readonly action: string;
  readonly username: string;
  readonly problem?: string | undefined;
  readonly demoUsers: readonly string[];
}

export function loginPage({ action, username, problem, demoUsers }: LoginPage): string {
  const described = problem === undefined ? '' : ' aria-describedby="problem" aria-invalid="true"';
  return page(
    'Log in',
    `${problem === undefined ? '' : `<p class="bad" id="problem" role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="${escapeHtml(action)}">
<label for="username">User name</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="64" value="${escapeHtml(username)}"${described}${username === '' ? ' autofocus' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${described}${username === '' ? '' : ' autofocus'}>
<button type="submit">Log in</button>
</form>
${demoNote(demoUsers)}`,
  );
}

export function logoutPage(form: string): string {
  return page(
    'Log out',
    `${form}
<input type="hidden" name="logout" value="yes" form="op.logoutForm">
<button type="submit" form="op.logoutForm" autofocus>Log out</button>
<script>${submitScript}</script>`,
  );
}

export function messagePage(
  title: string,
  text: string,
  link: { readonly href: string; readonly text: string },
): string {
  return page(
    title,
    `<p>${escapeHtml(text)}</p><p><a href="${escapeHtml(link.href)}">${escapeHtml(link.text)}</a></p>`,
  );
}

function demoNote(users: readonly string[]): string {
  if (users.length === 0) return '';
  return `<p class="note">This is a demonstration. Its users are ${escapeHtml(users.join(', '))}; the password of each is <b>test</b>.</p>`;
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Lablet Cloud Manager</title>
<style>${style}</style>
</head>
<body><main><h1>${title}</h1>
${body}
</main></body>
</html>
`;
}
