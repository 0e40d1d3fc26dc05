// The candidate's page: keeps what the server rendered current, and connects the consoles.
import { ConsolePanel } from './console.mjs';

const root = document.querySelector('#session');
const sessionId = root.dataset.session;
const base = `/sessions/${sessionId}`;
const refreshMs = 1500;

const actionsIn = {
  PENDING: ['start'],
  RUNNING: ['pause', 'finish'],
  PAUSED: ['resume', 'finish'],
};

const consoles = new Map();
let latest;
let receivedAt = 0;
let isCutOff = false;

function showProblem(text) {
  const problem = document.querySelector('#problem');
  problem.hidden = text === '';
  if (problem.textContent !== text) problem.textContent = text;
}

async function call(path, body) {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(base + path, init);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? `The delivery system answered ${response.status}.`);
  return answer;
}

async function refresh() {
  try {
    take(await call('/state'));
    if (isCutOff) showProblem('');
    isCutOff = false;
  } catch (error) {
    isCutOff = true;
    showProblem(error instanceof TypeError ? 'The delivery system does not answer. Trying again.' : error.message);
  }
}

function take(answer) {
  const before = latest;
  latest = { ...answer, key: answer.devices.map(({ label, host, port }) => `${label} ${host}:${port}`).join() };
  receivedAt = performance.now();
  show();
  if (before === undefined) return;
  // Devices may come after the page: the server knows how to draw them.
  if (latest.key !== before.key) location.reload();
  const isResumed = before.state !== 'RUNNING' && latest.state === 'RUNNING';
  if (isResumed) for (const console of consoles.values()) console.reconnect();
}

async function act(path, body) {
  try {
    showProblem('');
    await call(path, body);
    await refresh();
  } catch (error) {
    showProblem(error.message);
  }
}

function show() {
  const state = document.querySelector('#state');
  if (state.textContent !== latest.stateText) state.textContent = latest.stateText;
  const allowed = actionsIn[latest.state] ?? [];
  for (const button of document.querySelectorAll('[data-action]')) {
    button.hidden = !allowed.includes(button.dataset.action);
  }
  const isRunning = latest.state === 'RUNNING';
  for (const button of document.querySelectorAll('[data-console]')) button.disabled = !isRunning;
  const isTyping = latest.typing.some((one) => one.state === 'typing');
  for (const button of document.querySelectorAll('[data-solve], [data-solve-all]')) {
    button.disabled = !isRunning || isTyping;
  }
  for (const device of latest.devices) showDevice(device);
  document.querySelector('#no-console').hidden = consoles.size > 0;
  showRemaining();
}

function showDevice({ label, console }) {
  const row = document.querySelector(`[data-device="${CSS.escape(label)}"]`);
  if (row === null) return;
  const badge = row.querySelector('[data-device-state]');
  if (badge !== null && badge.textContent !== console) badge.textContent = console;
  const typing = latest.typing.find((one) => one.label === label);
  const line = row.querySelector('[data-typing]');
  line.hidden = typing === undefined;
  if (typing === undefined) return;
  line.querySelector('progress').value = typing.typed / typing.total;
  const words = {
    typing: `typing the solution, line ${typing.typed} of ${typing.total}`,
    done: `typed and saved, ${typing.total} lines${typing.message ? `; ${typing.message}` : ''}`,
    failed: `stopped after ${typing.typed} of ${typing.total} lines: ${typing.message}`,
  };
  line.querySelector('span').textContent = words[typing.state];
}

function showRemaining() {
  if (latest === undefined) return;
  const clock = document.querySelector('#remaining');
  const isCounting = latest.state === 'RUNNING';
  const passedMs = isCounting ? performance.now() - receivedAt : 0;
  const text = latest.remainingMs === null ? 'open' : duration(latest.remainingMs - passedMs);
  if (clock.textContent !== text) clock.textContent = text;
  clock.parentElement.classList.toggle(
    'is-late',
    latest.remainingMs !== null && latest.remainingMs - passedMs < 300_000,
  );
}

function duration(ms) {
  if (ms <= 0) return 'time is up';
  const seconds = Math.ceil(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

function showConsole(label) {
  const known = consoles.get(label);
  if (known !== undefined) {
    known.focus();
    return;
  }
  const url = new URL(`${base}/devices/${encodeURIComponent(label)}/console`, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const onClose = () => {
    consoles.delete(label);
    document.querySelector('#no-console').hidden = consoles.size > 0;
    document.querySelector(`[data-console="${CSS.escape(label)}"]`)?.focus();
  };
  const panel = document.querySelector('#console-template').content.firstElementChild.cloneNode(true);
  document.querySelector('#consoles').append(panel);
  consoles.set(label, new ConsolePanel({ panel, label, url, onClose }));
  document.querySelector('#no-console').hidden = true;
}

function pressed({ dataset }) {
  const { action, console, solve, solveAll } = dataset;
  if (action === 'finish') document.querySelector('#finish-dialog').showModal();
  else if (action) void act('/actions', { action });
  else if (console) showConsole(console);
  else if (solve) void act('/solution', { device: solve, part: 'all' });
  else if (solveAll) void act('/solution', { part: solveAll });
}

root.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button !== null) pressed(button);
});
document.querySelector('#finish-dialog').addEventListener('close', (event) => {
  if (event.target.returnValue === 'finish') void act('/actions', { action: 'finish' });
});
for (const time of document.querySelectorAll('time')) time.textContent = new Date(time.dateTime).toLocaleString();

setInterval(showRemaining, 500);
setInterval(() => void refresh(), refreshMs);
void refresh();
