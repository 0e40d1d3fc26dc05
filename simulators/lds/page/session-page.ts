import { toIso } from '@lcm/core/kernel';
import type { DeliveryState } from '@lcm/core/ports/lab-delivery';
import { type Html, html } from '@lcm/simulator-kit/html';
import { devicesOf, hasConsole } from '../console/consoles.ts';
import type { LabContent } from '../content/lab-content.ts';
import type { LdsSession } from '../model/state.ts';
import { renderMarkdown } from './markdown.ts';

export interface SessionPage {
  readonly session: LdsSession;
  readonly content: LabContent | undefined;
  /** Labels of the devices into which the published solution can be typed. */
  readonly solvable: ReadonlySet<string>;
}

export const stateTexts = {
  PENDING: 'Not started',
  RUNNING: 'Running',
  PAUSED: 'Paused',
  USER_FINISHED: 'Finished: you may close this page',
  ARCHIVING: 'Closed',
  ARCHIVED: 'Closed',
} as const satisfies Record<DeliveryState, string>;

/** Everything around the content of a page. */
export function documentOf(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/session.css">
</head>
<body>
<aside class="notice" aria-label="About this page"><strong>Simulation</strong> of the Lab Delivery System: for trials and training, not the real delivery system.</aside>
${body}
</body>
</html>`.text;
}

/** A page that only has something to say. */
export function messagePage(title: string, text: string): string {
  return documentOf(title, html`<main class="message"><h1>${title}</h1><p>${text}</p></main>`);
}

/** The candidate's page. It is whole without its script but for the consoles; the script keeps it current. */
export function sessionPage({ session, content, solvable }: SessionPage): string {
  const form = session.parts[0]?.formQualifiedName ?? 'Lab';
  const title = content?.title ?? form;
  const body = html`<div id="session" data-session="${session.id}">
<header class="top">
  <div><h1>${title}</h1><p class="quiet">${form} · ${session.candidate} · scheduled for <time datetime="${toIso(session.scheduledAt)}">${toIso(session.scheduledAt)}</time></p></div>
  <div class="clock"><span id="remaining-label" class="quiet">Time left</span><strong id="remaining" role="timer" aria-labelledby="remaining-label">–</strong></div>
  <div class="actions">
    <span id="state" class="badge" role="status">${stateTexts[session.state]}</span>
    ${actionButton('start', 'Start')}${actionButton('pause', 'Pause')}${actionButton('resume', 'Resume')}${actionButton('finish', 'Finish')}
  </div>
</header>
<p id="problem" class="problem" role="alert" hidden></p>
<main class="columns">
  <section aria-labelledby="tasks-title" class="card tasks"><h2 id="tasks-title">Tasks</h2>${tasks(content)}</section>
  <section aria-labelledby="devices-title" class="card">
    <h2 id="devices-title">Devices</h2>
    <ul class="devices">${devicesOf(session).map((device) => deviceRow(device, solvable))}</ul>
    ${devicesOf(session).length === 0 ? html`<p class="quiet">No devices are connected to this session yet.</p>` : undefined}
    ${solution(solvable)}
    <div id="consoles"><p id="no-console" class="quiet">Start the session, then open a console.</p></div>
  </section>
</main>
${finishDialog}
<template id="console-template">${consolePanel}</template>
</div>
<script type="module" src="/assets/session.mjs"></script>`;
  return documentOf(`${title} · lab session`, body);
}

function actionButton(action: string, label: string): Html {
  return html`<button type="button" data-action="${action}" hidden>${label}</button>`;
}

function tasks(content: LabContent | undefined): Html {
  if (content === undefined || content.tasks.trim() === '') {
    return html`<p class="quiet">No tasks are published for this form.</p>`;
  }
  return renderMarkdown(content.tasks);
}

function deviceRow(device: ReturnType<typeof devicesOf>[number], solvable: ReadonlySet<string>): Html {
  const { label, protocol, host, port } = device;
  const console = hasConsole(device)
    ? html`<button type="button" data-console="${label}" disabled>Open console</button>`
    : html`<span class="quiet">needs a ${protocol} client</span>`;
  const badge = hasConsole(device) ? html`<span class="badge" data-device-state>not connected</span>` : undefined;
  const solve = solvable.has(label)
    ? html`<button type="button" class="plain" data-solve="${label}" disabled>Type the published solution here</button>`
    : undefined;
  return html`<li data-device="${label}"><strong>${label}</strong> <span class="quiet">${protocol} ${host}:${port}</span>
    ${badge}<span class="spread">${console}${solve}</span>
    <span class="typing" data-typing hidden><progress max="1" value="0" aria-label="Solution typed into ${label}"></progress> <span></span></span></li>`;
}

function solution(solvable: ReadonlySet<string>): Html {
  if (solvable.size === 0) return html`<p class="quiet">No solution is published for this lab.</p>`;
  return html`<div class="solution" role="group" aria-label="Published solution">
  <button type="button" data-solve-all="all" disabled>Type the whole solution</button>
  <button type="button" class="plain" data-solve-all="half" disabled>Type half of it</button>
  <span class="quiet">To see a score without the work: full, or a partial one.</span></div>`;
}

const finishDialog = html`<dialog id="finish-dialog" aria-labelledby="finish-title"><form method="dialog">
<h2 id="finish-title">Finish this session?</h2>
<p>The consoles close, and what the devices are configured with now is what will be graded. This cannot be taken back.</p>
<div class="actions"><button value="cancel" class="plain" autofocus>Keep working</button><button value="finish" class="danger">Finish now</button></div>
</form></dialog>`;

const consolePanel = html`<section class="console">
<header><h3></h3><span class="badge" data-status role="status">connecting</span><span class="spread"><button type="button" class="plain" data-reconnect hidden>Reconnect</button><button type="button" class="plain" data-close>Close</button></span></header>
<pre class="screen" role="log" aria-live="polite" tabindex="0"></pre>
<form autocomplete="off"><label><span class="hidden">Command</span><input name="line" type="text" spellcheck="false" autocapitalize="off" autocomplete="off" maxlength="1000" placeholder="Type a line, press Enter"></label><button>Send</button></form>
</section>`;
