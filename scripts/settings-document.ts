import {
  type SettingEntry,
  type SettingGroup,
  settingGroups,
  settingNames,
  settingsTable,
} from '@lcm/core/domain/settings';

/** docs/settings.md, from the table that API, screen and environment are made of. */
export function settingsDocument(): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its groups
  const groups = Object.keys(settingGroups) as readonly SettingGroup[];
  return [head, ...groups.map(groupOf)].join('\n');
}

const head = `# Settings

What an admin changes while everything runs: on the page *Settings*, or by \`PATCH /api/v1/settings\`. A change counts in
every process from its next look on, is in the history and the audit, and can be taken back one by one. Until somebody
chooses, the variable of the control plane's environment counts, and without one the default. This page is made of the
same table as the screen: \`vitest run scripts/settings-document.test.ts -u\` writes it anew.
`;

function groupOf(group: SettingGroup): string {
  const rows = settingNames
    .filter((name) => name.startsWith(`${group}.`))
    .map((name) => rowOf(name, settingsTable[name]));
  const header = '| setting | variable | default | may be | what it does |\n|---|---|---|---|---|';
  return `## ${settingGroups[group]}\n\n${header}\n${rows.join('\n')}\n`;
}

function rowOf(name: string, entry: SettingEntry): string {
  const { label, about, variable, initial } = entry;
  const value = Array.isArray(initial) ? initial.join(', ') : String(initial);
  return `| \`${name}\` | \`${variable}\` | \`${value}\` | ${rangeOf(entry)} | ${label}. ${about} |`;
}

function rangeOf(entry: SettingEntry): string {
  switch (entry.kind) {
    case 'number':
      return `${entry.min} to ${entry.max} ${entry.unit}`;
    case 'switch':
      return '`true`, `false`';
    case 'list':
      return `several, each ${entry.item}; in the variable with commas between them`;
  }
}
