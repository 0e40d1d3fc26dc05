import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { actionOf, answerTo, type S3Answer, type S3Request } from './http/actions.ts';
import { checkSignature } from './http/signature.ts';
import { errorXml } from './http/xml.ts';
import { Fault } from './model/faults.ts';
import { S3Error } from './model/s3-error.ts';
import type { S3Model } from './model/s3-model.ts';

export interface S3SimulatorOptions {
  readonly model: S3Model;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface S3Simulator {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const mostBytes = 256 * 1024 * 1024;

/** S3 on one port, buckets in the path. */
export async function startS3Simulator({ model, host, port }: S3SimulatorOptions): Promise<S3Simulator> {
  const server = createServer((request, response) => {
    serve(model, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://${host}:${listening}`, close: async () => close(server) };
}

async function serve(model: S3Model, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', headers } = message;
  const url = new URL(message.url ?? '/', 'http://store');
  const request = { method, url, headers, body: await bodyOf(message) };
  if (url.pathname === '/_faults') return send(response, ofFaults(model, request));
  // By the store's own clock, so that whoever is told of a skew can learn how large it is.
  response.setHeader('date', new Date(model.clock.now()).toUTCString());
  const met = meet(model, request);
  if (met === 'silence') return;
  if (met === 'cut') {
    message.socket.destroy();
    return;
  }
  if (!met.isCutShort) return send(response, met.answer);
  const { answer } = met;
  response.writeHead(answer.status, answer.headers);
  response.write(answer.body.slice(0, Math.ceil(answer.body.length / 2)), () => message.socket.destroy());
}

type Met = 'silence' | 'cut' | { readonly answer: S3Answer; readonly isCutShort: boolean };

/** What a request meets with: its answer, or the fault that was planned. */
function meet(model: S3Model, request: S3Request): Met {
  try {
    checkSignature(request, model.account, model.clock.now());
    return withFault(model, request);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    const headers = { 'content-type': 'application/xml' };
    const body = request.method === 'HEAD' ? '' : errorXml(error, request.url.pathname);
    return { answer: { status: error.status, headers, body }, isCutShort: false };
  }
}

function withFault(model: S3Model, request: S3Request): Met {
  const action = actionOf(request);
  const fault = model.faults.take(action);
  if (fault?.kind === 'refuse') throw new S3Error(fault.code);
  if (fault?.kind === 'hang') return 'silence';
  return spoiled(answerTo(model, action, request), fault?.kind);
}

function spoiled(answer: S3Answer, kind: Fault['kind'] | undefined): Met {
  if (kind === 'lose-answer') return 'cut';
  return { answer: kind === 'corrupt' ? corrupted(answer) : answer, isCutShort: kind === 'truncate' };
}

function corrupted(answer: S3Answer): S3Answer {
  if (typeof answer.body === 'string') return answer;
  return { ...answer, body: answer.body.map((byte, index) => (index === 0 ? byte ^ 1 : byte)) };
}

/** What a person or a test may ask of the simulator that S3 has no word for. */
function ofFaults(model: S3Model, { method, body }: S3Request): S3Answer {
  if (method === 'DELETE') model.faults.clear();
  if (method === 'POST') {
    const fault = Fault.safeParse(jsonIn(body));
    if (!fault.success) return json(400, { error: z.prettifyError(fault.error) });
    model.faults.add(fault.data);
  }
  return json(200, model.faults.all);
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function json(status: number, value: unknown): S3Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(value)}\n` };
}

function send(response: ServerResponse, { status, headers, body }: S3Answer): void {
  response.writeHead(status, headers);
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > mostBytes) throw new Error('the request is too large');
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
