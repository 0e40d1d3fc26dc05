import { cmlErrorCode, withoutTokens } from '@lcm/core/adapters/cml/cml-errors';
import { orRefused } from '@lcm/core/adapters/cml/cml-lab-details';
import { instant } from '@lcm/core/kernel';
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
  cmlActivities,
  cmlLabId,
  cmlNodeId,
  type NodeConfiguration,
} from '@lcm/core/ports/cml';
import { directCaptures } from './direct-captures.ts';
import {
  directConfigurations,
  directEvents,
  directHealth,
  directImageDefinitions,
  directLab,
  directNodeDefinitions,
  directPortsInUse,
  directStatistics,
  directTopology,
} from './direct-cml-details.ts';
import { licensingOf } from './direct-licensing.ts';
import { Refusal } from './model/cml.ts';
import { findDefinition } from './model/definition-documents.ts';
import { consoleLog } from './model/device.ts';
import { strike } from './model/faults.ts';
import { happened } from './model/happenings.ts';
import { exportLab, importLab } from './model/import-export.ts';
import { changeLab, deleteLab, getLab, getNode, labConverged, startLab, stopLab, wipeLab } from './model/labs.ts';
import { authorizationStatus, deregister, register, registrationStatus, renew } from './model/license.ts';
import type { CmlModel } from './model/model.ts';
import { changeNode, startNode, stopNode, wipeDisks } from './model/nodes.ts';
import { definitionId, label, nodeState, tags } from './model/power.ts';
import type { Happening, Node, User } from './model/state.ts';
import { systemNumbers } from './model/system.ts';

/** The port straight over models found by URL: no sockets, no JSON, nothing but the state machines. */
export class DirectCmlServers implements CmlServers {
  readonly #find: (url: string) => CmlModel | undefined;

  constructor(find: (url: string) => CmlModel | undefined) {
    this.#find = find;
  }

  at(endpoint: CmlEndpoint): CmlServer {
    return new DirectCmlServer(endpoint, () => this.#find(endpoint.url));
  }
}

class DirectCmlServer implements CmlServer {
  readonly #endpoint: CmlEndpoint;
  readonly #model: () => CmlModel | undefined;
  readonly captures: CmlCaptures = directCaptures(async (operation, act) => this.#call(operation, act));

  constructor(endpoint: CmlEndpoint, model: () => CmlModel | undefined) {
    this.#endpoint = endpoint;
    this.#model = model;
  }

  async system(): Promise<CmlSystem> {
    return this.#call('system', (cml) => ({ version: cml.settings.version, ready: cml.phase === 'ready' }));
  }

  async health(): Promise<CmlHealth> {
    return this.#call('health', directHealth);
  }

  async stats(): Promise<CmlStats> {
    return this.#call('stats', systemNumbers);
  }

  async licensing(): Promise<CmlLicensing> {
    return this.#call('licensing', licensingOf);
  }

  async registerLicense(token: string, { reregister = false } = {}): Promise<void> {
    await this.#call('register', (cml) => {
      const status = registrationStatus(cml);
      const suffices = status === 'COMPLETED' && !reregister && authorizationStatus(cml) !== 'OUT_OF_COMPLIANCE';
      if (status !== 'IN_PROGRESS' && !suffices) register(cml, token, status === 'COMPLETED');
    });
  }

  async deregisterLicense(): Promise<{ readonly returned: boolean }> {
    return this.#call('deregister', (cml) => {
      if (registrationStatus(cml) === 'NOT_REGISTERED') return { returned: true };
      return { returned: deregister(cml) !== 202 };
    });
  }

  async renewLicense(): Promise<void> {
    await this.#call('renew', (cml) => renew(cml, 'authorizationRenewedAt'));
  }

  async nodeDefinitions(): Promise<readonly CmlNodeDefinition[]> {
    return this.#call('node-definitions', directNodeDefinitions);
  }

  async imageDefinitions(): Promise<readonly CmlImageDefinition[]> {
    return this.#call('image-definitions', directImageDefinitions);
  }

  async *events(signal: AbortSignal): AsyncGenerator<CmlEvent> {
    yield* directEvents(await this.#open(), signal);
  }

  async portsInUse(): Promise<readonly CmlPortInUse[]> {
    return this.#call('console-keys', directPortsInUse);
  }

  async topology(id: CmlLabId): Promise<CmlTopology> {
    return this.#call('topology', (cml) => directTopology(cml, getLab(cml, id)));
  }

  async statistics(id: CmlLabId): Promise<CmlLabStatistics | undefined> {
    return orRefused(this.#call('statistics', (cml) => directStatistics(cml, getLab(cml, id))));
  }

  async labs(): Promise<readonly CmlLab[]> {
    return this.#call('labs', (cml, user) => cml.state.labs.map((lab) => directLab(cml, lab, user)));
  }

  async lab(id: CmlLabId): Promise<CmlLab | undefined> {
    return this.#call('lab', (cml, user) => {
      const lab = cml.state.labs.find((one) => one.id === id);
      return lab && directLab(cml, lab, user);
    });
  }

  async activity(): Promise<readonly CmlActivity[]> {
    return this.#call('telemetry', (cml) => happened(cml).flatMap(toActivity));
  }

  async importLab(yaml: string, labTitle: string): Promise<CmlLabId> {
    return this.#call('import-lab', (cml, user) => {
      try {
        return cmlLabId(importLab(cml, yaml, { title: labTitle, owner: user.id }).id);
      } catch (error) {
        if (error instanceof Refusal && error.status === 400)
          throw new CmlError('invalid', error.message, { cause: error });
        throw error;
      }
    });
  }

  async exportLab(id: CmlLabId): Promise<string> {
    return this.#call('export-lab', (cml) => exportLab(cml, getLab(cml, id)));
  }

  async nodes(id: CmlLabId): Promise<readonly CmlNode[]> {
    return this.#call('nodes', (cml) => getLab(cml, id).nodes.map((node) => toNode(cml, node)));
  }

  async setNodeTags(id: CmlLabId, node: CmlNodeId, wanted: readonly string[]): Promise<void> {
    await this.#call('change-node', (cml) => {
      if (wanted.some((tag) => tag.length > 64)) throw new Refusal(400, 'A tag has at most 64 characters.');
      changeNode(cml, getNode(cml, id, node), { tags: [...wanted] });
    });
  }

  async setNodeConfiguration(id: CmlLabId, node: CmlNodeId, configuration: string): Promise<void> {
    await this.#call('change-node', (cml) => changeNode(cml, getNode(cml, id, node), { configuration }));
  }

  async changeLab(id: CmlLabId, change: CmlLabChange): Promise<void> {
    await this.#call('change-lab', (cml) => {
      const { title = 'kept', description = '', notes = '' } = change;
      const fits = title.length > 0 && title.length <= 64 && description.length <= 4096 && notes.length <= 32_768;
      if (!fits) throw new Refusal(400, 'Input is not valid.');
      changeLab(cml, getLab(cml, id), change);
    });
  }

  async startNode(id: CmlLabId, node: CmlNodeId): Promise<void> {
    await this.#call('start-node', (cml) => startNode(cml, getNode(cml, id, node)));
  }

  async stopNode(id: CmlLabId, node: CmlNodeId): Promise<void> {
    await this.#call('stop-node', (cml) => stopNode(cml, getNode(cml, id, node)));
  }

  async wipeNode(id: CmlLabId, node: CmlNodeId): Promise<void> {
    await this.#call('wipe-node', (cml) => wipeDisks(cml, getNode(cml, id, node)));
  }

  async startLab(id: CmlLabId): Promise<void> {
    await this.#call('start-lab', (cml) => startLab(cml, getLab(cml, id)));
  }

  async stopLab(id: CmlLabId): Promise<void> {
    await this.#call('stop-lab', (cml) => stopLab(cml, getLab(cml, id)));
  }

  async wipeLab(id: CmlLabId): Promise<void> {
    await this.#call('wipe-lab', (cml) => wipeLab(cml, getLab(cml, id)));
  }

  async deleteLab(id: CmlLabId): Promise<void> {
    await this.#call('delete-lab', (cml) => {
      const lab = cml.state.labs.find((one) => one.id === id);
      if (lab) deleteLab(cml, lab);
    });
  }

  async converged(id: CmlLabId): Promise<boolean> {
    return this.#call('converged', (cml) => labConverged(cml, getLab(cml, id)));
  }

  async extractConfigurations(id: CmlLabId): Promise<readonly NodeConfiguration[]> {
    return this.#call('extract', (cml) => directConfigurations(cml, getLab(cml, id)));
  }

  async consoleLog(id: CmlLabId, node: CmlNodeId): Promise<string> {
    return this.#call('console-log', (cml) => {
      const found = getNode(cml, id, node);
      const hasConsole = (findDefinition(cml, definitionId(found.node))?.serialPorts ?? 0) > 0;
      return hasConsole ? consoleLog(cml, found.node, 0).join('\n') : '';
    });
  }

  /** A socket that is not there says nothing of why. */
  async #open(): Promise<CmlModel> {
    try {
      return await this.#call('events', (cml) => cml);
    } catch (error) {
      if (error instanceof CmlError && error.code === 'not-ready')
        throw new CmlError('unreachable', error.message, { cause: error });
      throw error;
    }
  }

  /** Everything that can come between a call and its effect, and between the effect and its answer. */
  async #call<Value>(operation: string, act: (cml: CmlModel, user: User) => Value): Promise<Value> {
    await Promise.resolve(); // even here an answer comes no sooner than the next turn
    const cml = this.#reach(operation);
    const slow = strike(cml, 'slow', operation)?.ms;
    if (slow !== undefined) await cml.clock.sleep(slow);
    const value = inPortTerms(operation, () => {
      const user = operation === 'system' ? nobody(cml) : this.#identify(cml);
      const refused = strike(cml, 'refuse', operation);
      if (refused) throw new Refusal(refused.status ?? 400, 'Refused by a simulated fault.');
      return act(cml, user);
    });
    if (strike(cml, 'lose-answer', operation)) throw new CmlError('unreachable', `CML ${operation}: no answer`);
    return value;
  }

  #reach(operation: string): CmlModel {
    const cml = this.#model();
    if (!cml || cml.phase === 'off' || cml.phase === 'refused') {
      throw new CmlError('unreachable', `CML ${operation}: no answer`);
    }
    const up = cml.phase === 'ready' || (cml.phase === 'starting' && operation === 'system');
    if (!up || strike(cml, 'unavailable', operation)) throw new CmlError('not-ready', `CML ${operation}: 503`);
    return cml;
  }

  #identify(cml: CmlModel): User {
    const { username, password } = this.#endpoint;
    const user = cml.state.users.find((one) => one.username === username && one.password === password);
    if (!user) throw new Refusal(403, 'Authentication failed!');
    return user;
  }
}

function inPortTerms<Value>(operation: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const message = `CML ${operation}: ${error.status} ${withoutTokens(error.message)}`;
    throw new CmlError(cmlErrorCode(error.status), message, { cause: error });
  }
}

function nobody(cml: CmlModel): User {
  const [first] = cml.state.users;
  if (!first) throw new Error('a CML server has at least its administrator');
  return first;
}

function toActivity({ category: name, at, data }: Happening): readonly CmlActivity[] {
  const category = cmlActivities.find((known) => known === name);
  const userId = data['user_id'];
  if (category === undefined) return [];
  return [{ category, at: wholeSecond(at), ...(typeof userId === 'string' && { userId }) }];
}

/** CML's times have no fractions. */
function wholeSecond(ms: number): CmlActivity['at'] {
  return instant(Math.floor(ms / 1000) * 1000);
}

function toNode(cml: CmlModel, node: Node): CmlNode {
  return {
    id: cmlNodeId(node.id),
    label: label(node),
    nodeDefinition: definitionId(node),
    state: nodeState(cml, node),
    tags: tags(node),
  };
}
