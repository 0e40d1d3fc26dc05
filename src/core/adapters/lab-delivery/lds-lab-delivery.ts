import { z } from 'zod';
import { toIso } from '../../kernel/index.ts';
import {
  type DeliveryDevice,
  type DeliveryRequest,
  type DeliverySession,
  type DeliverySessionId,
  deliverySessionId,
  deliveryStates,
  type LabDelivery,
  LabDeliveryError,
  type LabDeliveryErrorCode,
} from '../../ports/lab-delivery/index.ts';

export interface LdsDeployment {
  readonly baseUrl: string;
  /** Where candidates reach it, when that is not `baseUrl`: launch URLs are rewritten to its scheme, host and port. */
  readonly frontendBaseUrl?: string | undefined;
  readonly username: string;
  readonly password: string;
  readonly timeoutMs?: number | undefined;
  /** Aborts calls in flight when we shut down. */
  readonly signal?: AbortSignal | undefined;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
}

const state = z.enum(deliveryStates);
const sessionId = z.union([z.string().min(1), z.int()]).transform((id) => deliverySessionId(String(id)));
const createdSession = z.object({ session_id: sessionId, state: state.optional() });
const seenSession = z.object({ state });
const launch = z.object({ url: z.url() });
const refusal = z.object({ error: z.object({ message: z.string() }) });
const anything = z.unknown();

/** Without a body it answers 415. */
const noContent = { body: {} } as const;

const sessions = '/reservations/v3/lab_session';
/** We order sessions of one part. */
const part = 1;

/** The Lab Delivery System by its REST API, version 3, with HTTP Basic. */
export class LdsLabDelivery implements LabDelivery {
  readonly #deployment: LdsDeployment;
  readonly #authorization: string;

  constructor(deployment: LdsDeployment) {
    this.#deployment = deployment;
    const credentials = Buffer.from(`${deployment.username}:${deployment.password}`).toString('base64');
    this.#authorization = `Basic ${credentials}`;
  }

  async provision(request: DeliveryRequest): Promise<DeliverySession> {
    const body = sessionOrder(request);
    const created = await this.#call({ method: 'POST', path: sessions, body }, createdSession);
    const id = created.session_id;
    // Version 3 only promises the id in this answer.
    return created.state === undefined ? this.#session(id) : { id, state: created.state };
  }

  async setDevices(id: DeliverySessionId, devices: readonly DeliveryDevice[]): Promise<void> {
    const body = devices.map(({ label, protocol, host, port }) => ({ device_label: label, protocol, host, port }));
    await this.#call({ method: 'PUT', path: `${pathOf(id)}/part/${part}/devices`, body }, anything);
  }

  async launchUrl(id: DeliverySessionId): Promise<string> {
    const { url } = await this.#call({ method: 'GET', path: `${pathOf(id)}/lablet_launch_url` }, launch);
    return onFrontend(url, this.#deployment.frontendBaseUrl);
  }

  async session(id: DeliverySessionId): Promise<DeliverySession | undefined> {
    try {
      return await this.#session(id);
    } catch (error) {
      if (error instanceof LabDeliveryError && error.code === 'not-found') return undefined;
      throw error;
    }
  }

  async pause(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#order(id, 'pause');
  }

  async resume(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#order(id, 'resume');
  }

  async end(id: DeliverySessionId): Promise<DeliverySession> {
    return this.#order(id, 'end');
  }

  async release(id: DeliverySessionId): Promise<void> {
    await this.#call({ method: 'POST', path: `${pathOf(id)}/release`, ...noContent }, anything);
  }

  async #order(id: DeliverySessionId, order: 'pause' | 'resume' | 'end'): Promise<DeliverySession> {
    const seen = await this.#call({ method: 'POST', path: `${pathOf(id)}/${order}`, ...noContent }, seenSession);
    return { id, state: seen.state };
  }

  async #session(id: DeliverySessionId): Promise<DeliverySession> {
    const seen = await this.#call({ method: 'GET', path: pathOf(id) }, seenSession);
    return { id, state: seen.state };
  }

  async #call<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
    const what = `${call.method} ${call.path}`;
    try {
      const response = await this.#send(call);
      const text = await response.text();
      if (!response.ok) throw new LabDeliveryError(codeOf(response.status), `${what}: ${explain(response, text)}`);
      return schema.parse(text === '' ? undefined : JSON.parse(text));
    } catch (error) {
      if (error instanceof LabDeliveryError) throw error;
      throw new LabDeliveryError('unreachable', `${what}: ${describe(error)}`, { cause: error });
    }
  }

  async #send({ method, path, body }: Call): Promise<Response> {
    const { baseUrl, timeoutMs = 30_000, signal } = this.#deployment;
    const timeout = AbortSignal.timeout(timeoutMs);
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    return fetch(`${baseUrl.replace(/\/$/, '')}${path}`, {
      method,
      headers: { accept: 'application/json', authorization: this.#authorization, ...content },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
  }
}

function pathOf(id: DeliverySessionId): string {
  return `${sessions}/${encodeURIComponent(id)}`;
}

function sessionOrder({ reference, formQualifiedName, candidate, scheduledAt }: DeliveryRequest): unknown {
  return {
    origin: 'lablet-cloud-manager',
    auth_id: reference,
    auth_id_type: 'ordered_session',
    candidate_id: candidate,
    location: 'cloud',
    timezone_offset: 0,
    first_name: 'Lablet',
    last_name: 'User',
    rack_group: 'LCM',
    rack_number: 1,
    scheduled_date: toIso(scheduledAt),
    session_parts: [{ repository_type: 'minio', form_qualified_name: formQualifiedName }],
  };
}

function codeOf(status: number): LabDeliveryErrorCode {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'not-found';
  return status >= 500 || status === 429 || status === 408 ? 'unreachable' : 'refused';
}

function explain({ status }: Response, text: string): string {
  const parsed = refusal.safeParse(jsonOf(text));
  return parsed.success ? `${status}, ${parsed.data.error.message.slice(0, 200)}` : `${status}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'the answer is not what version 3 gives';
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  return 'no answer';
}

function onFrontend(url: string, frontendBaseUrl: string | undefined): string {
  if (frontendBaseUrl === undefined) return url;
  const rewritten = new URL(url);
  const frontend = new URL(frontendBaseUrl);
  rewritten.protocol = frontend.protocol;
  rewritten.host = frontend.host;
  // Setting a host without a port keeps the old one.
  rewritten.port = frontend.port;
  return rewritten.href;
}
