import { httpEngineTransport } from '@lcm/core/adapters/grading-engine/http-engine-transport';
import { MozartGradingEngine } from '@lcm/core/adapters/grading-engine/mozart-grading-engine';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import {
  contractForm,
  contractRules,
  type DistantEngineBench,
  distantEngineContract,
} from '@lcm/core/ports/grading-engine/contract';
import { expect, test } from 'vitest';
import { directEngineTransport } from './direct-transport.ts';
import { GradingModel } from './model/grading-model.ts';
import { type GradingSimulator, startGradingSimulator } from './server.ts';

const minute = 60_000;
const account = { clientId: 'lcm', clientSecret: 'sécret' };

function rulesOf(form: string): typeof contractRules | undefined {
  return form === contractForm ? contractRules : undefined;
}

function aModel(): { readonly clock: FakeClock; readonly model: GradingModel } {
  const clock = new FakeClock(Date.UTC(2026, 10, 21, 9));
  return { clock, model: new GradingModel({ clock, random: new SeededRandom(1), rulesOf }) };
}

function bench(model: GradingModel, clock: FakeClock): Omit<DistantEngineBench, 'engine' | 'close'> {
  return {
    pass: async () => clock.step(minute),
    begun: () => model.begun,
    outage: (on) => (on ? model.arm({ kind: 'outage', forMs: minute }) : model.faults.clear()),
    next: (kind, fineBefore) => model.arm({ kind, fineBefore }),
    leaveOutLastItem: () => model.arm({ kind: 'item-left-out' }),
  };
}

async function overHttp(model: GradingModel): Promise<GradingSimulator> {
  return startGradingSimulator({ model, host: '127.0.0.1', port: 0, ...account, random: new SeededRandom(2) });
}

function engineAt({ url, tokenUrl }: GradingSimulator, clock: FakeClock, clientSecret = account.clientSecret) {
  const place = { baseUrl: url, tokenUrl, ...account, clientSecret, timeoutMs: 5_000 };
  return new MozartGradingEngine(httpEngineTransport(place, clock));
}

distantEngineContract('the simulated engine, directly', async () => {
  const { clock, model } = aModel();
  const engine = new MozartGradingEngine(directEngineTransport(model));
  return { ...bench(model, clock), engine, close: async () => undefined };
});

distantEngineContract('version 1 over HTTP', async () => {
  const { clock, model } = aModel();
  const server = await overHttp(model);
  return { ...bench(model, clock), engine: engineAt(server, clock), close: server.close };
});

const request = {
  sessionId: 'ses_1',
  grading: 'end',
  candidate: 'Al',
  formQualifiedName: contractForm,
  evidence: { sessionId: 'ses_1', capturedAt: '2026-11-21T09:00:00.000Z', nodes: [] },
  rules: undefined,
};

test('whoever has another secret is not let in, and whose token was forgotten gets another', async () => {
  const { clock, model } = aModel();
  const first = await overHttp(model);
  await expect(engineAt(first, clock, 'wrong').grade(request)).rejects.toMatchObject({ code: 'denied' });
  const engine = engineAt(first, clock);
  await engine.grade(request);
  await first.close();
  await expect(engine.grade(request)).rejects.toMatchObject({ code: 'unreachable' });
  const port = Number(new URL(first.url).port);
  const options = { model, host: '127.0.0.1', port, ...account, random: new SeededRandom(3) };
  const again = await startGradingSimulator(options);
  try {
    expect(await engine.grade(request)).toEqual({ state: 'grading' });
  } finally {
    await again.close();
  }
});

test('an engine that is killed goes on with what it has taken', async () => {
  const { clock, model } = aModel();
  await new MozartGradingEngine(directEngineTransport(model)).grade(request);
  const saved: unknown = JSON.parse(JSON.stringify(model));
  const next = new GradingModel({ clock, random: new SeededRandom(1), rulesOf: () => contractRules, saved });
  clock.step(minute);
  const answer = await new MozartGradingEngine(directEngineTransport(next)).grade(request);
  expect(answer).toMatchObject({ state: 'graded', report: { points: 0, notGradable: 2, result: 'fail' } });
});

test('it tells once that a grading is done; by a fault twice, early, or never', async () => {
  const { clock, model } = aModel();
  const engine = new MozartGradingEngine(directEngineTransport(model));
  const told: string[] = [];
  for (const fault of ['none', 'event-duplicated', 'event-early', 'event-lost']) {
    if (fault === 'event-duplicated' || fault === 'event-early' || fault === 'event-lost') model.arm({ kind: fault });
    await engine.grade({ ...request, grading: fault.replace('event-', '') });
    for (const round of ['early', 'late']) {
      for (const news of model.news()) {
        told.push(`${round} ${news.subject}`);
        model.acknowledged(news);
      }
      clock.step(minute);
    }
  }
  expect(told).toEqual([
    'late ses_1-none',
    'late ses_1-duplicated',
    'late ses_1-duplicated',
    'early ses_1-early',
    'late ses_1-early',
  ]);
});
