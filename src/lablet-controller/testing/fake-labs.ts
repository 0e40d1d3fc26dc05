import { parseTopology } from '@lcm/core/contracts/topology';
import { hostDoorOf } from '@lcm/core/domain/topology';
import type { Clock, Instant } from '@lcm/core/kernel';
import {
  CmlError,
  type CmlLab,
  type CmlLabChange,
  type CmlLabId,
  type CmlLabStatistics,
  type CmlNode,
  type CmlPortInUse,
  type CmlServer,
  type CmlServers,
  type CmlSystem,
  type CmlTopology,
  cmlLabId,
  cmlNodeId,
  type NodeConfiguration,
  type Unread,
} from '@lcm/core/ports/cml';

import { FakeCaptures } from './fake-captures.ts';

interface Kept {
  lab: CmlLab;
  yaml: string;
  nodes: readonly CmlNode[];
  goal: CmlLab['state'];
  since: Instant;
}

const bootMs = 120_000;
const stopMs = 10_000;

/** One CML server with its labs. Every call may be told to fail before or after its effect. */
export class FakeLabs implements CmlServer, CmlServers {
  readonly #clock: Clock;
  readonly #labs = new Map<CmlLabId, Kept>();
  #made = 0;
  /** What changed, in order. */
  readonly effects: string[] = [];
  exports = 0;
  /** What somebody made of a node, by its label. */
  readonly typed = new Map<string, string>();
  /** Of the nodes of labs that are imported from now on. */
  tagsOfNew: readonly string[] = ['mine'];
  /** Nodes whose configuration cannot be read, by their label. */
  readonly unread = new Map<string, Unread>();
  /** Called around each call: a throw there is a crash or a lost answer. */
  hook: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  at(): this {
    return this;
  }

  async labs(): Promise<readonly CmlLab[]> {
    return this.#around(() => [...this.#labs.values()].map((kept) => this.#now(kept)));
  }

  async lab(id: CmlLabId): Promise<CmlLab | undefined> {
    return this.#around(() => {
      const kept = this.#labs.get(id);
      return kept && this.#now(kept);
    });
  }

  activity = async (): Promise<never[]> => this.#around(() => []);

  async importLab(yaml: string, title: string): Promise<CmlLabId> {
    return this.#around(() => {
      this.#made += 1;
      const id = cmlLabId(`lab-${this.#made}`);
      const at = this.#clock.now();
      const lab: CmlLab = {
        id,
        title,
        state: 'DEFINED_ON_CORE',
        owner: 'admin',
        nodeCount: 2,
        linkCount: 1,
        createdAt: at,
        modifiedAt: at,
      };
      this.#labs.set(id, {
        lab,
        yaml,
        nodes: labelsIn(yaml).map((label) => aNode(label, this.tagsOfNew)),
        goal: 'DEFINED_ON_CORE',
        since: at,
      });
      this.effects.push('import');
      return id;
    });
  }

  async changeLab(id: CmlLabId, { title }: CmlLabChange): Promise<void> {
    return this.#around(() => {
      const kept = this.#kept(id);
      if (title !== undefined) kept.lab = { ...kept.lab, title };
      this.effects.push('rename');
    });
  }

  async exportLab(id: CmlLabId): Promise<string> {
    return this.#around(() => {
      this.exports += 1;
      return this.#kept(id).yaml;
    });
  }

  /** What somebody does by hand. */
  change(id: CmlLabId, { yaml, ...lab }: Partial<CmlLab> & { readonly yaml?: string }): void {
    const kept = this.#kept(id);
    kept.lab = { ...kept.lab, ...lab };
    kept.yaml = yaml ?? kept.yaml;
  }

  /** Its host goes down: no node of it runs any more. */
  powerOff(): void {
    for (const kept of this.#labs.values()) if (kept.goal === 'BOOTED') kept.goal = 'STOPPED';
  }

  /** Its host ends, and everything with it. */
  loseAll(): void {
    this.#labs.clear();
  }

  /** Somebody deletes it by hand, whatever its state. */
  lose(id: CmlLabId): void {
    this.#labs.delete(id);
  }

  async nodes(id: CmlLabId): Promise<readonly CmlNode[]> {
    return this.#around(() => {
      const { state } = this.#now(this.#kept(id));
      return this.#kept(id).nodes.map((node) => {
        return { ...node, state: this.wiped.has(node.label) ? ('DEFINED_ON_CORE' as const) : state };
      });
    });
  }

  async topology(id: CmlLabId): Promise<CmlTopology> {
    const nodes = (await this.nodes(id)).map((node) => ({
      ...node,
      x: 0,
      y: 0,
      configurationHash: '',
      interfaces: [],
    }));
    const ends = nodes.map((node) => ({ node: node.id, interface: 'i0' }));
    const [a, b] = ends;
    const state = nodes.every((node) => node.state === 'BOOTED') ? 'STARTED' : 'STOPPED';
    const links = a && b ? [{ id: 'l0', label: 'R1-R2', ends: [a, b] as const, state } as const] : [];
    return { nodes, links, annotations: 0 };
  }

  /** As CML before 2.10: it does not tell of memory. */
  async statistics(id: CmlLabId): Promise<CmlLabStatistics | undefined> {
    const { nodes } = await this.topology(id);
    const up = nodes.filter(({ state }) => state === 'BOOTED');
    if (up.length === 0) return undefined;
    const traffic = { readBytes: 4500, readPackets: 44, writtenBytes: 900, writtenPackets: 9 };
    return {
      nodes: up.map((node) => ({ node: node.id, cpuPercent: 6, diskReadBytes: 300, diskWrittenBytes: 16 })),
      links: [{ link: 'l0', ...traffic }],
    };
  }

  async portsInUse(): Promise<readonly CmlPortInUse[]> {
    return this.#around(() =>
      [...this.#labs].flatMap(([lab, { nodes }]) => nodes.flatMap((node) => node.tags.flatMap(claimOf({ lab, node })))),
    );
  }

  async setNodeTags(id: CmlLabId, node: string, tags: readonly string[]): Promise<void> {
    return this.#around(() => {
      const kept = this.#kept(id);
      kept.nodes = kept.nodes.map((each) => (each.id === node ? { ...each, tags } : each));
      this.effects.push(`tags ${tags.join()}`);
    });
  }

  /** What each node starts with, by its label. */
  readonly given = new Map<string, string>();

  async setNodeConfiguration(id: CmlLabId, node: string, configuration: string): Promise<void> {
    return this.#around(() => {
      const label = this.#kept(id).nodes.find((each) => each.id === node)?.label ?? '';
      const isWiped = this.#now(this.#kept(id)).state === 'DEFINED_ON_CORE' || this.wiped.has(label);
      if (!isWiped) throw new CmlError('refused', 'it must be wiped first');
      this.given.set(label, configuration);
    });
  }

  /** Nodes that were wiped one by one since their lab was down, by their label. */
  readonly wiped = new Set<string>();

  async wipeNode(id: CmlLabId, node: string): Promise<void> {
    return this.#around(() => {
      if (this.#now(this.#kept(id)).state !== 'STOPPED') throw new CmlError('refused', 'the lab is not stopped');
      const label = this.#kept(id).nodes.find((each) => each.id === node)?.label ?? '';
      if (this.wiped.has(label)) return;
      this.wiped.add(label);
      this.effects.push(`wipe ${label}`);
    });
  }

  async startLab(id: CmlLabId): Promise<void> {
    return this.#move(id, 'BOOTED', 'start');
  }

  async stopLab(id: CmlLabId): Promise<void> {
    return this.#move(id, 'STOPPED', 'stop');
  }

  async wipeLab(id: CmlLabId): Promise<void> {
    if (this.#now(this.#kept(id)).state !== 'STOPPED') throw new CmlError('refused', 'the lab is not stopped');
    return this.#move(id, 'DEFINED_ON_CORE', 'wipe');
  }

  async deleteLab(id: CmlLabId): Promise<void> {
    return this.#around(() => {
      if (this.#now(this.#kept(id)).state !== 'DEFINED_ON_CORE') throw new CmlError('refused', 'the lab is not wiped');
      this.#labs.delete(id);
      this.effects.push('delete');
    });
  }

  async converged(id: CmlLabId): Promise<boolean> {
    return this.#around(() => this.#now(this.#kept(id)).state === 'BOOTED');
  }

  async extractConfigurations(id: CmlLabId): Promise<readonly NodeConfiguration[]> {
    return this.#around(() =>
      this.#kept(id).nodes.map(({ label, nodeDefinition }) => ({
        label,
        nodeDefinition,
        configuration: this.typed.get(label) ?? `hostname ${label}\n`,
        unread: this.unread.get(label),
      })),
    );
  }

  async consoleLog(): Promise<string> {
    return this.#around(() => 'Router>\n');
  }

  async system(): Promise<CmlSystem> {
    return this.#around(() => ({ version: '2.9.1', ready: true }));
  }

  readonly captures = new FakeCaptures((act) => this.#around(act));
  health = notHere;
  stats = notHere;
  licensing = notHere;
  registerLicense = notHere;
  deregisterLicense = notHere;
  renewLicense = notHere;
  nodeDefinitions = notHere;
  imageDefinitions = notHere;
  startNode = notHere;
  stopNode = notHere;

  events(): never {
    throw new Error('the lablet controller has no business with the host');
  }

  get remaining(): readonly string[] {
    return [...this.#labs.values()].map(({ lab }) => lab.title);
  }

  async #move(id: CmlLabId, goal: CmlLab['state'], effect: string): Promise<void> {
    return this.#around(() => {
      const kept = this.#kept(id);
      if (kept.goal === goal) return;
      kept.goal = goal;
      if (goal === 'BOOTED') this.wiped.clear();
      kept.since = this.#clock.now();
      this.effects.push(effect);
    });
  }

  #now({ lab, goal, since }: Kept): CmlLab {
    if (lab.rawState !== undefined) return lab;
    const took = this.#clock.now() - since;
    if (goal === 'BOOTED') return { ...lab, state: took < bootMs ? 'STARTED' : 'BOOTED' };
    return { ...lab, state: took < stopMs && goal === 'STOPPED' ? 'STARTED' : goal };
  }

  #kept(id: CmlLabId): Kept {
    const kept = this.#labs.get(id);
    if (kept === undefined) throw new CmlError('not-found', `there is no lab ${id}`);
    return kept;
  }

  async #around<Value>(act: () => Value): Promise<Value> {
    this.hook();
    const value = act();
    this.hook();
    return value;
  }
}

/** Of the lab's nodes; of a text that is none, those that most tests are about. */
function labelsIn(yaml: string): readonly string[] {
  const read = parseTopology(yaml);
  return read.ok ? read.value.nodes.map(({ label }) => label) : ['R1', 'R2'];
}

function claimOf({ lab, node }: { readonly lab: CmlLabId; readonly node: CmlNode }) {
  return (tag: string): readonly CmlPortInUse[] => {
    const { protocol, port } = hostDoorOf(tag) ?? {};
    return protocol === undefined || port === undefined
      ? []
      : [{ lab, nodeLabel: node.label, protocol, port, isOpen: false }];
  };
}

function aNode(label: string, tags: readonly string[]): CmlNode {
  return { id: cmlNodeId(`n-${label}`), label, nodeDefinition: 'iol-xe', state: 'DEFINED_ON_CORE', tags };
}

async function notHere(): Promise<never> {
  throw new Error('the lablet controller has no business with the host');
}
