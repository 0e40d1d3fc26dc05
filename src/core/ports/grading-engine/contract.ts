import { afterEach, describe, expect, test } from 'vitest';
import type { Evidence, GradingRules, ScoreReport } from '../../domain/grading/index.ts';
import type { GradingEngine, GradingRequest } from './index.ts';

export interface GradingEngineBench {
  readonly engine: GradingEngine;
  /** Lets the engine finish what it has taken. */
  readonly pass: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type EngineTrouble = 'answer-lost' | 'server-error' | 'faulted' | 'nonsense' | 'other-session' | 'not-json';

/** An engine over a network, with switches that make it fail. */
export interface DistantEngineBench extends GradingEngineBench {
  /** How often it has begun to grade. */
  readonly begun: () => number;
  /** From now on nothing answers (`true`), or everything does again. */
  readonly outage: (on: boolean) => void;
  /** Of its answers the next, or one after so many that are fine. */
  readonly next: (trouble: EngineTrouble, fineBefore?: number) => void;
  /** The next report says nothing of its last item. */
  readonly leaveOutLastItem: () => void;
}

/** The rules that the engine under test has of `contractForm`. */
export const contractRules: GradingRules = {
  format: 'lcm-grading/1',
  title: 'Names',
  cutScore: 50,
  sections: [
    {
      id: 'names',
      title: 'Names',
      items: [
        { id: 'r1', title: 'R1 has its name', points: 6, node: 'R1', check: { lines: ['hostname R1'] } },
        { id: 'r2', title: 'R2 has its name', points: 4, node: 'R2', check: { lines: ['hostname R2'] } },
      ],
    },
  ],
};
export const contractForm = 'Exam Associate CCNA v1.1 LAB 1.3a';

function evidence(running: Readonly<Record<string, string>>): Evidence {
  const nodes = Object.entries(running).map(([label, text]) => {
    return { label, nodeDefinition: 'iol-xe', state: 'BOOTED', running: text };
  });
  return { sessionId: 'ses_contract', capturedAt: '2026-11-21T09:00:00.000Z', nodes };
}

const solved = { R1: 'hostname R1\n', R2: 'hostname R2\n' };
const request: GradingRequest = {
  sessionId: 'ses_contract',
  grading: 'end',
  candidate: 'Ada',
  formQualifiedName: contractForm,
  evidence: evidence(solved),
  rules: contractRules,
};

function suite<Bench extends GradingEngineBench>(openBench: () => Promise<Bench>) {
  let bench: Bench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });
  return async (): Promise<Bench> => {
    bench = await openBench();
    return bench;
  };
}

async function graded({ engine, pass }: GradingEngineBench, asked: GradingRequest = request): Promise<ScoreReport> {
  const first = await engine.grade(asked);
  if (first.state === 'graded') return first.report;
  await pass();
  const answer = await engine.grade(asked);
  if (answer.state !== 'graded') throw new Error('it does not finish');
  return answer.report;
}

/** What every `GradingEngine` promises; each adapter's test file calls this once. */
export function gradingEngineContract(name: string, openBench: () => Promise<GradingEngineBench>): void {
  describe(`GradingEngine: ${name}`, () => {
    const open = suite(openBench);

    test('who has done everything has all points, item by item', async () => {
      const report = await graded(await open());
      expect(report).toMatchObject({ sessionId: 'ses_contract', points: 10, maxPoints: 10, percent: 100 });
      expect(report).toMatchObject({ cutScore: 50, result: 'pass', notGradable: 0 });
      const [section] = report.sections;
      expect(section).toMatchObject({ title: 'Names', points: 10, maxPoints: 10 });
      expect(section?.items).toMatchObject([
        { id: 'r1', title: 'R1 has its name', node: 'R1', status: 'passed', points: 6, maxPoints: 6 },
        { id: 'r2', title: 'R2 has its name', node: 'R2', status: 'passed', points: 4, maxPoints: 4 },
      ]);
    });

    test('what is missing is named, and costs its points', async () => {
      const asked = { ...request, evidence: evidence({ ...solved, R1: 'hostname Router\n' }) };
      const report = await graded(await open(), asked);
      expect(report).toMatchObject({ points: 4, percent: 40, result: 'fail' });
      expect(report.sections[0]?.items[0]).toMatchObject({ status: 'failed', points: 0, missing: ['hostname R1'] });
    });

    test('nobody passes by what nobody knows', async () => {
      const asked = { ...request, evidence: evidence({ R1: solved.R1 }) };
      const report = await graded(await open(), asked);
      expect(report).toMatchObject({ points: 6, result: 'fail', notGradable: 1, notGradablePoints: 4 });
      const open2 = report.sections[0]?.items[1];
      expect(open2).toMatchObject({ id: 'r2', status: 'not-gradable', points: 0, maxPoints: 4 });
      expect(open2?.explanation).not.toBe('');
    });

    test('the report says of when its evidence is, when and by which engine it was made, and by which rules', async () => {
      const report = await graded(await open());
      expect(report.evidenceCapturedAt).toBe('2026-11-21T09:00:00.000Z');
      expect(Date.parse(report.gradedAt)).toBeGreaterThan(0);
      expect(report.engine?.version).toMatch(/./);
      expect(report.rulesHash).toMatch(/^[\da-f]{64}$/);
    });

    test('the same grading is the same report, however often it is asked for', async () => {
      const bench = await open();
      const first = await graded(bench);
      expect((await graded(bench)).sections).toEqual(first.sections);
    });
  });
}

/** What an engine over a network promises besides. */
export function distantEngineContract(name: string, openBench: () => Promise<DistantEngineBench>): void {
  gradingEngineContract(name, openBench);

  describe(`GradingEngine, far away: ${name}`, () => {
    const open = suite(openBench);

    test('a grading is begun once, whatever is asked how often, and the next one is another', async () => {
      const bench = await open();
      await bench.engine.grade(request);
      await bench.engine.grade(request);
      await graded(bench);
      expect(bench.begun()).toBe(1);
      await graded(bench, { ...request, grading: 'again' });
      expect(bench.begun()).toBe(2);
    });

    test('a grading whose answers are lost on the way is begun once all the same', async () => {
      const bench = await open();
      for (const fineBefore of [0, 1, 2]) {
        const asked = { ...request, grading: `lost${fineBefore}` };
        bench.next('answer-lost', fineBefore);
        await expect(bench.engine.grade(asked)).rejects.toMatchObject({ code: 'unreachable' });
        expect(await graded(bench, asked)).toMatchObject({ points: 10 });
        expect(bench.begun()).toBe(fineBefore + 1);
      }
    });

    test('an outage and an error of the server are no answer, and pass', async () => {
      const bench = await open();
      bench.outage(true);
      await expect(bench.engine.grade(request)).rejects.toMatchObject({
        name: 'GradingEngineError',
        code: 'unreachable',
      });
      bench.outage(false);
      bench.next('server-error');
      await expect(bench.engine.grade(request)).rejects.toMatchObject({ code: 'unreachable' });
      expect(await graded(bench)).toMatchObject({ points: 10 });
    });

    test('a grading that came to grief says why, and is tried again', async () => {
      const bench = await open();
      bench.next('faulted');
      await bench.engine.grade(request);
      await bench.pass();
      await expect(bench.engine.grade(request)).rejects.toMatchObject({ code: 'faulted' });
      expect(await graded(bench)).toMatchObject({ points: 10 });
    });

    test.each([
      ['nonsense', /more than/],
      ['other-session', /another session/],
      ['not-json', /./],
    ] as const)('an answer that cannot be true (%s) is no score, and says what is wrong', async (trouble, words) => {
      const bench = await open();
      await bench.engine.grade(request);
      await bench.pass();
      bench.next(trouble);
      const told = bench.engine.grade(request);
      await expect(told).rejects.toMatchObject({ code: 'nonsense', message: expect.stringMatching(words) });
    });

    test('content that the engine has no rules for is refused', async () => {
      const { engine } = await open();
      const asked = { ...request, formQualifiedName: 'Exam Associate CCNA v1.1 LAB 9.9z' };
      await expect(engine.grade(asked)).rejects.toMatchObject({ code: 'refused' });
    });

    test('an item of which the engine says nothing is not gradable', async () => {
      const bench = await open();
      bench.leaveOutLastItem();
      const report = await graded(bench);
      expect(report).toMatchObject({ points: 6, result: 'fail', notGradable: 1, notGradablePoints: 4 });
      expect(report.sections[0]?.items[1]).toMatchObject({ id: 'r2', status: 'not-gradable', points: 0, maxPoints: 4 });
    });
  });
}
