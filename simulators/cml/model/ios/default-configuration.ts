import type { Definition } from '../definition.ts';

/** What a node starts with when its lab gives it nothing. */
export function defaultConfiguration(definition: Definition, label: string): string {
  if (definition.id === 'external_connector') return 'NAT';
  if (definition.console === 'none') return '';
  const hostname = label.replaceAll(/[^A-Za-z0-9-]/g, '-');
  if (definition.console === 'shell')
    return `# this is a shell script which will be sourced at boot\nhostname ${hostname}\n`;
  const ports = definition.physical.slice(0, Math.max(definition.defaultCount, definition.minCount));
  const isSwitch = definition.nature === 'switch';
  const interfaces = ports.map((port) => `interface ${port}\n${isSwitch ? '' : ' no ip address\n shutdown\n'}!\n`);
  return `hostname ${hostname}\n!\n${interfaces.join('')}line con 0\nline vty 0 4\n login\n!\nend\n`;
}
