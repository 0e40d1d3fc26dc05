import type { Agent } from 'undici';
import type { z } from 'zod';
import {
  type CmlActivity,
  type CmlCaptures,
  type CmlEndpoint,
  CmlError,
  type CmlEvent,
  type CmlHealth,
  type CmlImageDefinition,
  type CmlLab,
  type CmlLabChange,
  type CmlLabId,
  type CmlLabStatistics,
  type CmlLicensing,
  type CmlNode,
  type CmlNodeDefinition,
  type CmlNodeId,
  type CmlPortInUse,
  type CmlServer,
  type CmlServers,
  type CmlStats,
  type CmlSystem,
  type CmlTopology,
  cmlLabId,
  type NodeConfiguration,
  type Unread,
} from '../../ports/cml/index.ts';
import * as answers from './cml-answers.ts';
import { HttpCaptures } from './cml-captures.ts';
import { imagesAnswer, nodeDefinitionsAnswer, toImageDefinition, toNodeDefinitions } from './cml-definitions.ts';
import { withoutTokens } from './cml-errors.ts';
import { eventsOf } from './cml-events.ts';
import { orGone, pathOf, readStatistics, readTopology } from './cml-lab-details.ts';
import { toActivities, toConfiguration, toHealth, toLab, toLicensing, toNode, toStats } from './cml-mapping.ts';
import { readPortsInUse } from './cml-ports.ts';
import { type CmlHttpSettings, type CmlRequest, CmlSession, openAgent } from './cml-session.ts';
import { unreadable, whyRefused } from './unread.ts';

export type { CmlHttpSettings } from './cml-session.ts';

/** Logins that are remembered: of a fleet that is larger, each look would have to log in again. */
const SESSIONS_KEPT = 5000;

/** CML servers over their REST API, 2.9 and 2.10. */
export class HttpCmlServers implements CmlServers {
  readonly #settings: CmlHttpSettings;
  readonly #agent: Agent;
  readonly #sessions = new Map<string, CmlSession>();

  constructor(settings: CmlHttpSettings = {}) {
    this.#settings = settings;
    this.#agent = openAgent(settings);
  }

  at(endpoint: CmlEndpoint): CmlServer {
    const key = JSON.stringify([endpoint.url, endpoint.username, endpoint.password]);
    const session = this.#sessions.get(key) ?? new CmlSession(endpoint, this.#agent, this.#settings);
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > SESSIONS_KEPT && oldest !== undefined) this.#sessions.delete(oldest);
    return new HttpCmlServer(session);
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }
}

class HttpCmlServer implements CmlServer {
  readonly #session: CmlSession;
  readonly captures: CmlCaptures;

  constructor(session: CmlSession) {
    this.#session = session;
    this.captures = new HttpCaptures(session);
  }

  async system(): Promise<CmlSystem> {
    return this.#session.json({ method: 'GET', path: 'system_information', anonymous: true }, answers.systemAnswer);
  }

  async health(): Promise<CmlHealth> {
    return toHealth(await this.#get('system_health', answers.healthAnswer));
  }

  async stats(): Promise<CmlStats> {
    return toStats(await this.#get('system_stats', answers.statsAnswer));
  }

  async licensing(): Promise<CmlLicensing> {
    const [answer, told] = await Promise.all([this.#get('licensing', answers.licensingAnswer), this.#quota()]);
    const licensing = toLicensing(answer, told);
    return licensing.failure === undefined ? licensing : { ...licensing, failure: withoutTokens(licensing.failure) };
  }

  /** The limit as the server counts it; older servers do not tell. */
  async #quota(): Promise<z.output<typeof answers.quotaAnswer> | undefined> {
    return ifTold(this.#get('diagnostics/licensing', answers.quotaAnswer));
  }

  async registerLicense(token: string, { reregister = false } = {}): Promise<void> {
    const { registration, authorization } = await this.#get('licensing', answers.licensingAnswer);
    const registered = registration.status === 'COMPLETED';
    // Authorization follows registration by itself; out of compliance it needs a new one.
    const suffices = registered && !reregister && authorization.status !== 'OUT_OF_COMPLIANCE';
    if (registration.status === 'IN_PROGRESS' || suffices) return;
    const json = { token, reregister: registered };
    await unless(409, this.#session.text({ method: 'POST', path: 'licensing/registration', json }));
  }

  async deregisterLicense(): Promise<{ readonly returned: boolean }> {
    const { registration } = await this.#get('licensing', answers.licensingAnswer);
    if (registration.status === 'NOT_REGISTERED') return { returned: true };
    const asked = this.#session.answer({ method: 'DELETE', path: 'licensing/deregistration' });
    const answer = await unless('already been de-registered', asked);
    // 202: forgotten here, while the licence server was not reached.
    return { returned: answer?.status !== 202 };
  }

  async renewLicense(): Promise<void> {
    await this.#session.text({ method: 'PUT', path: 'licensing/authorization/renew' });
  }

  async nodeDefinitions(): Promise<readonly CmlNodeDefinition[]> {
    const [definitions, images] = await Promise.all([
      this.#get('node_definitions', nodeDefinitionsAnswer),
      this.#get('image_definitions', imagesAnswer),
    ]);
    return toNodeDefinitions(definitions, images);
  }

  async imageDefinitions(): Promise<readonly CmlImageDefinition[]> {
    return (await this.#get('image_definitions', imagesAnswer)).map(toImageDefinition);
  }

  events(signal: AbortSignal): AsyncIterableIterator<CmlEvent> {
    return eventsOf(this.#session, signal);
  }

  async portsInUse(): Promise<readonly CmlPortInUse[]> {
    return readPortsInUse(this.#session);
  }

  async topology(id: CmlLabId): Promise<CmlTopology> {
    return readTopology(this.#session, id);
  }

  async statistics(id: CmlLabId): Promise<CmlLabStatistics | undefined> {
    return readStatistics(this.#session, id);
  }

  async labs(): Promise<readonly CmlLab[]> {
    const [ids, { lab_tiles: tiles }] = await Promise.all([
      this.#get('labs?show_all=true', answers.labIdsAnswer),
      this.#get('populate_lab_tiles', answers.tilesAnswer),
    ]);
    // Tiles may leave out what others own: those are asked for one by one, and may be gone by then.
    const labs = ids.map(async (id) => (tiles[id] ? toLab(tiles[id]) : this.lab(cmlLabId(id))));
    return (await Promise.all(labs)).filter((lab) => lab !== undefined);
  }

  async lab(id: CmlLabId): Promise<CmlLab | undefined> {
    return orGone(this.#get(`labs/${encodeURIComponent(id)}`, answers.labAnswer).then(toLab));
  }

  /** A server that keeps no such record has nothing to tell; its labs still do. */
  async activity(): Promise<readonly CmlActivity[]> {
    return toActivities((await ifTold(this.#get('telemetry/events', answers.telemetryAnswer))) ?? []);
  }

  async importLab(yaml: string, title: string): Promise<CmlLabId> {
    const path = `import?title=${encodeURIComponent(title)}`;
    try {
      return cmlLabId((await this.#session.json({ method: 'POST', path, text: yaml }, answers.importAnswer)).id);
    } catch (error) {
      // CML refuses a topology it cannot read as it refuses everything else; here only the file can be wrong.
      if (error instanceof CmlError && error.code === 'refused')
        throw new CmlError('invalid', error.message, { cause: error });
      throw error;
    }
  }

  async exportLab(id: CmlLabId): Promise<string> {
    return this.#session.text({ method: 'GET', path: `${pathOf(id)}/download` });
  }

  async nodes(id: CmlLabId): Promise<readonly CmlNode[]> {
    const path = `${pathOf(id)}/nodes?data=true&operational=true&exclude_configurations=true`;
    return (await this.#get(path, answers.nodesAnswer)).map(toNode);
  }

  async setNodeTags(id: CmlLabId, node: CmlNodeId, tags: readonly string[]): Promise<void> {
    await this.#session.text({ method: 'PATCH', path: pathOf(id, node), json: { tags } });
  }

  async setNodeConfiguration(id: CmlLabId, node: CmlNodeId, configuration: string): Promise<void> {
    await this.#session.text({ method: 'PATCH', path: pathOf(id, node), json: { configuration } });
  }

  async changeLab(id: CmlLabId, { title, description, notes }: CmlLabChange): Promise<void> {
    await this.#session.text({ method: 'PATCH', path: pathOf(id), json: { title, description, notes } });
  }

  async startNode(id: CmlLabId, node: CmlNodeId): Promise<void> {
    await this.#session.text({ method: 'PUT', path: `${pathOf(id, node)}/state/start` });
  }

  async stopNode(id: CmlLabId, node: CmlNodeId): Promise<void> {
    await this.#session.text({ method: 'PUT', path: `${pathOf(id, node)}/state/stop` });
  }

  async wipeNode(id: CmlLabId, node: CmlNodeId): Promise<void> {
    await this.#session.text({ method: 'PUT', path: `${pathOf(id, node)}/wipe_disks` });
  }

  async startLab(id: CmlLabId): Promise<void> {
    await this.#session.text({ method: 'PUT', path: `${pathOf(id)}/start` });
  }

  async stopLab(id: CmlLabId): Promise<void> {
    await this.#session.text({ method: 'PUT', path: `${pathOf(id)}/stop` });
  }

  async wipeLab(id: CmlLabId): Promise<void> {
    await this.#session.text({ method: 'PUT', path: `${pathOf(id)}/wipe` });
  }

  async deleteLab(id: CmlLabId): Promise<void> {
    await orGone(this.#session.text({ method: 'DELETE', path: pathOf(id) }));
  }

  async converged(id: CmlLabId): Promise<boolean> {
    return this.#get(`${pathOf(id)}/check_if_converged`, answers.convergedAnswer);
  }

  async extractConfigurations(id: CmlLabId): Promise<readonly NodeConfiguration[]> {
    const [nodes, definitions] = await Promise.all([
      this.nodes(id),
      this.#get('simplified_node_definitions', answers.simplifiedDefinitionsAnswer),
    ]);
    const mute = new Set(definitions.filter(({ ui }) => ui.has_config_extraction === false).map((one) => one.id));
    const unread = new Map(
      await Promise.all(
        nodes.map(async (node) => [node.label, unreadable(node, mute) ?? (await this.#extract(id, node))] as const),
      ),
    );
    const path = `${pathOf(id)}/nodes?data=true&operational=true&exclude_configurations=false`;
    const read = (await this.#get(path, answers.configurationsAnswer)).map(toConfiguration);
    return read.map((one) => ({ ...one, unread: unread.get(one.label) }));
  }

  /** Why CML would not, if it would not. */
  async #extract(id: CmlLabId, node: CmlNode): Promise<Unread | undefined> {
    const path = `${pathOf(id, node.id)}/extract_configuration`;
    return whyRefused(this.#session.text({ method: 'PUT', path }));
  }

  async consoleLog(id: CmlLabId, node: CmlNodeId): Promise<string> {
    const path = `${pathOf(id, node)}/consoles/0/log`;
    try {
      return await this.#get(path, answers.consoleAnswer);
    } catch (error) {
      if (error instanceof CmlError && error.code === 'refused') return ''; // `Serial port does not exist on node`
      throw error;
    }
  }

  async #get<Schema extends z.ZodType>(path: CmlRequest['path'], schema: Schema): Promise<z.output<Schema>> {
    return this.#session.json({ method: 'GET', path }, schema);
  }
}

/** `undefined` from a server that does not know the question. */
async function ifTold<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CmlError && ['not-found', 'refused', 'invalid'].includes(error.code)) return undefined;
    throw error;
  }
}

/** Goes on when CML refuses because it is done already. */
async function unless<Value>(known: 409 | string, answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CmlError && error.code === 'refused' && error.message.includes(` ${known}`.trim())))
      throw error;
    return undefined;
  }
}
