import type * as z from 'zod';
import {
  type GradingAnswer,
  type GradingEngine,
  GradingEngineError,
  type GradingEngineErrorCode,
  type GradingRequest,
  gradingKey,
} from '../../ports/grading-engine/index.ts';
import { type EnginePart, EngineSession, Problem, Ruleset } from './engine-wire.ts';
import { readScoreReport, rulesVersionOf } from './read-score-report.ts';

export interface EngineCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

export interface EngineAnswer {
  readonly status: number;
  /** Parsed; `undefined` when it was no JSON, or nothing. */
  readonly body: unknown;
}

/** One call over whatever lies between. @throws GradingEngineError `unreachable` when there is no answer */
export type EngineTransport = (call: EngineCall) => Promise<EngineAnswer>;

const sessions = '/api/v1/sessions';

/**
 * The external grading engine by its REST API, version 1. A grading of ours is a session of its own there, of one part,
 * under an id that we give it: so it is found again whatever was lost on the way.
 */
export class MozartGradingEngine implements GradingEngine {
  readonly #transport: EngineTransport;

  constructor(transport: EngineTransport) {
    this.#transport = transport;
  }

  async grade(request: GradingRequest): Promise<GradingAnswer> {
    const part = (await this.#part(request)) ?? (await this.#create(request));
    switch (part.status) {
      case 'created':
        await this.#order(request);
        return { state: 'grading' };
      case 'grading':
        return { state: 'grading' };
      case 'faulted':
        // Whoever asks next finds it under way again.
        await this.#order(request);
        throw new GradingEngineError('faulted', `the grading engine could not grade it: ${reasonOf(part)}`);
      case 'reviewing':
      case 'locked':
        return this.#graded(request, part);
    }
  }

  async #graded(request: GradingRequest, { scoreReport }: EnginePart): Promise<GradingAnswer> {
    if (!scoreReport) throw new GradingEngineError('nonsense', 'the grading engine says it is done, and has no report');
    const path = `${sessions}/parts/${encodeURIComponent(request.formQualifiedName)}/ruleset/grading/rules`;
    const ruleset = await this.#ask({ method: 'GET', path }, Ruleset);
    const report = readScoreReport(scoreReport, ruleset, request);
    return { state: 'graded', report, rulesVersion: rulesVersionOf(scoreReport) };
  }

  /** `undefined` when the engine does not know of it yet. */
  async #part(request: GradingRequest): Promise<EnginePart | undefined> {
    const path = `${sessions}/${gradingKey(request)}`;
    const { status, body } = await this.#transport({ method: 'GET', path });
    return status === 404 ? undefined : partOf(accepted({ status, body }, EngineSession), request);
  }

  async #create(request: GradingRequest): Promise<EnginePart> {
    const body = orderOf(request);
    return partOf(await this.#ask({ method: 'POST', path: sessions, body }, EngineSession), request);
  }

  async #order(request: GradingRequest): Promise<void> {
    const part = encodeURIComponent(request.formQualifiedName);
    const path = `${sessions}/${gradingKey(request)}/parts/${part}/grade?recollect=false`;
    const answer = await this.#transport({ method: 'POST', path });
    if (!isFine(answer)) throw refusal(answer);
  }

  async #ask<Schema extends z.ZodType>(call: EngineCall, schema: Schema): Promise<z.output<Schema>> {
    return accepted(await this.#transport(call), schema);
  }
}

function accepted<Schema extends z.ZodType>(answer: EngineAnswer, schema: Schema): z.output<Schema> {
  if (!isFine(answer)) throw refusal(answer);
  const read = schema.safeParse(answer.body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = answer.body === undefined ? 'it is no JSON' : `${issue?.path.join('.')}: ${issue?.message}`;
  throw new GradingEngineError('nonsense', `the grading engine does not answer as version 1 does: ${where}`);
}

function isFine({ status }: EngineAnswer): boolean {
  return status >= 200 && status < 300;
}

function refusal({ status, body }: EngineAnswer): GradingEngineError {
  const { data } = Problem.safeParse(body);
  const fields = Object.entries(data?.errors ?? {}).map(([field, words]) => `${field}: ${words.join(', ')}`);
  const why = [data?.detail ?? data?.title ?? '', ...fields].filter(Boolean).join('; ').slice(0, 300);
  return new GradingEngineError(codeOf(status), `the grading engine answers ${status}${why && `, ${why}`}`);
}

function codeOf(status: number): GradingEngineErrorCode {
  if (status === 401 || status === 403) return 'denied';
  return status >= 500 || status === 429 || status === 408 ? 'unreachable' : 'refused';
}

function partOf(session: EngineSession, request: GradingRequest): EnginePart {
  const key = gradingKey(request);
  if (session.id !== key)
    throw new GradingEngineError('nonsense', `the grading engine answers with another session, ${session.id}`);
  const part = session.parts.find(({ id }) => id === request.formQualifiedName);
  if (part !== undefined) return part;
  throw new GradingEngineError('nonsense', `the grading engine has no part ${request.formQualifiedName} in ${key}`);
}

function reasonOf({ statusReason }: EnginePart): string {
  return statusReason ?? 'it does not say why';
}

/** The contract wants three characters. */
const shortestCandidate = 3;

/**
 * Each device brings along what was collected of it, as the configuration of its one interface: the contract has no other
 * place for evidence, and what was collected outlives the lab.
 */
function orderOf({ candidate, formQualifiedName, evidence, ...request }: GradingRequest): unknown {
  const devices = evidence.nodes.map((node) => ({
    label: node.label,
    hostname: node.label,
    collector: 'ccm',
    interfaces: [{ name: 'evidence', protocol: 'evidence', host: node.label, configuration: JSON.stringify(node) }],
  }));
  const pod = { id: gradingKey(request), devices };
  return {
    id: gradingKey(request),
    candidateId: candidate.padEnd(shortestCandidate, '_'),
    parts: [{ id: formQualifiedName, pod }],
  };
}
