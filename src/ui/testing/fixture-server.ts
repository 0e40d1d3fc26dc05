import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { SessionId } from '@lcm/core/domain/session';
import type { IdleStatus, KeptWork } from '../lib/views.ts';
import { contentPackages, contentSources, definitionNeeds } from './fixture-content.ts';
import { costReport, workerCost } from './fixture-cost.ts';
import { fixtureEvidence } from './fixture-evidence.ts';
import { fleetCapacityReport, manySessions, manyWorkers, outlooks } from './fixture-fleet.ts';
import { historyOf, workerCommits } from './fixture-histories.ts';
import { closedLabs, labDiff, labImportCheck, labStatistics, labTopology } from './fixture-labs.ts';
import { metrics } from './fixture-metrics.ts';
import { myMail } from './fixture-notices.ts';
import { workerPorts } from './fixture-ports.ts';
import { sessionRuns } from './fixture-runs.ts';
import { availability, whatIfAnswer } from './fixture-scheduler.ts';
import { scoreReport } from './fixture-score.ts';
import { cohortItems, sessionCost, sessionNodes } from './fixture-sessions.ts';
import { aSnapshot } from './fixture-snapshots.ts';
import { jobs, settings, systemHealth } from './fixture-system.ts';
import { textOf } from './fixture-texts.ts';
import { topology } from './fixture-topology.ts';
import { warmLabs } from './fixture-warm.ts';
import { admin, aSession, author, user } from './fixtures.ts';
import { busyFleet, refusal } from './fleet.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export interface FixtureOptions {
  readonly dist: string;
  readonly fleet: 'busy' | 'empty' | 'large';
  readonly as: 'admin' | 'author' | 'user' | 'nobody';
}

function atNow(now: number): (minutes: number) => string {
  return (minutes) => new Date(now + minutes * 60_000).toISOString();
}

const snapshotNames = {
  workers: 'worker',
  sessions: 'session',
  definitions: 'definition',
  templates: 'template',
  instances: 'instance',
  tasks: 'task',
  snapshots: 'snapshot',
  notices: 'notice',
  labs: 'lab',
} as const;

const streamNames = {
  worker: 'worker.snapshot',
  session: 'lablet.session.snapshot',
  definition: 'lablet.definition.snapshot',
  template: 'worker.template.snapshot',
  instance: 'instance.snapshot',
  task: 'task.snapshot',
  snapshot: 'disk_snapshot.snapshot',
  notice: 'notice.snapshot',
  lab: 'lab_record.snapshot',
} as const;

function idOf(view: object): string {
  return 'id' in view ? String(view.id) : 'name' in view ? String(view.name) : '';
}

function viewsOf(fleet: FixtureOptions['fleet'], now: number): ReturnType<typeof busyFleet> {
  const busy = busyFleet(now);
  if (fleet !== 'large') return busy;
  const workers = manyWorkers(1000, atNow(now));
  return { ...busy, workers, sessions: [...busy.sessions, ...manySessions(workers)] };
}

type Send = (event: string, data: object, id?: string) => void;

function sender(response: ServerResponse): Send {
  return (event, data, id = '') =>
    void response.write(`${id === '' ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** People without a role for it see their own sessions and tasks; the server would send no others. */
function seenBy(as: FixtureOptions['as'], views: ReturnType<typeof busyFleet>): ReturnType<typeof busyFleet> {
  const { id, roles } = people[as];
  if (roles.includes('admin')) return views;
  const own = ({ session }: { readonly session?: { readonly ownerId: string } | undefined }) => session?.ownerId === id;
  return {
    ...views,
    sessions: views.sessions.filter(({ ownerId }) => ownerId === id),
    tasks: views.tasks.filter(({ assignee }) => assignee?.id === id),
    notices: views.notices.filter(own),
    instances: [],
    snapshots: [],
  };
}

function stream(send: Send, { fleet, as }: Pick<FixtureOptions, 'fleet' | 'as'>): void {
  send('connected', { status: 'connected', resumed: false });
  const views = seenBy(as, viewsOf(fleet, Date.now()));
  for (const [name, kind] of Object.entries(snapshotNames)) {
    const items = Object.entries(views).find(([key]) => key === name)?.[1] ?? [];
    const shown = fleet !== 'empty' || kind === 'definition' || kind === 'template' ? items : [];
    for (const view of shown) {
      send(streamNames[kind], { kind, id: idOf(view), version: 1, view, changes: [] });
    }
  }
  const known = settings(Date.now());
  send('settings.snapshot', { kind: 'settings', id: known.id, version: known.version, view: known, changes: [] });
  send('snapshot.complete', { items: 0 }, 'life-1:100');
}

function idleStatus(now: number): IdleStatus {
  const until = new Date(now + 12 * 60_000).toISOString();
  const because = [{ why: 'used', words: `it was used at ${new Date(now - 48 * 60_000).toISOString()}` }];
  return { idle: false, stopsAt: until, because, idleTimeoutMinutes: 60 };
}

function olderSession(minutes: (offset: number) => string) {
  const [bookedAt, statusSince] = [minutes(-30 * 24 * 60), minutes(-29 * 24 * 60)];
  const outcome = { result: 'completed', reason: 'its time was over' } as const;
  const id = SessionId.parse('ses_90');
  return aSession({ id, name: 'A lab of last month', status: 'archived', outcome, bookedAt, statusSince });
}

const people = { admin, author, user, nobody: user } as const;

function answerOf(path: string, as: FixtureOptions['as']): unknown {
  const now = Date.now();
  const table: readonly (readonly [RegExp, () => unknown])[] = [
    [/auth\/me$/, () => people[as]],
    [/system$/, () => ({ version: '0.1.0', now: new Date(now).toISOString(), simulated, speed: 20 })],
    [/system\/health$/, () => systemHealth(now)],
    [/jobs$/, () => ({ items: jobs(now) })],
    [/me\/mail$/, () => myMail],
    [/retention$/, () => ({ endedWorkersDays: 30, workers: [], evidenceDays: 180, sessions: 0 })],
    [/kept$/, () => keptWork(now)],
    [/lablet-sessions$/, () => ({ items: [olderSession(atNow(now))] })],
    [/lab-records$/, () => ({ items: closedLabs((minutes) => new Date(now + minutes * 60_000).toISOString()) })],
    [/lab-records\/check$/, () => labImportCheck],
    [/lab-records\/[^/]+\/topology$/, () => labTopology],
    [/lab-records\/[^/]+\/statistics$/, () => labStatistics(now)],
    [/revisions\/diff$/, () => labDiff],
    [/topology$/, () => topology],
    [/dry-run$/, () => refusal(now)],
    [/warm-labs$/, () => warmLabs],
    [/receivers$/, () => ({ definitionId: 'def_1', receivers: ['labs@example.org'], by: 'ada', settings: [] })],
    [/lablet-definitions\/[^/]+\/needs$/, () => definitionNeeds(atNow(now))],
    [/content-sources$/, () => ({ items: contentSources(atNow(now)) })],
    [/content-packages$/, () => ({ items: contentPackages(atNow(now)) })],
    [/cohorts$/, () => ({ items: cohortItems(atNow(now)) })],
    [/availability$/, () => availability(now)],
    [/what-if$/, () => whatIfAnswer(now)],
    [/score-report$/, () => scoreReport(now)],
    [/lablet-sessions\/[^/]+\/cost$/, () => sessionCost(now)],
    [/lablet-sessions\/[^/]+\/pipelines$/, () => sessionRuns(now)],
    [/lablet-sessions\/[^/]+\/nodes$/, () => sessionNodes(now)],
    [/evidence$/, () => fixtureEvidence],
    [/workers\/[^/]+\/cost$/, () => workerCost(now)],
    [/workers\/[^/]+\/outlook$/, () => outlooks(atNow(now))[0]],
    [/fleet\/outlook$/, () => ({ items: outlooks(atNow(now)) })],
    [/fleet\/capacity$/, () => fleetCapacityReport(atNow(now))],
    [/\/cost$/, () => costReport],
    [/idle-status$/, () => idleStatus(now)],
    [/metrics$/, () => metrics(now)],
    [/workers\/[^/]+\/ports$/, () => workerPorts(now)],
    [/snapshots\/[^/]+$/, () => ({ ...aSnapshot(), state: 'pending', percent: 42 })],
    [/history\//, () => ({ items: historyOf(path, now) })],
    [/audit\/newer$/, () => ({ count: 2 })],
    [/audit/, () => ({ items: workerCommits(now).toReversed(), next: 1, head: 3 })],
  ];
  return table.find(([pattern]) => pattern.test(path))?.[1]();
}

const simulated = [
  { part: 'AWS', note: 'EC2 and CloudWatch answer from this machine' },
  { part: 'CML', note: 'Labs start without nodes' },
  { part: 'LDS', note: 'The candidate sees a stand-in' },
];

function keptWork(now: number): KeptWork {
  const [keptAt, triedAt] = [new Date(now - 3 * 60_000).toISOString(), new Date(now - 3 * 60_000).toISOString()];
  const unread = [{ node: 'R2', reason: 'it is STOPPED', asOf: new Date(now - 40 * 60_000).toISOString() }];
  return { isKept: true, everyMinutes: 5, keptAt, changedAt: keptAt, triedAt, unread };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function file(response: ServerResponse, dist: string, path: string): Promise<void> {
  const name = extname(path) === '' ? '/index.html' : path;
  const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'";
  const content = await readFile(join(dist, name)).catch(() => undefined);
  if (content === undefined) return json(response, 404, {});
  response.writeHead(200, { 'content-type': types[extname(name)] ?? 'text/plain', 'content-security-policy': policy });
  response.end(content);
}

interface Serving extends FixtureOptions {
  readonly streams: Set<Send>;
  readonly orders: string[];
}

function openStream(response: ServerResponse, serving: Serving): void {
  const { streams } = serving;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = sender(response);
  streams.add(send);
  response.on('close', () => streams.delete(send));
  stream(send, serving);
}

/** What it knows is told; all else is an order, which it refuses. */
function answer(address: string, { method }: IncomingMessage, { as, orders }: Serving): readonly [number, unknown] {
  const path = address.split('?')[0] ?? '/';
  const known = answerOf(path, as);
  if (known !== undefined) return [200, known];
  orders.push(`${method} ${path}`);
  const detail = 'A fixture only shows; it does nothing.';
  return [409, { title: 'Conflict', detail, code: 'fixture.refuses', correlationId: 'c0ffee-1234' }];
}

async function handle(request: IncomingMessage, response: ServerResponse, options: Serving): Promise<void> {
  const address = request.url ?? '/';
  if (!address.startsWith('/api/')) return file(response, options.dist, address.split('?')[0] ?? '/');
  if (options.as === 'nobody') return json(response, 401, { title: 'Unauthorized', code: 'access.unauthenticated' });
  if (address.includes('/events/stream')) return openStream(response, options);
  const text = textOf(address);
  if (text === undefined) return json(response, ...answer(address, request, options));
  response.writeHead(200, { 'content-type': 'text/plain' }).end(text);
}

export interface FixtureServer {
  readonly url: string;
  readonly stop: () => void;
  /** What was ordered of it so far: it refuses all of that. */
  readonly orders: readonly string[];
  /** A later version of something reaches every screen that is open. */
  readonly tell: (kind: keyof typeof streamNames, version: number, view: object) => void;
}

/** The built screens over fixture data: what to look at, and what an accessibility checker reads. Loopback only. */
export async function startFixtureServer(options: FixtureOptions): Promise<FixtureServer> {
  const streams = new Set<Send>();
  const orders: string[] = [];
  const server = createServer((request, response) => void handle(request, response, { ...options, streams, orders }));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  const tell: FixtureServer['tell'] = (kind, version, view) => {
    for (const send of streams) send(streamNames[kind], { kind, id: idOf(view), version, view, changes: [] });
  };
  return { url: `http://127.0.0.1:${address.port}`, stop, tell, orders };
}
