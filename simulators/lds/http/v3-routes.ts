import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LdsAnswer, LdsModel, SessionRequest } from '../model/lds-model.ts';
import type { LaunchTokens } from './launch-tokens.ts';
import { deviceList, explain, partPath, problem, sessionAnswer, sessionOrder, sessionPath, statusOf } from './wire.ts';

export interface V3Deps {
  readonly model: LdsModel;
  readonly tokens: LaunchTokens;
  readonly username: string;
  readonly password: string;
  /** Where this server is reached: launch URLs start with it. */
  readonly publicUrl: () => string;
  /** What is published for a form, told to who asks to have it read again. */
  readonly contentSize: (formQualifiedName: string) => Promise<number | undefined>;
}

const root = '/reservations/v3';

/** The part of version 3 of the LDS API that a delivery needs. */
export function v3Routes(app: FastifyInstance, deps: V3Deps): void {
  void app.register(
    async (v3) => {
      v3.addHook('onRequest', async (request, reply) => {
        if (!isAuthorized(request, deps)) return unauthorized(reply);
      });
      v3.addHook('preHandler', (request, reply) => suffer(deps.model, request, reply));
      v3.addHook('onSend', loseAnswer);
      sessionRoutes(v3, deps);
      v3.put<{ Params: { '*': string } }>('/lab_folder/minio/*', async (request, reply) => {
        const size = await deps.contentSize(request.params['*']);
        if (size === undefined) return reply.code(404).send(problem('content.unknown', 'no such content'));
        return { Version: '1', Size: size };
      });
    },
    { prefix: root },
  );
}

function sessionRoutes(v3: FastifyInstance, { model, tokens, publicUrl }: V3Deps): void {
  v3.post('/lab_session', async (request, reply) => {
    const order = sessionRequest(request.body);
    const before = model.effects().created;
    const session = model.provision(order);
    return reply.code(model.effects().created > before ? 201 : 200).send(sessionAnswer(session));
  });
  v3.put('/lab_session/:id/part/:part/devices', async (request, reply) => {
    const { id, part } = partPath.parse(request.params);
    const devices = deviceList
      .parse(request.body)
      .map(({ device_label, ...device }) => ({ ...device, label: device_label }));
    return answer(reply, model.setDevices(id, part, devices));
  });
  v3.get('/lab_session/:id', async (request, reply) => {
    const { id } = sessionPath.parse(request.params);
    const session = model.session(id);
    if (session === undefined) return reply.code(404).send(problem('session.unknown', `there is no session ${id}`));
    return sessionAnswer(session);
  });
  v3.get('/lab_session/:id/lablet_launch_url', async (request, reply) => {
    const { id } = sessionPath.parse(request.params);
    const launchable = model.launchable(id);
    if (!launchable.ok) return answer(reply, launchable);
    return { url: `${publicUrl()}/launch?token=${await tokens.sign('launch', id)}` };
  });
  v3.get('/lab_session', () => ({ sessions: model.sessions().map(sessionAnswer) }));
  for (const [order, carryOut] of Object.entries(ordersOf(model))) {
    v3.post(`/lab_session/:id/${order}`, async (request, reply) => {
      const { id } = sessionPath.parse(request.params);
      if (request.body === undefined)
        return reply.code(415).send(problem('body.missing', 'send a JSON object, at least {}'));
      return answer(reply, carryOut(id));
    });
  }
}

/** What is ordered of a session by the last part of a path. */
function ordersOf(model: LdsModel): Readonly<Record<string, (id: string) => LdsAnswer>> {
  return {
    pause: (id) => model.act(id, 'pause'),
    resume: (id) => model.act(id, 'resume'),
    end: (id) => model.act(id, 'finish'),
    release: (id) => model.release(id),
  };
}

function sessionRequest(body: unknown): SessionRequest {
  const { auth_id, auth_id_type, candidate_id, scheduled_date, session_parts } = sessionOrder.parse(body);
  return {
    authId: auth_id,
    authIdType: auth_id_type,
    candidate: candidate_id,
    scheduledAt: scheduled_date,
    forms: session_parts.map(({ form_qualified_name }) => form_qualified_name),
  };
}

function answer(reply: FastifyReply, outcome: LdsAnswer): FastifyReply {
  if (outcome.ok) return reply.send(sessionAnswer(outcome.value));
  const { rejection } = outcome;
  return reply.code(statusOf[rejection.code]).send(problem(rejection.code, explain(rejection)));
}

/** What is armed for this call: no service, a slow one, or an answer that is lost after the effect. */
async function suffer(model: LdsModel, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { outage, slowMs, loseAnswer: isLost } = model.trouble();
  if (outage) {
    await reply.code(503).send(problem('outage', 'the service is not available'));
    return;
  }
  if (slowMs > 0) await model.clock.sleep(slowMs);
  if (isLost) losesAnswer.add(request);
}

const losesAnswer = new WeakSet<FastifyRequest>();

/** The handler is done and nothing is written yet: the effect is there, the answer is not. */
async function loseAnswer(request: FastifyRequest): Promise<void> {
  if (losesAnswer.has(request)) request.raw.socket.destroy();
}

function isAuthorized(request: FastifyRequest, { username, password }: V3Deps): boolean {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function unauthorized(reply: FastifyReply): FastifyReply {
  return reply.code(401).header('www-authenticate', 'Basic realm="LDS"').send(problem('denied', 'wrong credentials'));
}
