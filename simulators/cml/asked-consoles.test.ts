import { TcpConsoles } from '@lcm/core/adapters/consoles/tcp-consoles';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { expect, onTestFinished, test } from 'vitest';
import { DirectCmlServers } from './direct-cml-servers.ts';
import { CmlModel } from './model/model.ts';
import { startCmlServer } from './server.ts';

const hourMs = 3_600_000;

function node(number: number): string {
  const [id, label, port, address] = [`n${number}`, `R${number}`, 5000 + number, `10.0.0.${number}`];
  const configuration = `hostname ${label}\\ninterface Ethernet0/0\\n ip address ${address} 255.255.255.0\\n`;
  const ethernet = '{id: i0, label: Ethernet0/0, slot: 0, type: physical}';
  return `  - {id: ${id}, label: ${label}, x: 0, y: 0, node_definition: iol-xe, tags: ['serial:${port}'], configuration: "${configuration}", interfaces: [${ethernet}]}`;
}

const lab = `
nodes:
${node(1)}
${node(2)}
links:
  - {id: l0, n1: n1, i1: i0, n2: n2, i2: i0}
lab: {title: pair, version: 0.3.0}
`;

async function runningPair() {
  const clock = new FakeClock(1_700_000_000_000);
  const model = new CmlModel({ clock, random: new SeededRandom(1) }).skipBoot();
  const server = await startCmlServer({ model, consolePort: () => 0 });
  onTestFinished(server.close);
  const { username, password } = model.settings;
  const cml = new DirectCmlServers(() => model).at({ url: 'https://cml', username, password });
  const id = await cml.importLab(lab, 'pair');
  await cml.startLab(id);
  clock.step(hourMs);
  await server.consoles.refresh();
  const consoles = new TcpConsoles(new SystemClock(), { greetingMs: 300, answerMs: 2_000 });
  const ask = async (tagged: number, ...commands: readonly string[]) => {
    const port = server.consoles.actual(tagged) ?? 1;
    const answers = await consoles.ask({ host: '127.0.0.1', port }, commands);
    return answers.map(({ output }) => output);
  };
  return { ask };
}

test('a node that is asked answers by what runs now, in the lab and in itself', async () => {
  const { ask } = await runningPair();
  const [before] = await ask(5001, 'ping 10.0.0.2');
  expect(before).toContain('Success rate is 100 percent');
  await ask(5002, 'configure terminal', 'interface Ethernet0/0', 'shutdown');
  const [after, route] = await ask(5001, 'ping 10.0.0.2', 'show ip route');
  expect(after).toContain('Success rate is 0 percent');
  expect(route).toContain('% Not simulated');
  const [addresses] = await ask(5002, 'show ip interface brief');
  expect(addresses).toMatch(/Ethernet0\/0 .*administratively down/);
});
