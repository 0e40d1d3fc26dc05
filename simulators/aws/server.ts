import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Clock, type Random, uuid } from '@lcm/core/kernel';
import { AnswerLostError } from './disturbed.ts';
import { admin } from './http/admin.ts';
import { ec2Service, refusal } from './http/ec2-service.ts';
import { monitoringService } from './http/monitoring-service.ts';
import type { AwsService, ServiceAnswer } from './http/service.ts';
import { scopeOf } from './http/signature.ts';
import { Ec2Error } from './model/ec2-error.ts';
import type { Ec2Model } from './model/ec2-model.ts';

export interface AwsSimulatorOptions {
  readonly model: Ec2Model;
  readonly clock: Clock;
  readonly random: Random;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Makes the model durable; called before each answer. */
  readonly save?: (() => void) | undefined;
  /** Other services of AWS by the name in their signatures' scope, such as `ssm`. */
  readonly services?: Readonly<Record<string, AwsService>>;
}

export interface AwsSimulator {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const maxBodyBytes = 1024 * 1024;

/** AWS on one port: services are told apart by the signature, as their host names are not there to tell. */
export async function startAwsSimulator(options: AwsSimulatorOptions): Promise<AwsSimulator> {
  const services = new Map(
    Object.entries({ ec2: ec2Service(options), monitoring: monitoringService(options), ...options.services }),
  );
  const server = createServer((request, response) => {
    serve({ ...options, services }, request, response).catch(() => request.socket.destroy());
  });
  const port = await listen(server, options);
  return { url: `http://${options.host}:${port}`, close: async () => close(server) };
}

interface Served extends Omit<AwsSimulatorOptions, 'services'> {
  readonly services: ReadonlyMap<string, AwsService>;
}

async function serve(options: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  try {
    const answer = await answerTo(options, request, body);
    response.writeHead(answer.status, { ...answer.headers, 'content-type': answer.contentType });
    response.end(answer.body);
  } catch (error) {
    if (!(error instanceof AnswerLostError)) throw error;
    request.socket.destroy();
  }
}

async function answerTo(options: Served, request: IncomingMessage, body: string): Promise<ServiceAnswer> {
  const { method = '', url: path = '', headers } = request;
  const toAdmin = admin(options.model, { method, path, body });
  if (toAdmin) {
    options.save?.();
    return toAdmin;
  }
  const scope = scopeOf(headers.authorization);
  const requestId = uuid(options.random);
  if (scope === undefined) return refusal(new Ec2Error('AuthFailure'), requestId);
  const service = options.services.get(scope.service);
  if (service) return service({ scope, headers, body });
  return refusal(new Ec2Error('InvalidAction', `There is no service ${scope.service} here.`), requestId);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > maxBodyBytes) throw new Error('the request is too large');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
