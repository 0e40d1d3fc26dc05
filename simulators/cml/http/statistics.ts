import type { Cml } from '../model/cml.ts';
import { nodeState } from '../model/power.ts';
import type { Lab, Node, Properties } from '../model/state.ts';
import { nodeCpus, nodeRamMiB } from '../model/system.ts';
import { stateOfLink } from './views.ts';

/** Seconds since each state of the present run was entered. */
function times(cml: Cml, node: Node): Properties {
  const { power } = node;
  if (power.is !== 'on') return {};
  const since = (at: number): number => Math.max(0, Math.floor((cml.clock.now() - at) / 1000));
  const state = nodeState(cml, node);
  return {
    QUEUED: since(power.queuedAt),
    ...(state !== 'QUEUED' && { STARTED: since(power.startedAt) }),
    ...(state === 'BOOTED' && power.bootedAt !== null && { BOOTED: since(power.bootedAt) }),
  };
}

function nodeStats(cml: Cml, node: Node): Properties {
  const state = nodeState(cml, node);
  if (state !== 'STARTED' && state !== 'BOOTED') return { times: times(cml, node) };
  const seconds = Number(times(cml, node)['STARTED'] ?? 0);
  return {
    cpu_usage: state === 'BOOTED' ? 6 : 70 * nodeCpus(cml, node),
    block0_rd_bytes: 300_000_000,
    block0_wr_bytes: 1_600_000 + seconds * 100,
    is_running: true,
    ram_usage: 50,
    disk_usage: 200_000_000,
    cpus: nodeCpus(cml, node),
    ram: nodeRamMiB(cml, node),
    cpu_limit: 100,
    times: times(cml, node),
  };
}

export function simulationStats(cml: Cml, lab: Lab): Properties {
  const up = lab.links.filter((link) => stateOfLink(cml, lab, link) === 'STARTED');
  const idle = { readbytes: 4500, readpackets: 44, writebytes: 4500, writepackets: 44, drops: 0 };
  return {
    nodes: Object.fromEntries(lab.nodes.map((node) => [node.id, nodeStats(cml, node)])),
    links: Object.fromEntries(up.map((link) => [link.id, idle])),
  };
}
