import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { freePort } from './free-ports.ts';
import type { Findings, Peer } from './peer.ts';
import { onLoopback, type Server, serve } from './program.ts';

const contract = 'src/core/adapters/coordination/etcd-coordination.test.ts';
const only = 'only with ETCD_URL';

const report = z.object({
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

async function startEtcd(program: string, folder: string): Promise<{ server: Server; url: string }> {
  const [url, peerUrl] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const options = {
    name: 'conformance',
    'data-dir': join(folder, 'data'),
    'listen-client-urls': url,
    'advertise-client-urls': url,
    'listen-peer-urls': peerUrl,
    'initial-advertise-peer-urls': peerUrl,
    'initial-cluster': `conformance=${peerUrl}`,
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  // Elsewhere than on amd64, etcd 3.4 wants to be told that this is meant.
  const env = process.arch === 'arm64' ? { ETCD_UNSUPPORTED_ARCH: 'arm64' } : {};
  const server = await serve(
    { program, args, env },
    /(ready to serve client requests|serving insecure client requests)/,
  );
  return { server, url };
}

function findingsOf(text: string): Findings {
  const files = report.parse(JSON.parse(text)).testResults;
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === 'failed');
  const broken = files.filter(({ assertionResults, message }) => assertionResults.length === 0 && message !== '');
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    problems: [
      ...failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages?.join('\n') ?? ''}`),
      ...broken.map(({ message }) => message),
    ],
  };
}

/** The coordination store's contract, whose other adapters keep it in `npm test`. */
export const etcd: Peer = {
  name: 'etcd',
  against: "the coordination store's contract",
  async check({ program }) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'conformance-etcd-'));
    const { server, url } = await startEtcd(program, folder.path);
    await using _ = server;
    const file = join(folder.path, 'report.json');
    const options = ['--project', 'unit', '--testNamePattern', only, '--reporter=json', `--outputFile=${file}`];
    const args = ['node_modules/vitest/vitest.mjs', 'run', ...options, contract];
    const ended = await onLoopback({ program: process.execPath, args, env: { ETCD_URL: url }, limitMs: 90_000 });
    const found = await readFile(file, 'utf8').then(findingsOf, () => ({ passed: 0, problems: [] }));
    if (ended.code === 0 || found.problems.length > 0) return found;
    return { ...found, problems: [`vitest ended with ${ended.code}\n${ended.output}${ended.errors}`] };
  },
};
