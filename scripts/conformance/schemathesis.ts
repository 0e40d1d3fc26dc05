import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { Findings, Peer } from './peer.ts';
import { startProduct } from './product.ts';
import { onLoopback } from './program.ts';
import { findingsOfReport } from './schemathesis-report.ts';

/** Said with what was found: with it Schemathesis sends the same again. */
const seed = 26_001;

/** Those that can fail without links between operations, of which our document has none. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'positive_data_acceptance',
  'unsupported_method',
  'allow_header_conformance',
  'ignored_auth',
];

interface Pass {
  readonly as: string;
  /** What is exchanged for a bearer token. */
  readonly identity: object;
  readonly examples: number;
  readonly options: readonly string[];
}

interface Place {
  readonly program: string;
  readonly url: string;
  /** For what it keeps of a run. */
  readonly folder: string;
}

const Token = z.object({ access_token: z.string() });
const Secrets = z.object({ services: z.record(z.string(), z.string()) });

function person(as: string, examples: number): Pass {
  return {
    as,
    identity: { username: as, password: 'test' },
    examples,
    options: ['--exclude-path-regex=^/internal/'],
  };
}

/** Everybody but the admin is refused most of it: what is told apart is whom, not what. */
async function passesOver(folder: string): Promise<readonly Pass[]> {
  const secrets = Secrets.parse(JSON.parse(await readFile(join(folder, 'data/identity/secrets.json'), 'utf8')));
  const service = (as: string): Pass => {
    const identity = { clientId: as, clientSecret: secrets.services[as] };
    // Objects inside commands may have fields that are not known yet, so it makes up names, `__proto__` among them: that
    // one is refused wherever it stands, and is no mistake.
    const options = ['--include-path-regex=^/internal/', '--exclude-checks=positive_data_acceptance'];
    return { as, identity, examples: 10, options };
  };
  return [person('admin', 15), person('user', 5), service('resource-scheduler'), service('lablet-controller')];
}

async function tokenOf(url: string, identity: object): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(identity) };
  const answer = await fetch(`${url}/api/v1/auth/token`, init);
  return Token.parse(await answer.json()).access_token;
}

/**
 * Logging in and out and the live stream, which does not end, are no operations of the document: they are tested by hand.
 * Nothing is made smaller after it failed: that takes minutes, and the first example says enough.
 */
async function run(pass: Pass, { program, url, folder }: Place): Promise<Findings> {
  const { as, identity, examples, options } = pass;
  const report = join(folder, `${as}.ndjson`);
  const token = await tokenOf(url, identity);
  const all = [
    `--header=Authorization: Bearer ${token}`,
    `--checks=${checks.join()}`,
    `--seed=${seed}`,
    `--max-examples=${examples}`,
    '--phases=examples,coverage,fuzzing',
    '--continue-on-failure',
    '--no-shrink',
    '--no-color',
    '--generation-database=none',
    '--report=ndjson',
    `--report-ndjson-path=${report}`,
    ...options,
  ];
  const main = 'import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())';
  const config = `--config-file=${resolve('scripts/conformance/schemathesis.toml')}`;
  const args = ['-c', main, config, 'run', `${url}/api/v1/openapi.json`, ...all];
  const ended = await onLoopback({ program, args, folder, limitMs: 600_000 });
  const { passed, problems } = findingsOfReport(await readFile(report, 'utf8').catch(() => ''));
  const isExplained = ended.code === 0 || (ended.code === 1 && problems.length > 0);
  const more = isExplained ? [] : [`it ended with ${ended.code}\n${ended.output.slice(-2000)}${ended.errors}`];
  return { passed, problems: [...problems, ...more].map((problem) => `as ${as}, seed ${seed}: ${problem}`) };
}

export const schemathesis: Peer = {
  name: 'schemathesis',
  against: 'the API, by its OpenAPI document',
  async check({ program }) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-schemathesis-'));
    await using product = await startProduct(folder.path);
    const all: Findings[] = [];
    const place = { program, url: product.address, folder: folder.path };
    for (const pass of await passesOver(folder.path)) all.push(await run(pass, place));
    return {
      passed: all.reduce((sum, { passed }) => sum + passed, 0),
      problems: all.flatMap(({ problems }) => problems),
    };
  },
};
