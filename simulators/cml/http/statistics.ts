import type { Cml } from '../model/cml.ts';
import { nodeState } from '../model/power.ts';
import type { Lab, Link, Node, Properties } from '../model/state.ts';
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
    cpu_usage: state === 'BOOTED' ? idleCpu(seconds) : 70 * nodeCpus(cml, node),
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

/** Of one core: a machine that idles is never quite still. */
function idleCpu(seconds: number): number {
  return 4 + ((seconds * 7) % 50) / 10;
}

const packetBytes = 102;

/** Keep-alives and routing hellos, one each way every two seconds since both its ends are up. */
function traffic(cml: Cml, lab: Lab, link: Link): Properties {
  const ends = lab.nodes.filter(({ interfaces }) => interfaces.some(({ id }) => id === link.a || id === link.b));
  const seconds = Math.min(...ends.map((node) => Number(times(cml, node)['STARTED'] ?? 0)));
  const packets = 44 + Math.floor(seconds / 2);
  const bytes = packets * packetBytes;
  return { readbytes: bytes, readpackets: packets, writebytes: bytes, writepackets: packets, drops: 0 };
}

export function simulationStats(cml: Cml, lab: Lab): Properties {
  const up = lab.links.filter((link) => stateOfLink(cml, lab, link) === 'STARTED');
  return {
    nodes: Object.fromEntries(lab.nodes.map((node) => [node.id, nodeStats(cml, node)])),
    links: Object.fromEntries(up.map((link) => [link.id, traffic(cml, lab, link)])),
  };
}
