import { toIso } from '@lcm/core/kernel';
import { type Html, html } from '@lcm/simulator-kit/html';
import type { ReceivedMail } from '../model/mailbox.ts';

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
aside { border: 1px solid; border-radius: .4rem; padding: .5rem .75rem; margin-bottom: 1rem; }
li { padding: .5rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
ul { list-style: none; padding: 0; }
small { opacity: .8; }
pre { white-space: pre-wrap; font: inherit; }
dt { font-weight: 600; float: left; min-width: 5rem; clear: left; }
dd { margin-left: 5.5rem; }
iframe { width: 100%; height: 24rem; border: 1px solid; border-radius: .4rem; background: #fff; }
`;

/** Everything around the content of a page. */
function documentOf(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<aside aria-label="About this page"><strong>Simulation</strong> of a mail server: what the product mails ends here, whoever it is for.</aside>
${body}
</body>
</html>`.text;
}

export function listPage(mails: readonly ReceivedMail[], to: string): string {
  const rows = mails.map(
    ({ number, subject, receivers, at }) => html`<li><a href="/mails/${number}">${subject || '(no subject)'}</a><br>
<small>to ${receivers.join(', ')} · <time datetime="${toIso(at)}">${inWords(toIso(at))}</time></small></li>`,
  );
  const none = html`<p>${to === '' ? 'No mail has come yet.' : `No mail has come for ${to}.`}</p>`;
  return documentOf(
    'Mails',
    html`<main><h1>Mails</h1>
<form role="search"><label>For <input name="to" type="search" value="${to}" placeholder="any address"></label> <button>Show</button></form>
${rows.length === 0 ? none : html`<ul>${rows}</ul>`}</main>`,
  );
}

export function mailPage({
  number,
  from,
  receivers,
  subject,
  messageId,
  date,
  text,
  html: markup,
}: ReceivedMail): string {
  return documentOf(
    subject,
    html`<main><p><a href="/">All mails</a></p><h1>${subject}</h1>
<dl><dt>From</dt><dd>${from}</dd><dt>To</dt><dd>${receivers.join(', ')}</dd><dt>Date</dt><dd>${date}</dd><dt>Id</dt><dd>${messageId}</dd></dl>
<h2>As text</h2><pre>${text}</pre>
${markup === undefined ? undefined : html`<h2>As page</h2><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="The mail as a page" src="/mails/${number}/html"></iframe>`}</main>`,
  );
}

export function missingPage(): string {
  return documentOf('No such mail', html`<main><h1>No such mail</h1><p><a href="/">All mails</a></p></main>`);
}

function inWords(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
