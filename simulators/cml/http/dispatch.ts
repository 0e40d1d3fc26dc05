import { Refusal } from '../model/cml.ts';
import { strike } from '../model/faults.ts';
import { type Permission, requirePermission } from '../model/lab-access.ts';
import type { CmlModel } from '../model/model.ts';
import type { User } from '../model/state.ts';
import { authorize } from '../model/users.ts';
import { captureRoutes } from './capture-routes.ts';
import { definitionRoutes } from './definition-routes.ts';
import { labRoutes } from './lab-routes.ts';
import { licenseRoutes } from './license-routes.ts';
import { nodeRoutes } from './node-routes.ts';
import { resourcePoolRoutes } from './resource-pool-routes.ts';
import type { Answer, Route } from './route.ts';
import { systemRoutes } from './system-routes.ts';
import { userRoutes } from './user-routes.ts';

/** The whole API, below `/api/v0`. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...licenseRoutes,
  ...labRoutes,
  ...nodeRoutes,
  ...captureRoutes,
  ...definitionRoutes,
  ...userRoutes,
  ...resourcePoolRoutes,
];

export interface Incoming {
  readonly authorization: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `undefined`: nobody answers, the connection breaks. */
export interface Outcome {
  readonly answer: Answer | undefined;
  readonly delayMs: number;
}

const hangUp: Outcome = { answer: undefined, delayMs: 0 };

/** Only nginx is up: it answers in HTML, not in CML's words. */
function nginx(status: number): Outcome {
  const text = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`;
  return { answer: { status, text, contentType: 'text/html' }, delayMs: 0 };
}

/** While the controller starts, these answer already. */
const early = new Set(['system', 'authenticate', 'GET /authok']);

/** One request through everything that can happen to it; synchronous, so the model never changes half-way. */
export function dispatch(cml: CmlModel, route: Route, incoming: Incoming): Outcome {
  const { operation } = route;
  const outside = beforeTheApi(cml, operation);
  if (outside) return outside;
  const answer = answerTo(cml, route, incoming);
  const delayMs = strike(cml, 'slow', operation)?.ms ?? 0;
  return strike(cml, 'lose-answer', operation) ? hangUp : { answer, delayMs };
}

/** What somebody hears whose request never gets as far as CML. */
function beforeTheApi(cml: CmlModel, operation: string): Outcome | undefined {
  switch (cml.phase) {
    case 'off':
    case 'refused':
      return hangUp;
    case 'unavailable':
      return nginx(502);
    case 'starting':
      return early.has(operation) ? undefined : nginx(503);
    case 'ready': {
      const down = strike(cml, 'unavailable', operation);
      return down && nginx(down.status ?? 503);
    }
  }
}

function answerTo(cml: CmlModel, route: Route, incoming: Incoming): Answer {
  try {
    const refused = strike(cml, 'refuse', route.operation);
    if (refused) throw new Refusal(refused.status ?? 400, 'Refused by a simulated fault.');
    const token = incoming.authorization?.replace(/^Bearer /, '') ?? '';
    const user = caller(cml, route, token);
    checkLab(cml, route, { user, id: incoming.params['lab'] });
    return route.handle({ ...incoming, cml, token, user });
  } catch (error) {
    if (error instanceof Refusal) return refusal(error.status, error.message);
    throw error;
  }
}

/** @throws Refusal */
function caller(cml: CmlModel, { access }: Route, token: string): User {
  if (access === 'open') return nobody;
  const user = authorize(cml, token);
  if (access === 'admin' && !user.admin) throw new Refusal(403, 'User does not have required access.');
  return user;
}

/** Whether a lab is there at all is for the route to say. @throws Refusal */
function checkLab(cml: CmlModel, route: Route, { user, id }: { user: User; id: string | undefined }): void {
  const lab = cml.state.labs.find((one) => one.id === id);
  if (lab) requirePermission(lab, user, neededFor(route));
}

function neededFor({ method, path }: Route): Permission {
  if (method === 'GET') return 'lab_view';
  const isAdministration = path === '/labs/:lab' ? method === 'DELETE' : /\/(associations|groups)$/.test(path);
  if (isAdministration) return 'lab_admin';
  return method === 'PUT' ? 'lab_exec' : 'lab_edit';
}

const nobody: User = {
  id: '',
  username: '',
  password: '',
  admin: false,
  fullname: '',
  description: '',
  email: '',
  createdAt: 0,
  modifiedAt: 0,
  groups: [],
};

export function refusal(status: number, description: string): Answer {
  return { status, json: { code: status, description } };
}
